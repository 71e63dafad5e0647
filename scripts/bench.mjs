// Bundles the benchmarks and runs them: each is a module in test/bench that prints a table of its own.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = join(".cache", "bench");
await mkdir(folder, { recursive: true });
await build({
  entryPoints: ["test/bench/bench.ts"],
  outdir: folder,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.18",
  outExtension: { ".js": ".mjs" },
  banner: { js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);' },
  logLevel: "warning",
});
const { bench } = await import(pathToFileURL(join(folder, "bench.mjs")).href);
await bench((line) => process.stdout.write(`${line}\n`));
