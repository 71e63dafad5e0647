import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { answer, request, wireRig } from "./wire-rig.ts";

const MEBIBYTE = 1_048_576;

const errorOf = (id: unknown, code: number) =>
  expect.objectContaining({ id, error: expect.objectContaining({ code }) });

describe("reading and writing", () => {
  test("passes messages on in their order", async () => {
    const { feed, passed } = wireRig();
    await feed(request(1), { jsonrpc: "2.0", method: "notifications/initialized" }, request("two"));
    expect(passed).toEqual([request(1), { jsonrpc: "2.0", method: "notifications/initialized" }, request("two")]);
  });

  test("writes each message on one line, whatever it holds", async () => {
    const { wire, sent, settle } = wireRig();
    await wire.send(answer(1, "a\nb\u2028c\ud800 😀"));
    await wire.send(answer(2));
    await settle();
    expect(sent).toEqual([answer(1, "a\nb\u2028c\ud800 😀"), answer(2)]);
  });
});

describe("lines that are not passed on", () => {
  test("answers malformed lines and goes on with the next", async () => {
    const { feed, passed, sent, events } = wireRig();
    await feed("garbage", "[]", { jsonrpc: "2.0", id: 3, method: "ping", params: 1 }, request(4));
    expect(sent).toEqual([errorOf(null, -32700), errorOf(null, -32600), errorOf(3, -32600)]);
    expect(passed).toEqual([request(4)]);
    expect(events).toEqual(["malformed line", "malformed line", "malformed line"]);
  });

  test("answers at most ten lines a second that have no id, and logs no more than that", async () => {
    const { feed, clock, sent, events } = wireRig();
    await feed(...Array.from({ length: 50 }, () => "garbage"));
    expect(sent).toHaveLength(10);
    expect(events).toHaveLength(10);
    await clock.advance(1000);
    await feed("garbage");
    expect(sent).toHaveLength(11);
  });

  test("answers a malformed request that has an id even in a flood", async () => {
    const { feed, sent, events } = wireRig();
    await feed(...Array.from({ length: 20 }, () => "garbage"), { id: 7, method: "ping" });
    expect(sent.at(-1)).toEqual(errorOf(7, -32600));
    expect(events).toHaveLength(10);
  });

  test("answers a line over a mebibyte under its id and goes on with the next", async () => {
    const { feed, passed, sent, events } = wireRig();
    const params = { text: "x".repeat(MEBIBYTE) };
    await feed({ method: "tools/call", params, jsonrpc: "2.0", id: 5 }, request(6));
    expect(sent).toEqual([errorOf(5, -32600)]);
    expect(passed).toEqual([request(6)]);
    expect(events).toEqual(["line too long"]);
  });

  test("takes a line of just a mebibyte", async () => {
    const { feed, passed } = wireRig();
    const empty = JSON.stringify(request(1, "tools/call", { text: "" })).length;
    await feed(request(1, "tools/call", { text: "x".repeat(MEBIBYTE - empty) }));
    expect(passed).toHaveLength(1);
  });

  test("refuses an id that is still running, and takes it again once it was answered", async () => {
    const { feed, wire, passed, sent, events } = wireRig();
    await feed(request(1), request(1), request("1"));
    expect(sent).toEqual([errorOf(1, -32600)]);
    expect(events).toEqual(["duplicate id"]);
    expect(passed).toEqual([request(1), request("1")]);
    await wire.send(answer(1));
    await feed(request(1));
    expect(passed).toHaveLength(3);
  });

  test("does not take the client's answer to a request of ours for a request", async () => {
    const { feed, passed } = wireRig();
    await feed(request(1), answer(1));
    expect(passed).toEqual([request(1), answer(1)]);
  });
});

/** An output that takes nothing until `release`. */
const blockedOutput = () => {
  const waiting: (() => void)[] = [];
  let isOpen = false;
  const output = new Writable({
    write(_chunk, _encoding, done) {
      if (isOpen) done();
      else waiting.push(done);
    },
  });
  const release = () => {
    isOpen = true;
    for (const done of waiting.splice(0)) done();
  };
  return { output, release };
};

