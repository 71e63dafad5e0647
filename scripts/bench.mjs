// Bundles the benchmarks and runs those that are named, all where none is: `npm run bench -- incidents`.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = join(".cache", "bench");
await mkdir(folder, { recursive: true });
await build({
  // All but the first are run as processes of their own.
  entryPoints: ["bench", "large-cluster", "bare-loop", "quick-cluster", "bare-search"].map(
    (name) => `test/bench/${name}.ts`,
  ),
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
await bench((line) => process.stdout.write(`${line}\n`), process.argv.slice(2));
