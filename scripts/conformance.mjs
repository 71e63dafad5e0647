// Runs the scenarios of the MCP conformance suite that any server can pass against this one, over an HTTP shim of the tests:
// node scripts/conformance.mjs PATH-OF-ITS-CLI SCENARIO...
import { spawn } from "node:child_process";
import { bundled } from "./bundle.mjs";

const [cli, ...scenarios] = process.argv.slice(2);
if (cli === undefined || scenarios.length === 0) {
  process.stderr.write("usage: node scripts/conformance.mjs PATH-OF-ITS-CLI SCENARIO...\n");
  process.exit(2);
}

const { serveOverHttp } = await bundled("conformance", ["over-http"]);

const run = (url, scenario) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, "server", "--url", url, "--scenario", scenario]);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.on("close", (code) => resolve({ code, output }));
  });

const shim = await serveOverHttp();
for (const scenario of scenarios) {
  const { code, output } = await run(shim.url, scenario);
  process.stdout.write(`${code === 0 ? "ok    " : "FAILED"} ${scenario}\n${code === 0 ? "" : output}`);
  if (code !== 0) process.exitCode = 1;
}
await shim.close();
