import fc from "fast-check";
import { expect, test } from "vitest";
import { readSettings } from "../../src/config/read-settings.ts";
import { namesOf } from "../../src/config/setting.ts";
import { allSettings } from "../../src/config/settings.ts";
import { OperateError } from "../../src/errors.ts";
import { parseJson } from "../../src/http/json.ts";
import { createLog } from "../../src/log.ts";
import { failureText } from "../../src/mcp/failure.ts";
import { masker, maskRules } from "../../src/mcp/mask.ts";
import { serve } from "../../src/mcp/server.ts";
import { secretRegistry } from "../../src/secrets.ts";
import { memoryFiles } from "../config/reading.ts";
import { wireRig } from "../mcp/wire-rig.ts";
import type { Step } from "../support/fault-server.ts";
import { manualClock } from "../support/manual-clock.ts";
import { faultyOperate } from "./faulty-operate.ts";
import { serverRig } from "./server-rig.ts";
import { leaks, spellings } from "./sinks.ts";

/* In its short form a part of `npm test`; `npm run test:fuzz` runs the long one. FUZZ_SEED runs one again. */

const isFull = process.env["FUZZ"] === "full";
const seed = Number(process.env["FUZZ_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const LONGEST_MS = isFull ? 900_000 : 15_000;

/** How often, and with which seed; the seed of a failure is in its message. */
const runs = (short: number, full: number) => ({ numRuns: isFull ? full : short, seed });

/** Says what was done, where somebody waits for it. */
const report = (what: string): void => {
  if (isFull) process.stdout.write(`fuzz, seed ${seed}: ${what}\n`);
};

test(
  "protocol frames: whatever the lines are, stdout holds JSON-RPC only and the next request is answered",
  async () => {
    const rig = wireRig();
    const surroundings = () => {
      throw new Error("no tool is ever called");
    };
    serve(rig.wire, { version: "1", tools: [], structured: "on", surroundings });
    const request = fc.record(
      {
        jsonrpc: fc.constantFrom("2.0", "1.0", 2),
        id: fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.jsonValue({ maxDepth: 1 })),
        method: fc.oneof(fc.constantFrom("ping", "tools/list", "tools/call", "nonsense"), fc.string()),
        params: fc.jsonValue({ maxDepth: 2 }),
      },
      { requiredKeys: [] },
    );
    const cut = fc.tuple(request, fc.nat(200)).map(([one, at]) => JSON.stringify(one).slice(0, at));
    const line = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
      request.map((one) => JSON.stringify(one)),
      cut,
      fc.json({ maxDepth: 3 }),
    );
    const batch = fc.array(line, { minLength: 100, maxLength: 100, size: "max" });
    let frames = 0;
    let batches = 0;
    await fc.assert(
      fc.asyncProperty(batch, async (lines) => {
        frames += lines.length;
        batches += 1;
        await rig.feed(...lines.map((one) => one.replaceAll("\n", " ")));
        const before = rig.sent.length;
        await rig.feed({ jsonrpc: "2.0", id: `after ${batches}`, method: "initialize", params: {} });
        await rig.clock.advance(1000);
        expect(rig.sent.length).toBeGreaterThan(before);
        expect(rig.sent.at(-1)).toMatchObject({ jsonrpc: "2.0", id: `after ${batches}` });
        for (const message of rig.sent.splice(0)) expect(message).toMatchObject({ jsonrpc: "2.0" });
      }),
      runs(20, 1000),
    );
    report(`${frames} frames`);
  },
  LONGEST_MS,
);

/** A document with integers of up to 64 bits, as text, with the integers in order. */
const documents = fc.letrec<{ value: { text: string; digits: string[] } }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((big) => ({ text: String(big), digits: [String(big)] })),
    fc.string().map((one) => ({ text: JSON.stringify(one), digits: [] })),
    fc.constantFrom("true", "null", '",9007199254740993,"').map((text) => ({ text, digits: [] })),
    fc.array(tie("value"), { maxLength: 5 }).map((all) => ({
      text: `[${all.map(({ text }) => text).join(" , ")}]`,
      digits: all.flatMap(({ digits }) => digits),
    })),
    fc.array(tie("value"), { maxLength: 5 }).map((all) => ({
      text: `{${all.map(({ text }, index) => `"k${index}":\t${text}`).join(",")}}`,
      digits: all.flatMap(({ digits }) => digits),
    })),
  ),
})).value;

