// Bundles the program into dist/: a small entry and parts that are loaded when they are needed.
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { build, transform } from "esbuild";
import { thirdPartyNotices } from "./notices.mjs";
import { billOfMaterials } from "./sbom.mjs";

const target = "node20.18";

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

/**
 * undici loads all it has at once: `fetch`, web sockets, caches, mocks. What is used of it is its client, so every other module that its
 * entry names becomes one whose members are empty classes.
 */
const onlyTheClient = {
  name: "undici",
  setup({ onResolve, onLoad }) {
    const unused = /^\.\/lib\/(web|mock|cache|interceptor)\//;
    onResolve({ filter: unused }, ({ path, importer }) =>
      /[\\/]undici[\\/]index\.js$/.test(importer) ? { path, namespace: "unused" } : undefined,
    );
    onLoad({ filter: /./, namespace: "unused" }, () => ({
      contents: "module.exports = new Proxy({}, { get: () => class {} });",
    }));
  },
};

// Only ES modules can be taken apart into parts that share what they have in common ...
const { metafile, outputFiles } = await build({
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target,
  chunkNames: "parts/[name]-[hash]",
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
  write: false,
  plugins: [catalogueAsData, onlyTheClient],
  // The SDK's choice of a JSON Schema validator, which nothing here uses: results are checked by tests, arguments by zod.
  alias: { "@modelcontextprotocol/server/_shims": "./src/mcp/shims.ts" },
  legalComments: "none",
  logLevel: "warning",
});

/** ... but Node loads a CommonJS module in less than half the time. */
const asCommonJs = async (text) => {
  const supported = { "dynamic-import": false };
  const { code } = await transform(text, {
    format: "cjs",
    platform: "node",
    target,
    supported,
    minifyWhitespace: true,
  });
  return code;
};

await rm("dist", { recursive: true, force: true });
for (const { path, text } of outputFiles) {
  const isEntry = basename(path) === "main.js";
  const file = relative(".", path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${isEntry ? "#!/usr/bin/env node\n" : ""}${await asCommonJs(text)}`);
  if (isEntry) await chmod(file, 0o755);
}
await writeFile(join("dist", "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
await writeFile(join("dist", "THIRD-PARTY-NOTICES.txt"), await thirdPartyNotices(metafile));
const project = JSON.parse(await readFile("package.json", "utf8"));
await writeFile(join("dist", "sbom.cdx.json"), await billOfMaterials(metafile, project));
