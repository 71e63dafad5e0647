import { benchCaseBook } from "./casebook.ts";
import { benchModels } from "./models.ts";

/** Runs every benchmark in turn; each prints its table through `print`. */
export const bench = async (print: (line: string) => void): Promise<void> => {
  print(`Node ${process.version}, ${process.platform} ${process.arch}`);
  await benchModels(print);
  await benchCaseBook(print);
};
