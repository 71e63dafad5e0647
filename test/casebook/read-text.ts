/** What a text answer states, read back: every value as the text shows it. */
export type Told = string | TellsRow | readonly TellsRow[];

/** Values by their names. */
export interface TellsRow {
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

/** One name of an answer with what follows it: on its line, and on the indented lines below. */
export interface Block {
  readonly name: string;
  readonly value: string;
  readonly below: readonly string[];
}

/** The text of an answer with fields and parts, name by name. */
export const blocksOf = (text: string): readonly Block[] => {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const [, name, value = ""] = line.startsWith(INDENT) ? [] : (HEAD.exec(line) ?? []);
    if (name === undefined) return [];
    const end = lines.findIndex((one, at) => at > index && !one.startsWith(INDENT));
    const below = lines.slice(index + 1, end === -1 ? undefined : end).map((one) => one.slice(INDENT.length));
    return [{ name, value, below }];
  });
};

/** What a name of an answer states; a long text is not told from fields. */
export const toldBy = ({ value, below }: Block): Told => {
  if (below.length === 0) return value;
  return value === "" ? fieldsOf(below) : readTable(below, Number(value));
};

const CALLS = ["tool", "arguments", "why"];

/** What all blocks of an answer state, name by name: calls to make next are a line each. */
export const toldByAll = (blocks: readonly Block[]): TellsRow => {
  const next = blocks.flatMap(({ name, value }) => (name === "next" ? [value.split("\t")] : []));
  const calls = next.map((cells) => Object.fromEntries(cells.map((text, index) => [CALLS[index], text])));
  const others = blocks.filter(({ name }) => name !== "next");
  const told = Object.fromEntries(others.map((block) => [block.name, toldBy(block)] as const));
  return calls.length === 0 ? told : { ...told, next: calls };
};

/** Reads the text of an answer with fields and parts; its notices come as one. */
export const readText = (text: string): TellsRow => {
  const blocks = blocksOf(text);
  const notices = blocks.flatMap(({ name, value }) => (name === "note" ? [value] : []));
  const told = toldByAll(blocks.filter(({ name }) => name !== "note"));
  return notices.length === 0 ? told : { ...told, notices: notices.join("\n") };
};

/** What the text of a list states. */
export interface ToldList {
  readonly items: readonly TellsRow[];
  readonly total: number;
  readonly totalIsExact: boolean;
  readonly notices: readonly string[];
  readonly next: string | undefined;
}

const LIST_HEAD = /^[a-z ]+: (\d+) shown, (at least )?(\d+) in all$/;

/** Reads the text of a list. */
export const readList = (text: string): ToldList => {
  const [head = "", ...lines] = text.split("\n");
  const [, count = "0", atLeast, total = "0"] = LIST_HEAD.exec(head) ?? [];
  const following = (mark: string) => lines.flatMap((line) => (line.startsWith(mark) ? [line.slice(mark.length)] : []));
  const rows = lines.filter((line) => !/^(?:note|page\.next): /.test(line));
  return {
    items: Number(count) === 0 ? [] : readTable(rows, Number(count)),
    total: Number(total),
    totalIsExact: atLeast === undefined,
    notices: following("note: "),
    next: following("page.next: ")[0],
  };
};
