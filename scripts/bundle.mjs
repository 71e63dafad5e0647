// Bundles modules of the tests to be run outside vitest, and gives the first of them, loaded.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** `names` are modules in the folder `test/SUITE`; the others are there to be run as processes of their own. */
export const bundled = async (suite, names) => {
  const outdir = join(".cache", suite);
  await mkdir(outdir, { recursive: true });
  await build({
    entryPoints: names.map((name) => `test/${suite}/${name}.ts`),
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.18",
    outExtension: { ".js": ".mjs" },
    banner: { js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);' },
    logLevel: "warning",
  });
  return import(pathToFileURL(join(outdir, `${names[0]}.mjs`)).href);
};
