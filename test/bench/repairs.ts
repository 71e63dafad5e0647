import { repair } from "../casebook/repair-loop.ts";
import { REPAIRS } from "../casebook/repairs.ts";

const bytes = (text: string): number => Buffer.byteLength(text);

/** The calls that repair each situation, with the bytes of their text, and how many requests changed something. */
export const benchRepairs = async (print: (line: string) => void): Promise<void> => {
  print(`\n${["repair", "calls", "text", "changes", "sequence"].join("\t")}`);
  for (const one of REPAIRS) {
    const closers: (() => Promise<void>)[] = [];
    const { calls, writes } = await repair(one, (close) => closers.push(close));
    const text = calls.reduce((sum, { answer }) => sum + bytes(answer.text), 0);
    print([one.name, calls.length, text, writes, calls.map(({ tool }) => tool).join(" > ")].join("\t"));
    for (const close of closers) await close();
  }
};