const integersIn = (value: unknown): string[] => {
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") return /^-?\d{16,19}$/.test(value) ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(integersIn) : [];
};

test(
  "JSON documents: no digit of an integer changes",
  () => {
    let integers = 0;
    fc.assert(
      fc.property(documents, ({ text, digits }) => {
        integers += digits.length;
        // -0 is no integer of its own.
        expect(integersIn(parseJson(text))).toEqual(digits.map((one) => (one === "-0" ? "0" : one)));
      }),
      runs(2000, 100_000),
    );
    report(`JSON documents with ${integers} integers`);
  },
  LONGEST_MS,
);

const ROWS = 3;
const KEYS = ["9223372036854775807", "9007199254740993", "4503599627370497"];
const BODY = `{"items":[${KEYS.map((key, index) => `{"key":${key},"processInstanceKey":1,"scopeKey":1,"name":"größe ${index}","value":"\\"${"v".repeat(40)}\\"","truncated":false,"tenantId":"<default>"}`).join(",")}],"sortValues":[${KEYS[2]}],"total":${ROWS}}`;
const HEADERS = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

const framings: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  sized: (body) => Buffer.concat([Buffer.from(`${HEADERS}content-length: ${body.length}\r\n\r\n`), body]),
  chunked: (body) =>
    Buffer.concat([
      Buffer.from(`${HEADERS}transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`),
      body,
      Buffer.from("\r\n0\r\n\r\n"),
    ]),
  "up to the end": (body) => Buffer.concat([Buffer.from(`${HEADERS}connection: close\r\n\r\n`), body]),
};

/** What may happen to an answer on its way, such that no right row can come of it or all must. */
const mutations: Readonly<Record<string, (whole: Buffer, body: Buffer, at: number, junk: Buffer) => Buffer>> = {
  "cut off anywhere": (whole, _, at) => whole.subarray(0, at % whole.length),
  "its body cut off, its length right": (_, body, at) =>
    framings["sized"]?.(body.subarray(0, at % body.length)) ?? body,
  "junk before it": (whole, _, __, junk) => Buffer.concat([junk, whole]),
  "junk behind it": (whole, _, __, junk) => Buffer.concat([whole, junk]),
  "junk in its head": (whole, _, at, junk) =>
    Buffer.concat([whole.subarray(0, at % HEADERS.length), junk, whole.subarray(at % HEADERS.length)]),
  "a piece missing": (whole, body, at, junk) => {
    const from = whole.length - body.length + (at % body.length);
    return Buffer.concat([whole.subarray(0, from), whole.subarray(from + 1 + junk.length)]);
  },
};

test(
  "HTTP answers: of a broken one comes an error or every row as it is, never fewer rows, never a crash",
  async () => {
    let answer: Step[] = [];
    const operate = await faultyOperate(() => answer);
    const server = await serverRig({ env: operate.env });
    await server.call("search_process_definitions");
    const whole = (text: string): boolean => KEYS.every((key) => text.includes(key));
    const counts = { errors: 0, whole: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(framings)),
        fc.constantFrom(...Object.entries(mutations)),
        fc.nat(),
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
        async (frame, [name, mutate], at, junk) => {
          const body = Buffer.from(BODY);
          answer = [{ bytes: mutate(frame(body), body, at, Buffer.from(junk)) }, "fin"];
          const text = await server.call("search_variables", { limit: ROWS });
          const isError =
            /^(?:BAD_RESPONSE|UNREACHABLE|UPSTREAM_ERROR|TOO_LARGE|CONFIG|INVALID_ARGUMENT|FORBIDDEN|NOT_FOUND|AUTH_REJECTED|RATE_LIMITED): /.test(
              text,
            );
          counts[isError ? "errors" : "whole"] += 1;
          // What is missing may be a part of a value, which nobody can see; but rows are there all, or none.
          if (name === "a piece missing")
            expect(
              isError ||
                text.split("\n").filter((line) => /v{20}/.test(line)).length === ROWS ||
                text.includes("größe"),
              text,
            ).toBe(true);
          else expect(isError || whole(text), `${name}\n${text}`).toBe(true);
          expect(text).not.toMatch(/INTERNAL/);
        },
      ),
      runs(150, 10_000),
    );
    report(`HTTP answers: ${JSON.stringify(counts)}`);
    await server.expectSound();
  },
  LONGEST_MS,
);

