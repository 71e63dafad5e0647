// Bundles the program into dist/: a small entry and parts that are loaded when they are needed.
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { thirdPartyNotices } from "./notices.mjs";

/** The tool list as data in place of what computes it: a server answers with it before its tools are loaded. */
const catalogueAsData = {
  name: "catalogue",
  setup: ({ onLoad }) =>
    onLoad({ filter: /src[\\/]mcp[\\/]catalogue\.ts$/ }, async ({ path }) => {
      const computed = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        format: "esm",
        platform: "node",
      });
      const [{ text }] = computed.outputFiles;
      const { catalogue } = await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
      return { contents: `export const catalogue = ${JSON.stringify(catalogue)};` };
    }),
};

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
  plugins: [catalogueAsData],
  // The SDK's choice of a JSON Schema validator, which nothing here uses: results are checked by tests, arguments by zod.
  alias: { "@modelcontextprotocol/server/_shims": "./src/mcp/shims.ts" },
  legalComments: "none",
  banner: {
    // Bundled CommonJS packages (undici, tough-cookie) call require for Node's own modules.
    js: 'import{createRequire as operateMcpRequire}from"node:module";const require=operateMcpRequire(import.meta.url);',
  },
  logLevel: "warning",
});

await writeFile(join("dist", "THIRD-PARTY-NOTICES.txt"), await thirdPartyNotices(result.metafile));

const entry = join("dist", "main.js");
await writeFile(entry, `#!/usr/bin/env node\n${await readFile(entry, "utf8")}`);
await chmod(entry, 0o755);
