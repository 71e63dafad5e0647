import type { Readable, Writable } from "node:stream";
import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/server";
import type { Clock } from "../clock.ts";
import { member } from "../narrow.ts";
import { type Refused, readFrame, refuseDuplicate, refuseTooLong } from "./frames.ts";
import { splitLines } from "./lines.ts";
import { type Outbox, outbox } from "./outbox.ts";

/** Longest line that is read. */
const MAX_LINE = 1_048_576;
/** More than this waiting to be written, and no more is read. */
const MAX_WAITING = 16 * 1_048_576;
/** Answers per second to lines that have no id to answer to. */
const REFUSALS_PER_SECOND = 10;
/** After the client has closed its end: time for running calls, and for everything. */
const GRACE_MS = 1000;
const END_MS = 1500;

export interface WireOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly clock: Clock;
  /** Told about lines that were refused, without their content. */
  readonly observe: (event: string) => void;
  /** Called once, when everything is written or time is up: the process is to end. */
  readonly ended: () => void;
}

/**
 * The transport between the SDK and stdin/stdout: line limit, answers to malformed lines, one queue out, and an orderly end. The
 * SDK's own transport leaves clients waiting in all of these cases.
 */
export class Wire implements Transport {
  onmessage?: ((message: JSONRPCMessage) => void) | undefined;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;

  readonly #options: WireOptions;
  readonly #out: Outbox;
  /** Requests that wait for their answer. */
  readonly #running = new Map<string | number, string>();
  #state: "open" | "ending" | "closed" = "open";
  #refusals = { second: 0, count: 0 };

  constructor(options: WireOptions) {
    this.#options = options;
    this.#out = outbox(options.output);
    const lines = splitLines({
      limit: MAX_LINE,
      line: (bytes) => this.#receive(bytes),
      tooLong: (beginning) => this.#refuse(refuseTooLong(beginning, MAX_LINE), "line too long"),
    });
    const { input, output } = options;
    input.on("data", (chunk: Buffer) => {
      lines.push(chunk);
      this.#throttle();
    });
    for (const event of ["end", "close", "error"]) input.on(event, () => this.end());
    output.on("error", () => this.#finish());
  }

  /** Nothing to do: reading began with the construction, messages before the SDK is attached would be lost otherwise. */
  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#state === "closed") return;
    if ("id" in message && !("method" in message) && message.id !== undefined) this.#running.delete(message.id);
    await this.#out.write(JSON.stringify(message));
    if (this.#state === "ending" && this.#running.size === 0) this.#finish();
  }

  async close(): Promise<void> {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.onclose?.();
  }

  /** The client is gone: nothing more is read, running calls get a moment to finish and to be written. */
  end(): void {
    if (this.#state !== "open") return;
    this.#state = "ending";
    const { clock, ended } = this.#options;
    clock.sleep(END_MS).then(ended);
    if (this.#running.size === 0) this.#finish();
    else clock.sleep(GRACE_MS).then(() => this.#finish());
  }

  /** Ends at once: running calls are aborted. */
  stop(): void {
    this.#finish();
  }

  #receive(bytes: Buffer): void {
    if (this.#state !== "open") return;
    const frame = readFrame(bytes);
    if ("refusal" in frame) {
      this.#refuse(frame, "malformed line");
      return;
    }
    const { message, id, method } = frame;
    if (id !== undefined && method !== undefined) {
      if (this.#running.has(id)) {
        this.#refuse(refuseDuplicate(id), "duplicate id");
        return;
      }
      // A subscription stays open for ever and would keep the end waiting for nothing.
      if (method !== "subscriptions/listen") this.#running.set(id, method);
    }
    if (method === "notifications/cancelled" && "params" in message) this.#forget(message.params);
    this.onmessage?.(message);
  }

  /** A cancelled call is never answered. */
  #forget(params: unknown): void {
    const id = member(params, "requestId");
    if (typeof id === "string" || typeof id === "number") this.#running.delete(id);
  }

  #refuse({ refusal, id }: Refused, event: string): void {
    const second = Math.floor(this.#options.clock.mono() / 1000);
    if (this.#refusals.second !== second) this.#refusals = { second, count: 0 };
    this.#refusals.count += 1;
    if (this.#refusals.count > REFUSALS_PER_SECOND && id === null) return;
    if (this.#refusals.count <= REFUSALS_PER_SECOND) this.#options.observe(event);
    this.#out.write(refusal).catch(() => this.#finish());
  }

  /** Reads no faster than the client reads. */
  #throttle(): void {
    if (this.#out.waiting() <= MAX_WAITING || this.#options.input.isPaused()) return;
    this.#options.input.pause();
    this.#out.flushed().then(() => this.#options.input.resume());
  }

  #finish(): void {
    if (this.#state === "closed") return;
    this.close();
    this.#out.flushed().then(() => this.#options.ended());
  }
}
