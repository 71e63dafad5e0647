import { expect, test } from "vitest";
import { onInterrupt } from "../../src/commands/interrupt.ts";

/** A process whose signals are sent by hand. */
const interruptible = () => {
  const listeners = new Map<string, () => void>();
  const exits: number[] = [];
  const interrupt = onInterrupt({ on: (name, press) => listeners.set(name, press), exit: (code) => exits.push(code) });
  return { interrupt, exits, send: (name: string) => listeners.get(name)?.() };
};

test("nothing is called off before a signal", () => {
  const { interrupt } = interruptible();
  expect([interrupt.signal.aborted, interrupt.code()]).toEqual([false, undefined]);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
])("%s calls the work off and gives %d; a second signal ends the process with it", (name, code) => {
  const { interrupt, exits, send } = interruptible();
  send(name);
  expect([interrupt.signal.aborted, interrupt.code(), exits]).toEqual([true, code, []]);
  send("SIGINT");
  expect(exits).toEqual([code]);
});
