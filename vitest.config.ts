import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/spec/**"],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    retry: 0,
    // Much of the time is waiting for other processes, so one worker for each core.
    maxWorkers: "100%",
    // No module keeps state of its own, so the test files share them: loading all anew for each took a third of the time.
    isolate: false,
  },
});
