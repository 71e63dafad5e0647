/** Where a value was read: shown by `whoami` for the address, so that nobody wonders which cluster is being asked. */
export interface Source {
  /** The variable as it was written, e.g. `OPERATE_BASE_URL`. */
  readonly variable: string;
  /** `environment`, the path given to `--env-file`, or `.env`. */
  readonly from: string;
}

/** One address of the cluster: no trailing slash, no `/v1` or `/v2`, no user info, query or fragment. */
export interface Base {
  readonly url: URL;
  /** Absent when the address was derived, e.g. from cluster id and region. */
  readonly source: Source;
}

/** How to log in, decided once from the settings. */
export type Login =
  | {
      readonly strategy: "OAUTH";
      readonly tokenUrl: URL;
      readonly clientId: string;
      readonly clientSecret: string;
      /** Audience of the token for each API; absent means that none is sent. */
      readonly audience: { readonly v1?: string; readonly v2?: string };
      readonly scope?: string;
      /** Camunda's own cloud: its token service throttles, and refuses for a while after a wrong secret. */
      readonly saas: boolean;
    }
  | {
      readonly strategy: "COOKIE";
      readonly username: string;
      readonly password: string;
      /** Absent: the path follows the API generation that was found. */
      readonly loginUrl?: URL;
    }
  | { readonly strategy: "BASIC"; readonly username: string; readonly password: string }
  | { readonly strategy: "BEARER"; readonly token: string }
  | { readonly strategy: "NONE" };

/** Certificates, read from their files: PEM text. */
export interface Certificates {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
}

export type LogLevel = "error" | "warn" | "info" | "debug";

/** All settings, read once, checked and ready to use. After this nobody sees the name of a variable. */
export interface Config {
  /** Base of Operate, and of the Orchestration Cluster; at least one is set. */
  readonly operate?: Base;
  readonly rest?: Base;
  readonly login: Login;
  readonly certificates: Certificates;
  /** Largest result in bytes, each channel on its own. */
  readonly maxResultBytes: number;
  /** Longest time for one tool call in milliseconds. */
  readonly timeoutMs: number;
  /** Most rows one scan looks at. */
  readonly maxScanRows: number;
  /** What to tell the person who set this up, e.g. about ignored lines of a `.env`; holds no value. */
  readonly warnings: readonly string[];
}

/** One thing wrong with the settings: which variable, what is wrong, what to do. Never holds a secret. */
export interface Problem {
  readonly variable: string;
  readonly problem: string;
  readonly remedy: string;
}

/** The settings, or everything that is wrong with them at once. */
export type Settings =
  | { readonly config: Config; readonly secrets: readonly string[] }
  | { readonly problems: readonly Problem[]; readonly secrets: readonly string[] };