describe("a client that does not read", () => {
  const sendMuch = (wire: { send(message: ReturnType<typeof answer>): Promise<void> }, mebibytes: number) => {
    for (let id = 0; id < mebibytes; id += 1) wire.send(answer(id, "x".repeat(MEBIBYTE)));
  };

  test("is not read from while more than 16 MiB wait for it", async () => {
    const { output, release } = blockedOutput();
    const { feed, wire, input, passed, settle } = wireRig(output);
    sendMuch(wire, 17);
    await feed(request("a"));
    expect(input.isPaused()).toBe(true);
    await feed(request("b"));
    expect(passed).toEqual([request("a")]);
    release();
    await settle();
    expect(input.isPaused()).toBe(false);
    expect(passed).toEqual([request("a"), request("b")]);
  });

  test("is read from as long as less waits for it", async () => {
    const { feed, wire, input } = wireRig(blockedOutput().output);
    sendMuch(wire, 15);
    await feed(request("a"));
    expect(input.isPaused()).toBe(false);
  });

  test("holds the end up for half a second", async () => {
    const { wire, clock, counts } = wireRig(blockedOutput().output);
    wire.send(answer(1));
    await wire.close();
    await clock.advance(499);
    expect(counts.ended).toBe(0);
    await clock.advance(1);
    expect(counts.ended).toBe(1);
  });
});

describe("the end of the input", () => {
  test("ends an idle server at once", async () => {
    const { hangUp, counts } = wireRig();
    await hangUp();
    expect(counts).toEqual({ ended: 1, closed: 1 });
  });

  test("waits for the answers to running calls, then ends", async () => {
    const { feed, hangUp, wire, clock, sent, settle, counts } = wireRig();
    await feed(request(1), request(2));
    await hangUp();
    await clock.advance(300);
    await wire.send(answer(1));
    await settle();
    expect(counts).toEqual({ ended: 0, closed: 0 });
    await wire.send(answer(2));
    await settle();
    expect(sent).toEqual([answer(1), answer(2)]);
    expect(counts).toEqual({ ended: 1, closed: 1 });
  });

  test("aborts calls that run for more than another second", async () => {
    const { feed, hangUp, wire, clock, sent, counts } = wireRig();
    await feed(request(1));
    await hangUp();
    await clock.advance(999);
    expect(counts).toEqual({ ended: 0, closed: 0 });
    await clock.advance(1);
    expect(counts).toEqual({ ended: 1, closed: 1 });
    await wire.send(answer(1));
    expect(sent).toEqual([]);
  });

  test("is told once, whatever happens after it", async () => {
    const { feed, hangUp, wire, input, clock, counts } = wireRig();
    await feed(request(1));
    await hangUp();
    await wire.send(answer(1));
    await wire.close();
    input.destroy();
    await clock.advance(5000);
    expect(counts).toEqual({ ended: 1, closed: 1 });
  });

  test("does not wait for a cancelled call: it is never answered", async () => {
    const { feed, hangUp, passed, counts } = wireRig();
    const cancelled = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } };
    await feed(request(1), cancelled);
    expect(passed).toHaveLength(2);
    await hangUp();
    expect(counts.ended).toBe(1);
  });

  test("does wait when it was another call that was cancelled, or the cancellation names none", async () => {
    const { feed, hangUp, counts } = wireRig();
    const cancelled = { jsonrpc: "2.0", method: "notifications/cancelled" };
    await feed(request(1), { ...cancelled, params: { requestId: "1" } }, { ...cancelled, params: {} }, cancelled);
    await hangUp();
    expect(counts.ended).toBe(0);
  });

  test("does not wait for a subscription: it stays open for ever", async () => {
    const { feed, hangUp, passed, counts } = wireRig();
    await feed(request(1, "subscriptions/listen"));
    expect(passed).toHaveLength(1);
    await hangUp();
    expect(counts.ended).toBe(1);
  });

  test("comes in the same breath as a call, which is answered all the same", async () => {
    const { input, wire, settle, passed, sent, counts } = wireRig();
    input.end(`${JSON.stringify(request(1))}\n`);
    await settle();
    expect(passed).toEqual([request(1)]);
    expect(counts.ended).toBe(0);
    await wire.send(answer(1));
    await settle();
    expect(sent).toEqual([answer(1)]);
    expect(counts.ended).toBe(1);
  });

  test("may be a broken input", async () => {
    const { input, settle, counts } = wireRig();
    input.destroy(new Error("EIO"));
    await settle();
    expect(counts.ended).toBe(1);
  });
});

describe("other ends", () => {
  test("a broken output aborts what is running", async () => {
    const { feed, output, settle, counts } = wireRig();
    await feed(request(1));
    output.destroy(new Error("EPIPE"));
    await settle();
    expect(counts).toEqual({ ended: 1, closed: 1 });
  });

  test("closing still writes what is on its way, and reads nothing more", async () => {
    const { output, release } = blockedOutput();
    const { feed, wire, settle, passed, counts } = wireRig(output);
    wire.send(answer(1));
    await wire.close();
    expect(counts).toEqual({ ended: 0, closed: 1 });
    await feed(request(2));
    expect(passed).toEqual([]);
    release();
    await settle();
    expect(counts.ended).toBe(1);
  });
});
