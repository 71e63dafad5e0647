import type { Level } from "../log.ts";

/** Where a value was read: shown by `whoami` for the address, so that nobody wonders which cluster is being asked. */
export interface Source {
  /** The variable as it was written, e.g. `OPERATE_BASE_URL`; several joined by ` and ` where the value was derived from them. */
  readonly variable: string;
  /** `environment`, the path given to `--env-file`, or `.env`. */
  readonly from: string;
}

/** One address of the cluster: no trailing slash, no `/v1` or `/v2`, no user info, query or fragment. */
export interface Base {
  readonly url: URL;
  readonly source: Source;
}

/** The choices of `OPERATE_MCP_API`. */
export const APIS = ["auto", "v1", "v2"] as const;

/** The choices of `OPERATE_MCP_STRUCTURED`. */
export const STRUCTURED = ["auto", "on", "off"] as const;

/** The logins there are, by the names `CAMUNDA_AUTH_STRATEGY` gives them. */
export const STRATEGIES = ["OAUTH", "COOKIE", "BASIC", "BEARER", "NONE"] as const;

export type Strategy = (typeof STRATEGIES)[number];

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

/** A proxy, and the variable that names it. */
export interface ProxyServer {
  /** Scheme, host and port alone. */
  readonly url: URL;
  /** `HTTPS_PROXY` or `HTTP_PROXY`, as it was written. */
  readonly variable: string;
  /** Value of the header `Proxy-Authorization`; absent where no user is named. */
  readonly authorization?: string;
}

/** Where no proxy is used: a host with all that is below it, or `*`; on every port unless one is given. */
export interface Exemption {
  readonly host: string;
  readonly port?: number;
}

/** The proxies for addresses that begin with https and with http, and what is reached without. */
export interface Proxies {
  readonly https?: ProxyServer;
  readonly http?: ProxyServer;
  readonly exempt: readonly Exemption[];
}

/** How much is logged. */
export type LogLevel = Level;

/** All settings, read once, checked and ready to use. After this nobody sees the name of a variable. */
export interface Config {
  /** Base of Operate, and of the Orchestration Cluster; at least one is set. */
  readonly operate?: Base;
  readonly rest?: Base;
  readonly login: Login;
  readonly certificates: Certificates;
  /** Absent: everything is reached directly. */
  readonly proxies?: Proxies;
  /** Largest result in bytes, each channel on its own. */
  readonly maxResultBytes: number;
  /** Longest time for one tool call in milliseconds. */
  readonly timeoutMs: number;
  /** Most rows one scan looks at. */
  readonly maxScanRows: number;
  /** Whether anything may be changed on the cluster. */
  readonly allowWrites: boolean;
  /** Most things that are changed by one confirmation. */
  readonly maxWriteItems: number;
  /** More parts of names whose values are masked, or only `off`. */
  readonly redact: readonly string[];
  /** Which API to use; `auto` finds out. */
  readonly api: (typeof APIS)[number];
  /** Absolute path of the directory where tokens are kept for the next process; absent: nowhere. */
  readonly tokenCacheDir?: string;
  /** What a cluster is that does not tell its version, e.g. `8.5`. */
  readonly clusterVersion?: string;
  /** The only tenant that is shown. */
  readonly tenantId?: string;
}

/** One thing wrong with the settings: which variable, what is wrong, what to do. Never holds the value of a setting. */
export interface Problem {
  readonly variable: string;
  readonly problem: string;
  readonly remedy: string;
}

/** What is known whether or not the settings are usable. */
interface Always {
  /** Secret values that were found, for redaction. */
  readonly secrets: readonly string[];
  /** What to tell the person who set this up, e.g. about ignored lines of a `.env`; holds no value. */
  readonly warnings: readonly string[];
  readonly logLevel: LogLevel;
  /** Those to offer: the one that changes things is among them where that is allowed, and only there. */
  readonly toolsets: readonly string[];
  readonly excludeTools: readonly string[];
  /** The only tenant that is shown; absent: all that the user may see. */
  readonly tenantId?: string;
  /** Whether results are structures as well as text; `auto` decides by the client. */
  readonly structured: (typeof STRUCTURED)[number];
}

/** The settings, or everything that is wrong with them at once. */
export type Settings = Always & ({ readonly config: Config } | { readonly problems: readonly Problem[] });
