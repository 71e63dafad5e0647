import type { Kind } from "./kinds.ts";

/**
 * The headings the docs show the settings under. `connection` groups say which cluster and as whom: when the environment holds
 * any of them, a `.env` lying in the working directory is not used.
 */
export const GROUPS = {
  cluster: { heading: "Which cluster", connection: true },
  login: { heading: "Which login", connection: true },
  oauth: { heading: "Client credentials: SaaS, or Self-Managed with an identity provider", connection: true },
  cookie: { heading: "User and password: Self-Managed", connection: true },
  basic: { heading: "Basic authentication: 8.8 and later", connection: true },
  bearer: { heading: "A ready token", connection: true },
  certificates: { heading: "Certificates", connection: true },
  limits: { heading: "Limits", connection: false },
  behaviour: { heading: "Behaviour", connection: false },
} as const;

export type Group = keyof typeof GROUPS;

/** One setting: declared once, from which reading, docs, redaction and messages follow. */
export interface Setting<T = unknown> {
  /** The variable it is set by. */
  readonly name: string;
  /** Other names of the same setting, in order of precedence after `name`. */
  readonly aliases?: readonly string[];
  readonly kind: Kind<T>;
  /** The value where nothing is set; absent when there is none, or when it depends on other settings (`otherwise`). */
  readonly default?: T;
  /** For the docs: in words, what applies where nothing is set. */
  readonly otherwise?: string;
  /** Never shown, and also read from the file named by `NAME_FILE`. */
  readonly secret?: true;
  /** A `.env` lying in the working directory may set it. */
  readonly dotenv?: true;
  readonly group: Group;
  /** One sentence for the docs. */
  readonly about: string;
  /** A value to show in the docs. */
  readonly example?: string;
}

/** All names of a setting, in order of precedence. */
export const namesOf = (setting: Setting): readonly string[] => [setting.name, ...(setting.aliases ?? [])];

/** The variable that names a file with the value of a secret. */
export const fileVariable = (name: string): string => `${name}_FILE`;

/** Every variable that can set it: its names, and for a secret the same with `_FILE`. */
export const variablesOf = (setting: Setting): readonly string[] =>
  setting.secret ? namesOf(setting).flatMap((name) => [name, fileVariable(name)]) : namesOf(setting);
