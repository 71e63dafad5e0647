import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { outbox } from "../../src/mcp/outbox.ts";

/** A stream that takes each chunk only when it is told to. */
const slowStream = () => {
  const taken: string[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    write(chunk, _, done) {
      taken.push(String(chunk));
      waiting.push(done);
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const take = async (error?: Error) => {
    waiting.shift()?.(error);
    await settle();
  };
  return { stream, taken, take, settle };
};

test("writes one line after the other, each with its newline", async () => {
  const { stream, taken, take, settle } = slowStream();
  const out = outbox(stream);
  out.write("one");
  out.write("two");
  await settle();
  expect(taken).toEqual(["one\n"]);
  await take();
  expect(taken).toEqual(["one\n", "two\n"]);
});

test("adds no listeners for the lines that wait", async () => {
  const { stream, settle } = slowStream();
  const out = outbox(stream);
  for (let count = 0; count < 40; count += 1) out.write("x");
  await settle();
  expect(stream.listenerCount("drain") + stream.listenerCount("error")).toBe(0);
});

test("counts the bytes that wait until they are out", async () => {
  const { stream, take, settle } = slowStream();
  const out = outbox(stream);
  out.write("é".repeat(10));
  out.write("x");
  await settle();
  expect(out.waiting()).toBe(21);
  await take();
  expect(out.waiting()).toBe(1);
  await take();
  expect(out.waiting()).toBe(0);
});

test("is flushed when everything written so far is out", async () => {
  const { stream, take, settle } = slowStream();
  const out = outbox(stream);
  const done: string[] = [];
  out.write("one").then(() => done.push("one"));
  out.write("two").then(() => done.push("two"));
  out.flushed().then(() => done.push("flushed"));
  await settle();
  await take();
  expect(done).toEqual(["one"]);
  await take();
  expect(done).toEqual(["one", "two", "flushed"]);
});

test("tells a failed write to its writer, and is flushed all the same", async () => {
  const { stream, take, settle } = slowStream();
  stream.on("error", () => undefined);
  const out = outbox(stream);
  const first = out.write("one");
  const second = out.write("two");
  const failures = Promise.allSettled([first, second]);
  await settle();
  await take(new Error("broken pipe"));
  expect((await failures).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await out.flushed();
  expect(out.waiting()).toBe(0);
});
