// Bundles the program into dist/: a small entry and parts that are loaded when they are needed.
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

await rm("dist", { recursive: true, force: true });

const result = await build({
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.18",
  chunkNames: "parts/[name]-[hash]",
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  metafile: true,
  legalComments: "none",
  banner: {
    // Bundled CommonJS packages (undici, tough-cookie) call require for Node's own modules.
    js: 'import{createRequire as operateMcpRequire}from"node:module";const require=operateMcpRequire(import.meta.url);',
  },
  logLevel: "warning",
});

/** The folder of the package a bundled file belongs to; undefined for our own files. */
const packageOf = (file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];

const licenceText = async (folder) => {
  for (const name of ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE"]) {
    try {
      return await readFile(join(folder, name), "utf8");
    } catch {}
  }
  return "(the package ships no licence file)";
};

const folders = [...new Set(Object.keys(result.metafile.inputs).map(packageOf))].filter(Boolean).sort();
const notices = await Promise.all(
  folders.map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return `${name} ${version} (${license})\n\n${(await licenceText(folder)).trim()}\n`;
  }),
);
await writeFile(
  join("dist", "THIRD-PARTY-NOTICES.txt"),
  `operate-mcp bundles these packages:\n\n${notices.join(`\n${"-".repeat(80)}\n\n`)}`,
);

const entry = join("dist", "main.js");
await writeFile(entry, `#!/usr/bin/env node\n${await readFile(entry, "utf8")}`);
await chmod(entry, 0o755);
