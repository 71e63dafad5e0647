import { describe, expect, test } from "vitest";
import { z } from "zod";
import { everyoneAtOnce } from "../../src/bounded.ts";
import { OperateError } from "../../src/errors.ts";
import { createLog } from "../../src/log.ts";
import { inChannels, type Outcome, runCall, type Surroundings } from "../../src/mcp/call.ts";
import { masker, maskRules } from "../../src/mcp/mask.ts";
import { secretRegistry } from "../../src/secrets.ts";
import type { Answer } from "../../src/tools/answer.ts";
import { type Context, READ, type Tool } from "../../src/tools/tool.ts";
import { type ManualClock, manualClock } from "../support/manual-clock.ts";

const SECRET = "correct-horse-battery";

const toolThat = (handler: (context: Context) => Promise<Answer>): Tool => ({
  name: "probe",
  title: "Probe",
  description: "Does what the test says.",
  toolset: "data",
  annotations: READ,
  input: z.strictObject({ limit: z.number().optional() }),
  output: z.looseObject({}),
  handler,
});

interface Ran {
  readonly outcome: Promise<Outcome>;
  readonly clock: ManualClock;
  readonly log: string[];
  readonly cancel: () => void;
}

const run = (
  handler: (context: Context) => Promise<Answer>,
  args: unknown = {},
  progress: (seen: number, total?: number) => void = () => undefined,
  secret = SECRET,
): Ran => {
  const clock = manualClock();
  const log: string[] = [];
  const secrets = secretRegistry();
  secrets.add(secret);
  const around: Surroundings = {
    clock,
    turns: everyoneAtOnce,
    secrets,
    log: createLog({ level: "debug", write: (line) => log.push(line), clock, secrets }),
    timeoutMs: 45_000,
    maxResultBytes: 32_000,
    maxScanRows: 1,
    mask: masker(maskRules([])),
    missing: new Set(),
    reference: () => "ref-1",
    context: (call) => ({
      ...call,
      connect: () => Promise.reject(new Error("not here")),
      now: clock.wall,
      toolsets: [],
      missing: new Set(),
      writes: false,
      warnings: [],
    }),
  };
  const controller = new AbortController();
  const outcome = runCall({ tool: toolThat(handler), args, signal: controller.signal, progress }, around, inChannels);
  return { outcome, clock, log, cancel: () => controller.abort(new Error("the client cancelled")) };
};

const record = (fields: Record<string, string>): Answer => ({ kind: "record", fields, parts: {}, notices: [] });

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("the socket was closed"))));

