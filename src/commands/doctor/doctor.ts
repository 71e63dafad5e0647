import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { untilAborted } from "../../abort.ts";
import type { Call } from "../../camunda/engine.ts";
import type { Config, Settings } from "../../config/config.ts";
import { noFindings } from "../../config/findings.ts";
import { type Input, layersOf } from "../../config/layers.ts";
import { readProxies } from "../../config/proxies.ts";
import { OperateError } from "../../errors.ts";
import { createTransport } from "../../http/transport.ts";
import { chosenTools } from "../../tools/index.ts";
import { visible } from "../../visible.ts";
import { type Check, type Finding, failed, type Result, skipped } from "./check.ts";
import { checks } from "./checks.ts";
import { connectOnce } from "./connected.ts";
import { examineSettings } from "./examine-settings.ts";
import { examineTools } from "./examine-tools.ts";
import type { Patient } from "./patient.ts";
import { placesOf } from "./places.ts";

/** What the examination works with. */
export interface DoctorOptions {
  readonly settings: Settings;
  /** What they were read from. */
  readonly input: Input;
  readonly world: Patient["world"];
  readonly signal: AbortSignal;
  /** Told of each finding as soon as it is there. */
  readonly report: (result: Result) => void;
  /** Looks host names up; by default as the system does. */
  readonly lookup?: LookupFunction;
}

/** Every name in a report, in order. */
export const NAMES: readonly string[] = ["settings", ...checks.map(({ name }) => name), "tools"];

/** Longer than all tries of one request, so that the request tells who was silent. */
const PATIENCE_MS = 60_000;

/** A call for one check. */
const callFor = (config: Config, { world: { clock }, signal }: DoctorOptions): { call: Call; done: () => void } => {
  const own = new AbortController();
  const addresses = placesOf(config).map(({ url, variable }) => `${url.origin} (${variable})`);
  const done = clock.after(PATIENCE_MS, () =>
    own.abort(
      new OperateError("TIMEOUT", `${addresses.join(", ")}: no answer within ${PATIENCE_MS / 1000} s`, {
        next: "check that these are the right addresses, and that what is there is not overloaded",
      }),
    ),
  );
  const call: Call = {
    signal: AbortSignal.any([signal, own.signal]),
    hurry: () => false,
    progress: () => undefined,
    maxScanRows: config.maxScanRows,
  };
  return { call, done };
};

/** What a check finds; nothing when the whole examination was called off meanwhile. */
const findingsOf = async (check: Check, patient: Patient): Promise<readonly Finding[]> => {
  const { signal } = patient.call;
  try {
    return await untilAborted(check.run(patient), signal);
  } catch (error) {
    if (error instanceof OperateError) return [failed(error.message, error.next)];
    if (signal.aborted) return [];
    throw error;
  }
};

/** Examines the way to the cluster, leg by leg. What cannot be tested because of a failure before it is skipped. */
const examineCluster = async (
  config: Config,
  options: DoctorOptions,
  note: (name: string, findings: readonly Finding[]) => void,
): Promise<void> => {
  const { settings, input, world, signal, lookup: given = lookup } = options;
  const { certificates, proxies } = config;
  const way = { certificates, proxies, lookup: given };
  const transport = createTransport({ ...way, observe: () => undefined, clock: world.clock });
  const namedProxies = proxies ?? readProxies(layersOf(input, noFindings()), noFindings());
  let attempt: ReturnType<typeof connectOnce> | undefined;
  const patientFor = (call: Call): Patient => {
    const means = { namedProxies, places: placesOf(config), lookup: given, bare: transport.send };
    const base = { settings, config, world, call, ...means };
    const connected = async () => {
      attempt ??= connectOnce({ ...base, config: { ...config, timeoutMs: PATIENCE_MS } });
      return (await attempt).connected;
    };
    return { ...base, connected };
  };
  // What went wrong first, by the checks that it keeps from telling anything.
  const causes = new Map<string, string>();
  const examineOne = async (check: Check): Promise<readonly Finding[]> => {
    const cause = check.needs.map((name) => causes.get(name)).find((name) => name !== undefined);
    if (cause !== undefined) {
      causes.set(check.name, cause);
      return [skipped(`${cause} failed`)];
    }
    const { call, done } = callFor(config, options);
    const findings = await findingsOf(check, patientFor(call));
    done();
    if (findings.some(({ status }) => status === "failed")) causes.set(check.name, check.name);
    return findings;
  };
  try {
    for (const check of checks) {
      if (signal.aborted) return;
      note(check.name, await examineOne(check));
    }
  } finally {
    await transport.close();
    const made = await attempt?.catch(() => undefined);
    await made?.close();
  }
};

/** Examines everything and gives all findings. Looks and logs in, and changes nothing. */
export const examine = async (options: DoctorOptions): Promise<readonly Result[]> => {
  const { settings, input, world, report } = options;
  const results: Result[] = [];
  for (const secret of settings.secrets) world.secrets.add(secret);
  const clean = (text: string): string => visible(world.secrets.redact(text));
  const note = (check: string, findings: readonly Finding[]): void => {
    for (const { status, text, next, details } of findings) {
      const result: Result = {
        ...{ check, status, text: clean(text) },
        ...(next === undefined ? {} : { next: clean(next) }),
        ...(details === undefined ? {} : { details: details.map(clean) }),
      };
      results.push(result);
      report(result);
    }
  };
  note("settings", examineSettings(settings, input));
  if ("config" in settings) await examineCluster(settings.config, options, note);
  else for (const { name } of checks) note(name, [skipped("settings failed")]);
  note("tools", examineTools(chosenTools(settings)));
  return results;
};
