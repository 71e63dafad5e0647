import { describe, expect, it } from "vitest";
import { project } from "../../scripts/packaging/project.ts";
import { current, exists } from "../docs/current.ts";

/** The instructions of the Dockerfile, each on one line, in the two stages. */
const instructions = current("packaging/Dockerfile")
  .replaceAll(/^#.*\n/gm, "")
  .replaceAll(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => line !== "");
const stages = instructions.join("\n").split(/^(?=FROM )/m);
const [, image = ""] = stages;

/** The words behind an instruction, wherever it stands. */
const all = (name: string): string[] =>
  instructions.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));

describe("the image", () => {
  it("is made in two stages, from a slim base of one major version that the package supports", () => {
    expect(stages).toHaveLength(2);
    const majors = all("FROM").map((from) => /^node:(\d+)-slim(?: AS \w+)?$/.exec(from)?.[1]);
    const [oldest] = /\d+/.exec(project.engines.node) ?? [];
    for (const major of majors) expect(Number(major)).toBeGreaterThanOrEqual(Number(oldest));
    expect(new Set(majors).size).toBe(1);
  });

  it("runs the program itself, without a shell and not as root", () => {
    const lines = image.trim().split("\n");
    expect(lines.at(-1)).toBe('ENTRYPOINT ["node", "/app/dist/main.js"]');
    expect(lines.at(-2)).toBe("USER node");
    expect(all("CMD")).toEqual([]);
  });

  it("carries the names that the registry and the package go by", () => {
    const [labels = ""] = all("LABEL");
    expect(labels).toContain(`io.modelcontextprotocol.server.name="${project.mcpName}"`);
    expect(labels).toContain(`org.opencontainers.image.title="${project.name}"`);
    expect(labels).toContain(`org.opencontainers.image.licenses="${project.license}"`);
  });

  it("is made of files that are there and that the build is shown, and of no others", () => {
    const copied = all("COPY")
      .filter((line) => !line.startsWith("--from"))
      .flatMap((line) => line.split(" ").slice(0, -1));
    const [everything, ...kept] = current(".dockerignore")
      .split("\n")
      .filter((line) => !/^(?:#|$)/.test(line));
    expect(everything).toBe("*");
    expect(copied.filter((name) => !exists(name))).toEqual([]);
    expect([...new Set(copied)].toSorted()).toEqual(kept.map((line) => line.replace(/^!/, "")).toSorted());
  });
});
