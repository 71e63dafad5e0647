import { LOG_LEVELS } from "../log.ts";
import { APIS, STRUCTURED } from "./config.ts";
import { directory, flag, int, list, text, version, word } from "./kinds.ts";
import type { Setting } from "./setting.ts";

/** What is offered unless told otherwise. */
const DEFAULT_TOOLSETS: readonly string[] = ["data", "troubleshoot"];

/** Limits and choices; in the order of the docs. */
export const behaviourSettings = {
  maxResultBytes: {
    name: "OPERATE_MCP_MAX_RESULT_BYTES",
    kind: int(4000, 1_000_000),
    default: 32_000,
    group: "limits",
    about: "Largest result in bytes; four bytes are about one token.",
  },
  timeoutMs: {
    name: "OPERATE_MCP_TIMEOUT_MS",
    kind: int(100, 600_000),
    default: 45_000,
    group: "limits",
    about: "Longest time for one tool call, in milliseconds.",
  },
  maxScanRows: {
    name: "OPERATE_MCP_MAX_SCAN_ROWS",
    kind: int(1, 10_000_000),
    default: 100_000,
    group: "limits",
    about: "Most rows that one call reads, where it has to count or match them itself.",
  },
  maxWriteItems: {
    name: "OPERATE_MCP_MAX_WRITE_ITEMS",
    kind: int(1, 1000),
    default: 100,
    group: "limits",
    about: "Most things that one confirmation lets a tool of `repair` change.",
  },
  api: {
    name: "OPERATE_MCP_API",
    kind: word(APIS),
    default: "auto" as const,
    group: "behaviour",
    about: "The API to use: `v1` is that of Operate, `v2` that of the Orchestration Cluster, `auto` finds out.",
  },
  toolsets: {
    name: "OPERATE_MCP_TOOLSETS",
    kind: list,
    default: DEFAULT_TOOLSETS,
    group: "behaviour",
    about:
      "Groups of tools to offer: `data` reads, `troubleshoot` explains, `work` adds jobs and user tasks (8.8 and later).",
    example: "data,troubleshoot,work",
  },
  excludeTools: {
    name: "OPERATE_MCP_EXCLUDE_TOOLS",
    kind: list,
    otherwise: "nothing is left out",
    group: "behaviour",
    about: "Tools to leave out, by name; this wins over the toolsets.",
    example: "search_variables,get_variable",
  },
  structured: {
    name: "OPERATE_MCP_STRUCTURED",
    kind: word(STRUCTURED),
    default: "auto" as const,
    group: "behaviour",
    about:
      "Whether results are structures as well as text: `on`, `off`, or `auto` for on except to clients known to hide the text then.",
  },
  clusterVersion: {
    name: "OPERATE_MCP_CLUSTER_VERSION",
    kind: version,
    otherwise: "inferred from the answers",
    group: "behaviour",
    about: "Version of a cluster whose Operate API does not tell it, where inferring it falls short.",
    example: "8.5",
  },
  tenantId: {
    name: "CAMUNDA_TENANT_ID",
    kind: text,
    otherwise: "every tenant that the user may see",
    dotenv: true,
    group: "behaviour",
    about:
      "Restricts everything to this tenant: the argument `tenantId` vanishes, and what other tenants have is not found.",
    example: "<default>",
  },
  redact: {
    name: "OPERATE_MCP_REDACT",
    kind: list,
    otherwise:
      "values whose name says password, secret, token, api key, authorization, credential or private key are masked",
    group: "behaviour",
    about: "More parts of names whose values are masked, `*` for anything; `off` shows all values.",
    example: "iban,taxId",
  },
  allowWrites: {
    name: "OPERATE_MCP_ALLOW_WRITES",
    kind: flag,
    default: false,
    group: "behaviour",
    about: "Exactly `true` adds the toolset `repair`, which can change what runs on the cluster.",
    example: "true",
  },
  allowInsecure: {
    name: "OPERATE_MCP_ALLOW_INSECURE",
    kind: flag,
    default: false,
    group: "behaviour",
    about: "Exactly `true` allows plain http to other machines, which shows the credentials to everyone on the way.",
    example: "true",
  },
  useProxy: {
    name: "OPERATE_MCP_USE_PROXY",
    kind: flag,
    default: false,
    group: "behaviour",
    about:
      "Exactly `true` goes through the proxies in `HTTPS_PROXY` and `HTTP_PROXY`, except to the hosts in `NO_PROXY`; never to this machine.",
    example: "true",
  },
  tokenCacheDir: {
    name: "OPERATE_MCP_TOKEN_CACHE_DIR",
    kind: directory,
    otherwise: "tokens are kept in memory only",
    group: "behaviour",
    about:
      "Directory that keeps tokens of client credentials for the next start, in files only you can read: for scripts that start often.",
    example: "/var/cache/operate-mcp",
  },
  logLevel: {
    name: "OPERATE_MCP_LOG_LEVEL",
    kind: word(LOG_LEVELS),
    default: "warn" as const,
    group: "behaviour",
    about: "How much is written to stderr.",
  },
} satisfies Record<string, Setting>;
