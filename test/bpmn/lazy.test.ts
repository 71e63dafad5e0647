import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { member } from "../../src/narrow.ts";
import { processDocument } from "./document.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "operate-mcp-bpmn-"));
});

afterAll(() => rm(folder, { recursive: true }));

test("the parser is in a part of its own that is loaded with the first model, and works bundled", async () => {
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, "../../src/bpmn/read-model.ts")],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    metafile: true,
    logLevel: "silent",
  });
  const parts = Object.entries(metafile.outputs).map(([file, { inputs, imports }]) => ({
    file,
    packages: Object.keys(inputs).filter((input) => input.includes("node_modules")),
    loadsAtOnce: imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path),
  }));
  const entry = parts.find(({ file }) => file.endsWith("read-model.mjs"));
  const withPackages = parts.filter(({ packages }) => packages.length > 0).map(({ file }) => file);
  expect(entry?.packages).toStrictEqual([]);
  expect(withPackages.length).toBeGreaterThan(0);
  expect(entry?.loadsAtOnce.filter((path) => withPackages.includes(path))).toStrictEqual([]);

  const bundled: unknown = await import(pathToFileURL(join(folder, "read-model.mjs")).href);
  const readModel = member(bundled, "readModel");
  if (typeof readModel !== "function") throw new Error("the bundle exports no readModel");
  expect(await readModel(processDocument('<bpmn:task id="t"/>'))).toMatchObject({
    elements: [{ id: "t", type: "TASK" }],
  });
});
