/** What became of the text of a variable: its value (a warning may go with it), or what is wrong and what to do. Neither repeats the text. */
export type Parsed<T> =
  | { readonly value: T; readonly warning?: string }
  | { readonly problem: string; readonly remedy: string };

/** How the text of a variable is understood. */
export interface Kind<T> {
  /** In the docs: what may be written, e.g. `URL`, `100 to 600000`. */
  readonly shown: string;
  /** The words there are to choose from, where it is one of a list. */
  readonly words?: readonly string[];
  /** Takes trimmed text that is not empty. */
  readonly parse: (text: string) => Parsed<T>;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const CONTROL = /[\u0000-\u001f\u007f]/;

const matching = (
  shown: string,
  allowed: (text: string) => boolean,
  problem: string,
  remedy: string,
): Kind<string> => ({
  shown,
  parse: (value) => (allowed(value) ? { value } : { problem, remedy }),
});

const withoutControl = (shown: string): Kind<string> =>
  matching(
    shown,
    (value) => !CONTROL.test(value),
    "contains a line break or another control character",
    "write it again on one line",
  );

/** Free text on one line. */
export const text = withoutControl("text");

/** The path of a file; relative ones count from the working directory. */
export const path = withoutControl("path of a file");

/** The path of a directory, which need not be there; relative ones count from the working directory. */
export const directory: Kind<string> = {
  shown: "path of a directory",
  parse: (value) =>
    value.startsWith("~")
      ? { problem: "begins with ~, which only a shell understands", remedy: "write the whole path" }
      : text.parse(value),
};

/** A user name for Basic authentication, whose format uses the colon for itself. */
export const basicUser: Kind<string> = {
  shown: "text",
  parse: (value) =>
    value.includes(":")
      ? { problem: "contains a colon, which Basic authentication cannot carry", remedy: "use a user name without one" }
      : text.parse(value),
};

/** One part of a host name or of a path: the derived addresses of the cloud are built from these. */
export const label = matching(
  "letters, digits and hyphens",
  (value) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(value),
  "has characters other than letters, digits and hyphens",
  "copy it from Camunda Console, where the cluster and its API clients are shown",
);

/** A token as an Authorization header carries it. */
export const token = matching(
  "text",
  (value) => /^[\x21-\x7e]+$/.test(value),
  "contains white space or characters that a header cannot carry",
  "give the token alone, without the word Bearer in front",
);

/** A version of Camunda 8, e.g. `8.6`; what follows the second number does not count. */
export const version: Kind<string> = {
  shown: "8.0 to 8.9",
  parse: (written) => {
    const [, minor] = /^8\.(\d{1,2})(?:[.-][\w.-]*)?$/.exec(written) ?? [];
    return minor === undefined
      ? { problem: "is no version of Camunda 8", remedy: "write it like 8.6, or leave it out to have it inferred" }
      : { value: `8.${Number(minor)}` };
  },
};

/** A whole number within bounds, both included. */
export const int = (least: number, most: number): Kind<number> => ({
  shown: `${least} to ${most}`,
  parse: (digits) => {
    const value = /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
    return value >= least && value <= most
      ? { value }
      : {
          problem: `is not a whole number from ${least} to ${most}`,
          remedy: "write digits only, or leave it out for the default",
        };
  },
});

/** Words separated by commas, in lower case. */
export const list: Kind<readonly string[]> = {
  shown: "words separated by commas",
  parse: (written) => {
    const words = written.split(",").map((each) => each.trim().toLowerCase());
    return words.every((each) => /^[a-z_]{1,60}$/.test(each))
      ? { value: words }
      : { problem: "is no list of names", remedy: "write names separated by commas, e.g. data,work" };
  },
};

/** One word of a list, in any case. */
export const word = <W extends string>(words: readonly W[]): Kind<W> => ({
  shown: words.join(", "),
  words,
  parse: (written) => {
    const value = words.find((each) => each.toLowerCase() === written.toLowerCase());
    return value === undefined
      ? { problem: "is none of the known words", remedy: `set it to one of ${words.join(", ")}, or leave it out` }
      : { value };
  },
});

/** Permission for something risky: only the exact word `true` gives it, and any word but `true` and `false` is reported. */
export const flag: Kind<boolean> = {
  shown: "true",
  parse: (written) => {
    if (written === "true") return { value: true };
    return written === "false"
      ? { value: false }
      : { value: false, warning: "counts as off: only the exact word true switches it on" };
  },
};
