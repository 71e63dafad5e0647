import { benchCaseBook } from "./casebook.ts";
import { benchIncidents } from "./incidents.ts";
import { benchModels } from "./models.ts";
import { benchRepairs } from "./repairs.ts";

/** A benchmark; it prints a table of its own, line by line. */
type Bench = (print: (line: string) => void) => Promise<void>;

const BENCHES: Readonly<Record<string, Bench>> = {
  models: benchModels,
  casebook: benchCaseBook,
  repairs: benchRepairs,
  incidents: benchIncidents,
};

/** Runs the named benchmarks in turn, all where none is named. Throws on a name that none has. */
export const bench = async (print: (line: string) => void, names: readonly string[] = []): Promise<void> => {
  const chosen = names.length === 0 ? Object.keys(BENCHES) : names;
  const unknown = chosen.filter((name) => !Object.hasOwn(BENCHES, name));
  if (unknown.length > 0) {
    throw new Error(`No benchmark is called ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}`);
  }
  print(`Node ${process.version}, ${process.platform} ${process.arch}`);
  for (const name of chosen) await BENCHES[name]?.(print);
};
