import { describe, expect, test } from "vitest";
import { attemptsAt, type Candidate } from "../../src/camunda/candidates.ts";

const candidate = (href: string, kind: "no" | "open" | "locked"): Candidate => ({
  base: { url: new URL(href), source: { variable: "X", from: "environment" } },
  sighting:
    kind === "no"
      ? { kind, got: "404 text/html" }
      : { kind, got: "", version: { atLeast: "8.8", text: "8.8", because: "" } },
});

const tried = (candidates: readonly Candidate[], api: "auto" | "v1" | "v2") =>
  attemptsAt(candidates, api).map(({ base, generation }) => `${base.url.host} ${generation}`);

const OLD = candidate("http://operate", "no");
const NEW = candidate("http://cluster", "locked");

describe("what is tried", () => {
  test("is the Orchestration Cluster API wherever it was seen, then the Operate API at every address", () => {
    expect(tried([OLD, NEW], "auto")).toEqual(["cluster v2", "operate v1", "cluster v1"]);
    expect(tried([OLD], "auto")).toEqual(["operate v1"]);
    expect(tried([candidate("http://both", "open")], "auto")).toEqual(["both v2", "both v1"]);
  });

  test("is only what the settings say, seen or not", () => {
    expect(tried([OLD, NEW], "v1")).toEqual(["operate v1", "cluster v1"]);
    expect(tried([OLD, NEW], "v2")).toEqual(["operate v2", "cluster v2"]);
  });
});
