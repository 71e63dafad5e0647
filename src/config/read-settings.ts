import { resolve } from "node:path";
import { readCertificates } from "./certificates.ts";
import { readCluster } from "./cluster.ts";
import type { Settings } from "./config.ts";
import { noFindings } from "./findings.ts";
import { type Input, layersOf } from "./layers.ts";
import { readLogin } from "./login.ts";
import { createLookup, valueIn } from "./lookup.ts";
import { usedProxies } from "./proxies.ts";
import { secureLookup } from "./secure.ts";
import type { Setting } from "./setting.ts";
import { settings } from "./settings.ts";
import { unknownWarnings } from "./unknown.ts";

/** The toolset that changes things is chosen by its own setting alone. */
const REPAIR = "repair";

const offered = (toolsets: readonly string[], allowWrites: boolean): readonly string[] => [
  ...toolsets.filter((name) => name !== REPAIR),
  ...(allowWrites ? [REPAIR] : []),
];

/** Named without permission, the toolset would be missing and nobody would know why. */
const repairWarnings = (toolsets: readonly string[], allowWrites: boolean): readonly string[] =>
  toolsets.includes(REPAIR) && !allowWrites
    ? [`${settings.toolsets.name} names ${REPAIR}, which only ${settings.allowWrites.name}=true adds`]
    : [];

/**
 * Reads all settings: from the environment, the file named with `--env-file`, and a `.env` in the working directory, in this order.
 * Never throws; everything that is wrong is reported at once, and no report holds the value of a setting.
 */
export const readSettings = (input: Input): Settings => {
  const findings = noFindings();
  const layers = [...layersOf(input, findings), { from: "default", variables: input.defaults ?? {} }];
  const lookup = createLookup(layers, input, findings);
  const orDefault = <T>(setting: Setting<T> & { readonly default: T }): T =>
    valueIn(lookup(setting)) ?? setting.default;

  const secure = secureLookup(lookup, findings);
  const cluster = readCluster(lookup, secure, findings);
  const login = readLogin(lookup, secure, cluster, findings);
  const certificates = readCertificates(lookup, input, findings);
  const proxies = usedProxies(orDefault(settings.useProxy), layers, findings);
  const limits = {
    maxResultBytes: orDefault(settings.maxResultBytes),
    timeoutMs: orDefault(settings.timeoutMs),
    maxScanRows: orDefault(settings.maxScanRows),
    redact: valueIn(lookup(settings.redact)) ?? [],
  };
  const allowWrites = orDefault(settings.allowWrites);
  const toolsets = orDefault(settings.toolsets);
  const writing = { allowWrites, maxWriteItems: orDefault(settings.maxWriteItems) };
  const logLevel = orDefault(settings.logLevel);
  const api = orDefault(settings.api);
  const clusterVersion = valueIn(lookup(settings.clusterVersion));
  const tokenCacheDir = valueIn(lookup(settings.tokenCacheDir));

  const tenantId = valueIn(lookup(settings.tenantId));
  const tenant = tenantId === undefined ? {} : { tenantId };

  const always = {
    secrets: [...findings.secrets].filter((secret) => secret !== ""),
    warnings: [...findings.warnings, ...repairWarnings(toolsets, allowWrites), ...unknownWarnings(layers)],
    logLevel,
    toolsets: offered(toolsets, allowWrites),
    excludeTools: valueIn(lookup(settings.excludeTools)) ?? [],
    ...tenant,
    structured: orDefault(settings.structured),
  };
  if (login === undefined || findings.problems.length > 0) return { ...always, problems: findings.problems };
  const { operate, rest } = cluster;
  const given = {
    ...(operate && { operate }),
    ...(rest && { rest }),
    ...(clusterVersion && { clusterVersion }),
    ...(proxies && { proxies }),
    ...(tokenCacheDir && { tokenCacheDir: resolve(input.cwd, tokenCacheDir) }),
  };
  return { ...always, config: { ...given, ...tenant, api, login, certificates, ...limits, ...writing } };
};
