import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/server";
import type { Clock } from "../clock.ts";
import type { Opened } from "./opening.ts";
import type { Wire } from "./wire.ts";

/** After the first answer to `tools/list`: time for the client to read it, before loading keeps the process busy. */
const READING_MS = 20;

export interface ReceptionOptions {
  readonly clock: Clock;
  /** Answers what can be answered at once. */
  readonly open: (message: JSONRPCMessage) => Opened;
  /** Loads everything and attaches the SDK to this transport. */
  readonly attach: (transport: Transport) => Promise<void>;
}

/**
 * Stands between the wire and an SDK that is not loaded yet. Answers what a client asks first; the first message that it cannot
 * answer, or a moment after the tools were listed, has the SDK loaded. That is then told everything that was answered already, and
 * its own answers to it are dropped, so that it knows the whole conversation; only then comes what has been waiting.
 */
export class Reception implements Transport {
  onmessage?: ((message: JSONRPCMessage) => void) | undefined;
  onclose?: (() => void) | undefined;

  readonly #wire: Wire;
  readonly #options: ReceptionOptions;
  #state: "receiving" | "loading" | "telling" | "open" = "receiving";
  /** What was answered here, in its order. */
  #taken: JSONRPCMessage[] = [];
  #waiting: JSONRPCMessage[] = [];
  /** Ids of the requests among what was taken; while the SDK is told of them, those that it has not answered yet. */
  readonly #answered = new Set<string | number>();

  constructor(wire: Wire, options: ReceptionOptions) {
    this.#wire = wire;
    this.#options = options;
    wire.onmessage = (message) => this.#receive(message);
    wire.onclose = () => this.onclose?.();
  }

  /** Nothing to do: the wire reads already. */
  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    const id = this.#state !== "telling" || "method" in message ? undefined : message.id;
    if (id === undefined || !this.#answered.delete(id)) await this.#wire.send(message);
    else if (this.#answered.size === 0) this.#goOn();
  }

  async close(): Promise<void> {
    await this.#wire.close();
  }

  #receive(message: JSONRPCMessage): void {
    if (this.#state === "open") this.onmessage?.(message);
    else if (this.#state !== "receiving" || !this.#answer(message)) {
      this.#waiting.push(message);
      this.#load();
    }
  }

  /** Answers a message, if that is possible without the SDK. */
  #answer(message: JSONRPCMessage): boolean {
    const id = "id" in message ? message.id : undefined;
    if (id !== undefined && this.#answered.has(id)) return false;
    const opened = this.#options.open(message);
    if (opened === undefined) return false;
    this.#taken.push(message);
    if (id !== undefined) this.#answered.add(id);
    const written = opened.answer === undefined ? undefined : this.#wire.send(opened.answer);
    if ("method" in message && message.method === "tools/list") {
      written?.then(() => this.#options.clock.after(READING_MS, () => this.#load()));
    }
    return true;
  }

  #load(): void {
    if (this.#state !== "receiving") return;
    this.#state = "loading";
    this.#options.attach(this).then(() => this.#tell());
  }

  #tell(): void {
    this.#state = "telling";
    for (const message of this.#taken) this.onmessage?.(message);
    this.#taken = [];
    if (this.#answered.size === 0) this.#goOn();
  }

  #goOn(): void {
    this.#state = "open";
    for (const message of this.#waiting) this.onmessage?.(message);
    this.#waiting = [];
  }
}
