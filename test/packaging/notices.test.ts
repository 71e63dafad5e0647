import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { thirdPartyNotices } from "../../scripts/notices.mjs";

let folder: string;

/** Installs a package: its package.json, and files of these texts. */
const install = async (name: string, version: string, files: Readonly<Record<string, string>>): Promise<void> => {
  const about = { "package.json": JSON.stringify({ name, version, license: "MIT" }) };
  for (const [file, text] of Object.entries({ ...about, ...files })) {
    const path = join(folder, "node_modules", name, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
};

/** The notices of a bundle that has so many bytes of each of these files. */
const notices = (bytes: Readonly<Record<string, number>>): Promise<string> => {
  const inputs = Object.entries(bytes).map(([file, bytesInOutput]) => [join(folder, file), { bytesInOutput }] as const);
  return thirdPartyNotices({ outputs: { "dist/main.js": { inputs: Object.fromEntries(inputs) } } });
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "operate-mcp-notices-"));
  onTestFinished(() => rm(folder, { recursive: true }));
});

describe("the notices of third parties", () => {
  it("have name, version and licence text of every package that is in the bundle, scoped and nested ones too", async () => {
    await install("plain", "1.2.3", { "index.js": "", LICENSE: "Terms of plain.\n" });
    await install("@scope/named", "2.0.0", { "lib/a.js": "", "licence.md": "Terms of named." });
    await install("plain/node_modules/inner", "3.0.0", { "i.js": "", "LICENSE-MIT": "Terms of inner." });
    const text = await notices({
      "src/main.ts": 10,
      "node_modules/plain/index.js": 10,
      "node_modules/@scope/named/lib/a.js": 10,
      "node_modules/plain/node_modules/inner/i.js": 1,
    });
    expect(text).toContain("@scope/named 2.0.0 (MIT)\n\nTerms of named.\n");
    expect(text).toContain("plain 1.2.3 (MIT)\n\nTerms of plain.\n");
    expect(text).toContain("inner 3.0.0 (MIT)\n\nTerms of inner.\n");
  });

  it("leave out what was shaken off", async () => {
    await install("shaken", "1.0.0", { "index.js": "" });
    expect(await notices({ "node_modules/shaken/index.js": 0 })).not.toContain("shaken");
  });

  it("have what a package brings along in a bundle of its own, in that version", async () => {
    const embedded = "//#region ../../node_modules/.pnpm/inside@8.1.0_peer@1.0.0/node_modules/inside/dist/x.js\n";
    await install("inside", "9.0.0", { LICENSE: "Terms of inside." });
    await install("outside", "1.0.0", {
      "index.js": `//#region src/own.ts\n${embedded}${embedded}`,
      LICENSE: "Terms.",
    });
    const text = await notices({ "node_modules/outside/index.js": 5 });
    expect(text.match(/^inside .*/gm)).toEqual(["inside 8.1.0 (MIT)"]);
    expect(text).toContain("Terms of inside.");
  });

  it("fail, naming the packages, where a licence text is missing or empty", async () => {
    await install("fine", "1.0.0", { "index.js": "", LICENSE: "Terms." });
    await install("without", "1.0.0", { "index.js": "" });
    await install("hollow", "2.0.0", { "index.js": "", LICENSE: " \n" });
    await install("carrier", "1.0.0", {
      "index.js": "//#region node_modules/.pnpm/@a+gone@4.0.0/node_modules/@a/gone/x.js\n",
      LICENSE: "Terms.",
    });
    const all = ["fine", "without", "hollow", "carrier"].map((name) => [`node_modules/${name}/index.js`, 1] as const);
    await expect(notices(Object.fromEntries(all))).rejects.toThrow(
      /without a licence text: .*@a.gone 4\.0\.0 .*hollow 2\.0\.0 .*without 1\.0\.0/,
    );
  });
});
