import type { Readable, Writable } from "node:stream";
import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/server";
import type { Clock } from "../clock.ts";
import { member } from "../narrow.ts";
import { type Accepted, isId, type Refused, readFrame, refuseDuplicate, refuseTooLong } from "./frames.ts";
import { splitLines } from "./lines.ts";
import { type Outbox, outbox } from "./outbox.ts";

/** Longest line that is read, in bytes. */
const MAX_LINE = 1_048_576;
/** More bytes than this waiting to be written, and no more is read. */
const MAX_WAITING = 16 * 1_048_576;
/** Malformed lines per second that are logged, and that are answered when they have no id to answer to. */
const REFUSALS_PER_SECOND = 10;
/** After the client has closed its end: time for running calls. */
const GRACE_MS = 1000;
/** At the end: time for what waits to be written. */
const FLUSH_MS = 500;

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

  readonly #options: WireOptions;
  readonly #out: Outbox;
  /** Ids of the requests that wait for their answer. */
  readonly #running = new Set<string | number>();
  #state: "open" | "ending" | "closed" = "open";
  #refusals = { second: 0, count: 0 };

  constructor(options: WireOptions) {
    this.#options = options;
    this.#out = outbox(options.output);
    const lines = splitLines({
      limit: MAX_LINE,
      line: (bytes) => this.#receive(bytes),
      tooLong: (id) => this.#refuse(refuseTooLong(id, MAX_LINE), "line too long"),
    });
    const { input, output } = options;
    input.on("data", (chunk: Buffer) => {
      lines.push(chunk);
      this.#throttle();
    });
    input.on("end", () => lines.end());
    for (const event of ["end", "close", "error"]) input.on(event, () => this.#end());
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

  /** Ends at once: running calls are aborted, what is already on its way out is still written. */
  async close(): Promise<void> {
    this.#finish();
  }

  #receive(bytes: Buffer): void {
    if (this.#state !== "open") return;
    const frame = readFrame(bytes);
    if ("refusal" in frame) this.#refuse(frame, "malformed line");
    else if (frame.id !== undefined && this.#running.has(frame.id) && frame.method !== undefined) {
      this.#refuse(refuseDuplicate(frame.id), "duplicate id");
    } else {
      this.#track(frame);
      this.onmessage?.(frame.message);
    }
  }

  /** Keeps count of the calls that the end waits for. A subscription stays open for ever, and a cancelled call is never answered. */
  #track({ message, id, method }: Accepted): void {
    if (id !== undefined && method !== undefined && method !== "subscriptions/listen") this.#running.add(id);
    if (id !== undefined || method !== "notifications/cancelled" || !("params" in message)) return;
    const cancelled = member(message.params, "requestId");
    if (isId(cancelled)) this.#running.delete(cancelled);
  }

  #refuse({ refusal, id }: Refused, event: string): void {
    const second = Math.floor(this.#options.clock.mono() / 1000);
    if (this.#refusals.second !== second) this.#refusals = { second, count: 0 };
    this.#refusals.count += 1;
    const isFlood = this.#refusals.count > REFUSALS_PER_SECOND;
    if (!isFlood) this.#options.observe(event);
    if (!isFlood || id !== null) this.#out.write(refusal).catch(() => this.#finish());
  }

  /** Reads no faster than the client reads. */
  #throttle(): void {
    const { input } = this.#options;
    if (this.#out.waiting() <= MAX_WAITING || input.isPaused()) return;
    input.pause();
    this.#out.flushed().then(() => input.resume());
  }

  /** The client is gone: nothing more is read, running calls get a moment to finish and to be written. */
  #end(): void {
    if (this.#state !== "open") return;
    this.#state = "ending";
    if (this.#running.size === 0) this.#finish();
    else this.#options.clock.sleep(GRACE_MS).then(() => this.#finish());
  }

  #finish(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.onclose?.();
    const { clock, ended } = this.#options;
    Promise.race([this.#out.flushed(), clock.sleep(FLUSH_MS)]).then(ended);
  }
}
