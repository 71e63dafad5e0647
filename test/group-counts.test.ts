import { describe, expect, test } from "vitest";
import { at, CLUSTERS, open, said, world } from "./support/behind-gateway.ts";
import type { GatewayOptions } from "./support/gateway.ts";

/* Counts of groups of instances, which only the Orchestration Cluster API has, in pages that a gateway has changed. */

const [definition] = world.table("process-definitions");

describe("counts of groups of instances", () => {
  const NEWER = CLUSTERS[2];
  const stopped = open.find(({ state, errorMessage }) => state === "ACTIVE" && errorMessage !== undefined);
  const ASKED = [
    ["get_incident", { incidentKey: stopped?.["incidentKey"], include: ["sameError"] }],
    [
      "get_process_definition",
      { processDefinitionKey: definition?.["processDefinitionKey"], include: ["instancesByVersion"] },
    ],
  ] as const;

  test.each(ASKED)("are read on in pages of one (%s)", async (tool, args) => {
    const [plain, limited] = [await at(NEWER), await at(NEWER, { most: 1 })];
    const [one, other] = [await plain.call(tool, args), await limited.call(tool, args)];
    expect(one.isError, one.text).toBe(false);
    expect(said(other)).toEqual(said(one));
  });

  /** Leaves so many groups of each page. */
  const keeping = (most: number): GatewayOptions => ({
    changed: (path, body) => {
      if (!path.includes("/statistics/")) return body;
      const { items, page } = JSON.parse(body);
      return JSON.stringify({ items: items.slice(0, most), page: { ...page, totalItems: 1000 } });
    },
  });

  test.each(ASKED)("are BAD_RESPONSE where nothing comes of what is counted (%s)", async (tool, args) => {
    const { call } = await at(NEWER, keeping(0));
    expect((await call(tool, args)).text).toMatch(/^BAD_RESPONSE: the cluster answered 1000 as the number of groups/);
  });

  test.each(ASKED)("say that there are more where more are counted (%s)", async (tool, args) => {
    const { call } = await at(NEWER, keeping(1000));
    expect((await call(tool, args)).text).toContain("The cluster counts more groups of instances than are shown.");
  });

  test("never say that an error stops nobody where not all errors came", async () => {
    const { call } = await at(NEWER, {
      changed: (path, body) => {
        if (!path.endsWith("-by-error")) return body;
        const { items, page } = JSON.parse(body);
        const others = items.filter((one: { errorMessage: unknown }) => one.errorMessage !== stopped?.["errorMessage"]);
        return JSON.stringify({ items: others, page: { ...page, totalItems: 1000 } });
      },
    });
    const { text } = await call("get_incident", ASKED[0][1]);
    expect(text).toMatch(/sameError: this error is none of the \d+ that stop most instances/);
    expect(text).not.toContain("no running instance");
  });
});
