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
  const logLevel = orDefault(settings.logLevel);
  const api = orDefault(settings.api);
  const clusterVersion = valueIn(lookup(settings.clusterVersion));
  const tokenCacheDir = valueIn(lookup(settings.tokenCacheDir));

  const tenantId = valueIn(lookup(settings.tenantId));
  const tenant = tenantId === undefined ? {} : { tenantId };

  const always = {
    secrets: [...findings.secrets].filter((secret) => secret !== ""),
    warnings: [...findings.warnings, ...unknownWarnings(layers)],
    logLevel,
    toolsets: orDefault(settings.toolsets),
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
  return { ...always, config: { ...given, ...tenant, api, login, certificates, ...limits } };
};
