import type { ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { Answer } from "./answer.ts";
import type { Fault } from "./faults.ts";

/** What may go wrong on the wire with an answer that is otherwise right. */
export type WireFault = Extract<Fault, { kind: "delay" | "drip" | "reset" | "truncated" | "silence" | "garbage" }>;

/** Sends an answer, with what goes wrong on the way. Ends early when the other side is gone. */
export const deliver = async (
  response: ServerResponse,
  answer: Answer,
  fault: WireFault | undefined,
  clock: Clock,
): Promise<void> => {
  switch (fault?.kind) {
    case undefined:
      return send(response, answer);
    case "delay":
      if (await pause(response, fault.ms, clock)) send(response, answer);
      return;
    case "drip":
      return drip(response, answer, fault, clock);
    case "reset":
      return reset(response, answer, fault.within === "body");
    case "truncated":
      return send(response, { ...answer, body: firstHalf(answer).toString("utf8") });
    case "silence":
      return;
    case "garbage":
      response.socket?.end("\u0016\u0003 220 this is not the protocol you are looking for\r\n\r\n");
      return;
  }
};

const firstHalf = (answer: Answer): Buffer => {
  const bytes = Buffer.from(answer.body);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
};

const begin = (response: ServerResponse, { status, headers, body }: Answer): void => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 204) response.setHeader("content-length", Buffer.byteLength(body));
  response.writeHead(status);
};

const send = (response: ServerResponse, answer: Answer): void => {
  begin(response, answer);
  response.end(answer.body);
};

const drip = async (
  response: ServerResponse,
  answer: Answer,
  { bytes, ms }: { readonly bytes: number; readonly ms: number },
  clock: Clock,
): Promise<void> => {
  begin(response, answer);
  response.flushHeaders();
  const body = Buffer.from(answer.body);
  for (let at = 0; at < body.length; at += bytes) {
    if (!(await pause(response, ms, clock))) return;
    response.write(body.subarray(at, at + bytes));
  }
  response.end();
};

const reset = (response: ServerResponse, answer: Answer, withinBody: boolean): void => {
  const { socket } = response;
  if (!withinBody) {
    socket?.resetAndDestroy();
    return;
  }
  begin(response, answer);
  response.write(firstHalf(answer), () => socket?.resetAndDestroy());
};

/** Waits; false when the other side went away meanwhile. */
const pause = async (response: ServerResponse, ms: number, clock: Clock): Promise<boolean> => {
  const gone = new AbortController();
  const leave = () => gone.abort();
  response.once("close", leave);
  try {
    await clock.sleep(ms, gone.signal);
    return true;
  } catch {
    return false;
  } finally {
    response.off("close", leave);
  }
};
