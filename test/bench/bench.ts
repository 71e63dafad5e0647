import { benchCall } from "./call.ts";
import { benchCaseBook } from "./casebook.ts";
import { benchIncidents } from "./incidents.ts";
import { benchJson } from "./json.ts";
import { benchList } from "./list.ts";
import { benchModels } from "./models.ts";
import { benchRepairs } from "./repairs.ts";
import { benchSize } from "./size.ts";
import { benchStart } from "./start.ts";
import { benchTokens } from "./tokens.ts";

/** Takes one line of a table. */
export type Print = (line: string) => void;

/** How much is measured. */
export interface Scale {
  /** Few rounds of everything: shows that it runs, not how fast. */
  readonly quick: boolean;
}

/** A benchmark; it prints a table of its own, line by line. */
type Bench = (print: Print, scale: Scale) => Promise<void>;

const BENCHES: Readonly<Record<string, Bench>> = {
  start: benchStart,
  call: benchCall,
  json: benchJson,
  tokens: benchTokens,
  list: benchList,
  size: benchSize,
  models: benchModels,
  casebook: benchCaseBook,
  repairs: benchRepairs,
  incidents: benchIncidents,
};

const QUICK = "--quick";

/** Runs the named benchmarks in turn, all where none is named; with `--quick` in a few rounds. Throws on a name that none has. */
export const bench = async (print: Print, args: readonly string[] = []): Promise<void> => {
  const names = args.filter((name) => name !== QUICK);
  const chosen = names.length === 0 ? Object.keys(BENCHES) : names;
  const unknown = chosen.filter((name) => !Object.hasOwn(BENCHES, name));
  if (unknown.length > 0) {
    throw new Error(`No benchmark is called ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}`);
  }
  print(`Node ${process.version}, ${process.platform} ${process.arch}`);
  for (const name of chosen) await BENCHES[name]?.(print, { quick: args.includes(QUICK) });
};
