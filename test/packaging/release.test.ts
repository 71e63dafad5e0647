import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { member } from "../../src/narrow.ts";
import { current } from "../docs/current.ts";

const text = current(".github/workflows/release.yml");
const workflow: unknown = parse(text);
const publish = member(member(workflow, "jobs"), "publish");
const steps = member(publish, "steps");
const listed: readonly unknown[] = Array.isArray(steps) ? steps : [];
const commands = listed.map((step) => String(member(step, "run") ?? ""));

describe("the release workflow", () => {
  it("publishes with provenance, and runs no scripts of other packages", () => {
    expect(commands).toContain("npm ci --ignore-scripts");
    expect(commands).toContain("npm test");
    expect(commands.at(-1)).toBe("npm publish --ignore-scripts --provenance --access public");
    expect(JSON.parse(current("package.json"))).toMatchObject({ publishConfig: { provenance: true } });
  });

  it("may read the sources and sign, and nothing else, and holds no secret", () => {
    expect(member(workflow, "permissions")).toEqual({});
    expect(member(publish, "permissions")).toEqual({ contents: "read", "id-token": "write" });
    expect(text).not.toMatch(/secrets\.|https?:/);
  });

  it("uses actions by the commit they are at", () => {
    const used = listed.map((step) => member(step, "uses")).filter((name) => name !== undefined);
    expect(used.length).toBeGreaterThan(0);
    for (const name of used) expect(name).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });

  it("starts from exact versions", () => {
    const { devDependencies } = JSON.parse(current("package.json"));
    for (const version of Object.values(devDependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
