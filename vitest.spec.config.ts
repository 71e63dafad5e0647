import { defineConfig } from "vitest/config";
import { missingDocuments } from "./test/spec/document/folder.ts";

const missing = missingDocuments();
if (missing !== undefined) {
  process.stderr.write(`${missing}\n`);
  process.exit(1);
}

export default defineConfig({
  test: {
    include: ["test/spec/**/*.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    retry: 0,
    // Documents and schemas are read and compiled once for all test files.
    pool: "threads",
    isolate: false,
  },
});
