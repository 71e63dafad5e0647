import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { LookupFunction } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../../src/clock.ts";
import type { Result, Status } from "../../../src/commands/doctor/check.ts";
import { examine } from "../../../src/commands/doctor/doctor.ts";
import { systemFiles } from "../../../src/config/files.ts";
import { readSettings } from "../../../src/config/read-settings.ts";
import { secretRegistry } from "../../../src/secrets.ts";
import { type Cluster, startCluster } from "../../../src/simulator/cluster.ts";
import type { ClusterOptions } from "../../../src/simulator/options.ts";
import { settingsFor } from "../../support/connect.ts";

/** What an examination found. */
export interface Report {
  readonly results: readonly Result[];
  /** The findings of one check. */
  of(check: string): readonly Result[];
  /** The checks that failed. */
  readonly unwell: readonly string[];
  /** Everything in one text. */
  readonly said: string;
}

export interface DoctorRig {
  readonly lookup?: LookupFunction;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** Examines what these variables lead to. */
export const doctor = async (env: Record<string, string>, rig: DoctorRig = {}): Promise<Report> => {
  const input = { env, cwd: "/nowhere", files: systemFiles };
  const results = await examine({
    input,
    settings: readSettings(input),
    world: { clock: rig.clock ?? systemClock, random: () => 0, secrets: secretRegistry() },
    signal: rig.signal ?? new AbortController().signal,
    report: () => undefined,
    ...(rig.lookup === undefined ? {} : { lookup: rig.lookup }),
  });
  return {
    results,
    of: (check) => results.filter((result) => result.check === check),
    unwell: [...new Set(results.filter(({ status }) => status === "failed").map(({ check }) => check))],
    said: JSON.stringify(results),
  };
};

/** A cluster until the test is over, and the settings that reach it. */
export const patientCluster = async (
  options: ClusterOptions = {},
): Promise<{ cluster: Cluster; env: Record<string, string> }> => {
  const cluster = await startCluster(options);
  onTestFinished(() => cluster.close());
  return { cluster, env: settingsFor(cluster, options.login) };
};

/** The path of a PEM file with this text, which is there until the test is over. */
export const pemFile = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "ca.pem");
  writeFileSync(path, text);
  return path;
};

/** The status of each check, where it has one finding only. */
export const statuses = ({ results }: Report): Record<string, Status> =>
  Object.fromEntries(results.map(({ check, status }) => [check, status]));

/** The one check that failed, its line, and that what came after it was not made up. */
export const expectFailure = (report: Report, check: string, text: RegExp, setting: string): void => {
  expect(report.unwell).toEqual([check]);
  const [failure] = report.of(check).filter(({ status }) => status === "failed");
  expect(failure?.text).toMatch(text);
  expect(failure?.next).toContain(setting);
};
