// Runs the benchmarks that are named, all where none is: `npm run bench -- incidents`.
import { bundled } from "./bundle.mjs";

const { bench } = await bundled("bench", ["bench", "large-cluster", "bare-loop", "quick-cluster", "bare-search"]);
await bench((line) => process.stdout.write(`${line}\n`), process.argv.slice(2));