describe("a call", () => {
  test("gives back what the handler found, in both channels", async () => {
    const { outcome } = run(async () => record({ name: "x" }));
    expect(await outcome).toEqual({ ok: { text: "name: x", structured: { name: "x" } } });
  });

  test("logs how many requests it took", async () => {
    const { outcome, log } = run(async ({ asked }) => {
      asked?.();
      asked?.();
      return record({ name: "x" });
    });
    await outcome;
    expect(log.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ event: "tool call", code: "OK", requests: 2 }),
    );
  });

  test("with a wrong argument never reaches the handler", async () => {
    const { outcome } = run(() => Promise.reject(new Error("reached")), { limt: 1 });
    expect(await outcome).toMatchObject({
      error: expect.stringMatching(/^INVALID_ARGUMENT: unknown argument: "limt".*\nnext: allowed arguments: limit$/),
    });
  });

  test("tells an error as code, sentence, detail and next step", async () => {
    const facts = { detail: "said\nby \u202e the cluster" };
    const { outcome } = run(() => Promise.reject(new OperateError("FORBIDDEN", "not allowed", { next: "ask", facts })));
    expect(await outcome).toEqual({
      code: "FORBIDDEN",
      error: 'FORBIDDEN: not allowed\ndetail: "said\\\\nby \\\\u202e the cluster"\nnext: ask',
    });
  });

  test.each([
    ["a string", "boom"],
    ["null", null],
    ["an error with a cause", new Error("inner secret detail", { cause: new TypeError("deep") })],
    ["an aggregate", new AggregateError([new Error("one")], "many")],
    [
      "an object whose getter throws",
      {
        get message() {
          throw new Error("no");
        },
      },
    ],
  ])("turns %s that is thrown into INTERNAL with a reference, and says nothing of it", async (_, thrown) => {
    const { outcome, log } = run(() => Promise.reject(thrown));
    expect(await outcome).toEqual({
      code: "INTERNAL",
      error: expect.stringMatching(
        /^INTERNAL: something went wrong inside this server \(reference ref-1\)\nnext: report it/,
      ),
    });
    expect(log.join("")).toContain('"reference":"ref-1"');
  });

  test("is ended when its time is up, and scans were told to hurry before", async () => {
    const hurried: boolean[] = [];
    const { outcome, clock } = run(async ({ signal, hurry }) => {
      await Promise.resolve();
      hurried.push(hurry());
      clock.after(40_000, () => hurried.push(hurry()));
      return never(signal);
    });
    await clock.advance(45_000);
    expect(await outcome).toMatchObject({
      error: expect.stringMatching(/^TIMEOUT: the call took longer than 45000 ms/),
    });
    expect(hurried).toEqual([false, true]);
  });

  test("that is cancelled ends at once and leaves no timer behind", async () => {
    const { outcome, clock, cancel, log } = run(({ signal }) => never(signal));
    cancel();
    await outcome;
    expect(clock.pending()).toEqual([]);
    expect(log.join("")).toContain('"code":"CANCELLED"');
  });

  test("may have many requests under way without a warning", async () => {
    const warnings: string[] = [];
    const listen = ({ name }: Error) => warnings.push(name);
    process.on("warning", listen);
    const { outcome } = run(async ({ signal }) => {
      for (let count = 0; count < 50; count += 1) signal.addEventListener("abort", () => undefined);
      return record({ name: "x" });
    });
    await outcome;
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(warnings).toEqual([]);
  });

  test("masks our own secrets in data and errors, but never inside a key", async () => {
    const shown = await run(async () => record({ text: `a ${SECRET} b`, key: "9007199254740993" })).outcome;
    expect(shown).toEqual({
      ok: { text: "text: a *** b\nkey: 9007199254740993", structured: { text: "a *** b", key: "9007199254740993" } },
    });
    const failed = await run(() =>
      Promise.reject(new OperateError("TLS", `bad ${SECRET}`, { facts: { detail: SECRET } })),
    ).outcome;
    expect(JSON.stringify(failed)).not.toContain(SECRET);
  });

  test.each(["sEcr3t/zwei+drei?x=1&y", "tok.en:zwei|rest=abc/def", "mX2kL5Yv mX2kL5Yv mX2"])(
    "leaves nothing of one of our own secrets (%s) where the value also looks like a secret",
    async (secret) => {
      const texts = [`Bearer ${secret}`, `{"user":"demo","password":"${secret}"}`, `apiKey=${secret}; rest`];
      for (const text of texts) {
        for (const outcome of [
          run(async () => record({ value: text }), {}, undefined, secret).outcome,
          run(async () => ({ ...record({}), notices: [text] }), {}, undefined, secret).outcome,
          run(
            () => Promise.reject(new OperateError("FORBIDDEN", text, { next: text, facts: { detail: text } })),
            {},
            undefined,
            secret,
          ).outcome,
        ]) {
          const shown = JSON.stringify(await outcome);
          expect(shown).toContain("***");
          for (let at = 0; at + 6 <= secret.length; at++) expect(shown).not.toContain(secret.slice(at, at + 6));
        }
      }
    },
  );

  test("shows the first 300 characters of what the other side says, and cuts none in half", async () => {
    const facts = { detail: `x${"😀".repeat(400)}` };
    const { outcome } = run(() => Promise.reject(new OperateError("FORBIDDEN", "no", { next: "ask", facts })));
    expect(await outcome).toMatchObject({ error: `FORBIDDEN: no\ndetail: "x${"😀".repeat(149)}"\nnext: ask` });
  });

  test("leaves nothing of a secret that reaches beyond what is shown of an error", async () => {
    const secret = Array.from({ length: 200 }, (_, index) => `k${index}`).join("");
    const detail = `${"x".repeat(285)}${secret}`;
    const facts = { detail };
    const failed = run(() => Promise.reject(new OperateError("FORBIDDEN", "no", { facts })), {}, undefined, secret);
    expect(await failed.outcome).toMatchObject({ error: expect.stringContaining(`x***"`) });
  });

  test("takes the reason of a refused change for our own text, in which short secrets are masked, too", async () => {
    const rows = [{ key: "1", detail: "login demo/aB3xY9zQ may not", name: "aB3xY9zQ" }];
    const columns = ["key", "name", "detail"];
    const parts = { results: { kind: "rows" as const, columns, rows } };
    const answer: Answer = { kind: "record", fields: {}, notices: [], parts };
    const { outcome } = run(async () => answer, {}, undefined, "aB3xY9zQ");
    expect(await outcome).toMatchObject({
      ok: { structured: { results: [{ name: "aB3xY9zQ", detail: "login demo/*** may not" }] } },
    });
  });

  test("shows a notice on one line, whatever is in it", async () => {
    const { outcome } = run(async () => ({ ...record({}), notices: ["a\nnote: forged\u202e"] }));
    expect(await outcome).toMatchObject({ ok: { text: "note: a\\nnote: forged\\u202e" } });
  });

  test("shows hidden characters of the cluster in both channels", async () => {
    const { outcome } = run(async () => record({ name: "a\u202eb\u001b[31m" }));
    expect(await outcome).toEqual({
      ok: { text: "name: a\\u202eb\\u001b[31m", structured: { name: "a\\u202eb\\u001b[31m" } },
    });
  });
});

test("a reading that is done is not told as all of the call", async () => {
  const told: [number, number | undefined][] = [];
  const { outcome } = run(
    async ({ progress }) => {
      progress(46, 10);
      progress(10, 0);
      progress(1);
      return record({});
    },
    {},
    (seen, total) => told.push([seen, total]),
  );
  await outcome;
  expect(told).toEqual([
    [46, 56],
    [56, undefined],
    [57, undefined],
  ]);
});
