/** What a text answer states, read back: every value as the text shows it. */
export type Told = string | TellsRow | readonly TellsRow[];

interface TellsRow {
  readonly [member: string]: Told;
}

const INDENT = "  ";
const HEAD = /^(\w+): ?(.*)$/s;

const constantsOf = (line: string | undefined): Record<string, string> =>
  Object.fromEntries(
    (line?.startsWith("all:\t") ? line.slice(5).split("\t") : []).map((said) => {
      const at = said.indexOf("=");
      return [said.slice(0, at), said.slice(at + 1)];
    }),
  );

/** Rows of a table: what all share, a header, a line each, and what its marks stand for. */
const readTable = (lines: readonly string[], count: number): readonly TellsRow[] => {
  const shared = constantsOf(lines[0]);
  const [header = "", ...rest] = lines[0]?.startsWith("all:\t") ? lines.slice(1) : lines;
  const columns = header.split("\t");
  const legend = new Map(
    rest.slice(count).map((line) => {
      const at = line.indexOf(":\t");
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
  return rest.slice(0, count).map((line) => {
    const cells = line.split("\t");
    const own = columns.flatMap((name, index) => {
      const text = cells[index] ?? "";
      return text === "" ? [] : [[name, legend.get(text) ?? text]];
    });
    return { ...shared, ...Object.fromEntries(own) };
  });
};

const fieldsOf = (lines: readonly string[]): TellsRow =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value = ""] = HEAD.exec(line) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
  );

/** Reads the text of an answer with fields and parts; its notices come as one. */
export const readText = (text: string): TellsRow => {
  const lines = text.split("\n");
  const told: Record<string, Told> = {};
  const notices: string[] = [];
  lines.forEach((line, index) => {
    const [, name, value = ""] = line.startsWith(INDENT) ? [] : (HEAD.exec(line) ?? []);
    if (name === undefined) return;
    const end = lines.findIndex((one, at) => at > index && !one.startsWith(INDENT));
    const below = lines.slice(index + 1, end === -1 ? undefined : end).map((one) => one.slice(INDENT.length));
    if (name === "note") notices.push(value);
    else if (below.length === 0) told[name] = value;
    else told[name] = value === "" ? fieldsOf(below) : readTable(below, Number(value));
  });
  return notices.length === 0 ? told : { ...told, notices: notices.join("\n") };
};