test(
  "settings: whatever they are, there is a configuration or problems that hold no secret",
  () => {
    const names = allSettings.flatMap(namesOf);
    const value = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.constantFrom(
        "true",
        "off",
        "v1",
        "OAUTH",
        "http://user:pass@host",
        "javascript:x",
        "//x",
        "/proc/self/environ",
        "-1",
        "1e9",
        "",
      ),
    );
    const secret = fc.string({ minLength: 8, maxLength: 60 }).map((text) => `s3cr3t-${text}`);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 12 }), secret, (env, hidden) => {
        const settings = readSettings({
          env: { ...env, CAMUNDA_CLIENT_SECRET: hidden, CAMUNDA_COOKIE_AUTH_PASSWORD: `${hidden}2` },
          cwd: "/nowhere",
          files: memoryFiles({}),
        });
        const said = "problems" in settings ? settings.problems : [];
        expect("config" in settings || said.length > 0).toBe(true);
        expect(JSON.stringify([said, settings.warnings])).not.toContain(JSON.stringify(hidden).slice(1, -1));
      }),
      runs(300, 10_000),
    );
    report("settings");
  },
  LONGEST_MS,
);

test(
  "F4: secrets: none comes out of logs and errors, however it is written",
  () => {
    const secret = fc.oneof(
      fc.string({ minLength: 6, maxLength: 200 }),
      fc.string({ unit: "grapheme", minLength: 6, maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...'aA0&=+%"<>\\ é/'), minLength: 6, maxLength: 40 }),
    );
    let written = 0;
    fc.assert(
      fc.property(secret, fc.constantFrom("", " ", "=", '"', "&", ":"), (hidden, joint) => {
        const secrets = secretRegistry();
        for (const one of [hidden, `demo:${hidden}`]) secrets.add(one);
        const lines: string[] = [];
        const clock = manualClock();
        const log = createLog({ level: "debug", write: (line) => lines.push(line), clock, secrets });
        const mask = masker(maskRules(["off"]));
        for (const spelling of spellings(hidden)) {
          const text = `x${joint}${spelling}${joint}y`;
          log.warn("event", { text });
          const error = new OperateError("UPSTREAM_ERROR", text, { next: text, facts: { detail: text } });
          lines.push(failureText(error, { secrets, log, mask, missing: new Set(), reference: () => "r" }));
          written += 1;
        }
        // What our own words around it happen to hold cannot be told from a secret: the same with nothing secret in it.
        const bare: string[] = [];
        createLog({ level: "debug", write: (line) => bare.push(line), clock, secrets }).warn("event", { text: "xy" });
        const harmless = new OperateError("UPSTREAM_ERROR", "xy", { next: "xy", facts: { detail: "xy" } });
        bare.push(
          failureText(harmless, { secrets: secretRegistry(), log, mask, missing: new Set(), reference: () => "r" }),
        );
        const ours = bare.join("\n");
        expect(leaks(lines.join("\n"), [hidden]).filter((spelling) => !ours.includes(spelling))).toEqual([]);
      }),
      runs(300, 10_000),
    );
    report(`${written} spellings of secrets`);
  },
  LONGEST_MS,
);
