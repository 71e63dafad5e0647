import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { member } from "../../src/narrow.ts";
import { VERSION } from "../../src/version.ts";
import { current, exists } from "./current.ts";
import { PAGES } from "./pages.ts";

const DOCUMENTS = [...PAGES, "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = ""]) => found);

/** The anchor that a heading gets. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-");

const packageJson = (part: string): string[] =>
  Object.keys(member(JSON.parse(current("package.json")), part) ?? {}).toSorted();

describe.each(DOCUMENTS)("%s", (name) => {
  const text = current(name);

  it("has links that lead somewhere", () => {
    const links = all(text, /\]\(([^)]+)\)/g).filter((link) => !link.startsWith("https://"));
    for (const link of links) {
      const [file = "", heading] = link.split("#");
      const target = file === "" ? name : normalize(join(dirname(name), file));
      expect(exists(target), link).toBe(true);
      if (heading !== undefined) expect(all(current(target), /^#+ (.+)$/gm).map(anchor), link).toContain(heading);
    }
  });

  it("names files and folders that are there", () => {
    const named = all(text, /`((?:src|test|scripts|packaging|docs)\/[\w./-]+)`/g);
    const within = name === "ARCHITECTURE.md" ? all(text, /`([\w-]+(?:\/[\w-]+)*\.ts)`/g) : [];
    expect(named.filter((path) => !exists(path))).toEqual([]);
    const places = ["", "src/", "src/camunda/", "src/camunda/search/", "src/camunda/operate-v1/", "src/mcp/"];
    const inside = [...places, "src/simulator/", "src/commands/doctor/"];
    expect(within.filter((path) => !inside.some((place) => exists(`${place}${path}`)))).toEqual([]);
  });

  it("names scripts that package.json has", () => {
    const scripts = all(text, /npm run ([\w:]+)/g);
    expect(scripts.filter((script) => !packageJson("scripts").includes(script))).toEqual([]);
  });

  it("keeps out the machine it was written on", () => {
    expect(text).not.toMatch(/\/(?:work|root|tmp|home)\//);
  });
});

describe("the documents together", () => {
  it("give a reason for every development dependency, and for no other", () => {
    const tables = current("ARCHITECTURE.md").split("## Why each dependency")[1] ?? "";
    const rows = all(tables, /^\| (`.+?`) \|/gm).flatMap((cell) => all(cell, /`([^`]+)`/g));
    expect(rows.toSorted()).toEqual(packageJson("devDependencies"));
  });

  it("are about the version that the program says it is", () => {
    expect(current("CHANGELOG.md")).toContain(`## ${VERSION}`);
    for (const extension of ["tgz", "mcpb"]) {
      expect(current("docs/install.md")).toContain(`operate-mcp-${VERSION}.${extension}`);
    }
  });
});
