// Bundles the program into dist/: a small entry and parts that are loaded when they are needed.
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { thirdPartyNotices } from "./notices.mjs";
import { billOfMaterials } from "./sbom.mjs";

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

await writeFile(join("dist", "THIRD-PARTY-NOTICES.txt"), await thirdPartyNotices(result.metafile));
const project = JSON.parse(await readFile("package.json", "utf8"));
await writeFile(join("dist", "sbom.cdx.json"), await billOfMaterials(result.metafile, project));

const entry = join("dist", "main.js");
await writeFile(entry, `#!/usr/bin/env node\n${await readFile(entry, "utf8")}`);
await chmod(entry, 0o755);
