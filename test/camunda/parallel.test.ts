import { expect, test } from "vitest";
import { AT_ONCE, inParallel } from "../../src/camunda/parallel.ts";

test("work in parallel keeps its order and never has more under way than allowed", async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel(
    Array.from({ length: 50 }, (_, index) => index),
    async (index) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return index * 2;
    },
  );
  expect(results).toEqual(Array.from({ length: 50 }, (_, index) => index * 2));
  expect(most).toBe(AT_ONCE);
});

test("a failure of one is the failure of all", async () => {
  const failing = inParallel([1, 2, 3], async (item) => {
    if (item === 2) throw new Error("no");
    return item;
  });
  await expect(failing).rejects.toThrow("no");
});
