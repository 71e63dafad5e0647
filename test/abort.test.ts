import { describe, expect, test } from "vitest";
import { whileAwaited } from "../src/abort.ts";

describe("work that several wait for", () => {
  const begun = () => {
    let resolve = (_: string): void => undefined;
    const promise = new Promise<string>((done) => {
      resolve = done;
    });
    const signals: AbortSignal[] = [];
    const wait = whileAwaited((signal) => {
      signals.push(signal);
      return promise;
    });
    return { wait, resolve, calledOff: () => signals.map(({ aborted, reason }) => aborted && reason) };
  };

  test("goes on while one of them waits", async () => {
    const { wait, resolve, calledOff } = begun();
    const [one, other] = [new AbortController(), new AbortController()];
    const left = wait(one.signal);
    const stays = wait(other.signal);
    one.abort("enough");
    await expect(left).rejects.toBe("enough");
    expect(calledOff()).toEqual([false]);
    resolve("done");
    expect(await stays).toBe("done");
  });

  test("is called off with the reason of the last one who leaves", async () => {
    const { wait, calledOff } = begun();
    const [one, other] = [new AbortController(), new AbortController()];
    const both = [wait(one.signal), wait(other.signal)];
    one.abort("first");
    other.abort("last");
    expect(await Promise.allSettled(both)).toMatchObject([{ reason: "first" }, { reason: "last" }]);
    expect(calledOff()).toEqual(["last"]);
  });

  test("is not called off when it is done", async () => {
    const { wait, resolve, calledOff } = begun();
    resolve("done");
    await wait(new AbortController().signal);
    await expect(wait(AbortSignal.abort("late"))).rejects.toBe("late");
    expect(calledOff()).toEqual([false]);
  });
});
