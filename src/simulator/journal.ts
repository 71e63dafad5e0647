import type { Json } from "./json.ts";
import type { Proof } from "./login/gate.ts";

/** One request as the cluster saw it. */
export interface Entry {
  /** Wall clock on arrival, milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** Path as it was sent, with the context path, without the query. */
  readonly path: string;
  /** Query as it was sent, without the question mark. */
  readonly query: string;
  /** Headers by name in lower case, with their values. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON or a form read (integers beyond 2^53 as bigint), other text as it is; undefined without a body. */
  readonly body: Json | undefined;
  /** What the request proved who it is with; undefined when it proved nothing. */
  readonly login: Proof | undefined;
  /** Status of the answer; undefined when none was sent. */
  readonly status: number | undefined;
}

/** The requests a cluster has seen, in the order of their arrival; the oldest go when there are more than 10,000. */
export interface Journal {
  readonly entries: readonly Entry[];
  /** The requests to a path, given as a part of it or as a pattern. */
  to(path: string | RegExp): readonly Entry[];
  clear(): void;
}

type Writable = { -readonly [Name in keyof Entry]: Entry[Name] };

const KEPT = 10_000;

/** Opens a journal; `record` writes into it and gives the function that notes the status. */
export const openJournal = (): {
  journal: Journal;
  record: (entry: Omit<Entry, "status">) => (status: number) => void;
} => {
  const entries: Writable[] = [];
  return {
    journal: {
      entries,
      to: (path) =>
        entries.filter((entry) => (typeof path === "string" ? entry.path.includes(path) : path.test(entry.path))),
      clear: () => {
        entries.length = 0;
      },
    },
    record: (seen) => {
      const entry: Writable = { ...seen, status: undefined };
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
      return (status) => {
        entry.status = status;
      };
    },
  };
};
