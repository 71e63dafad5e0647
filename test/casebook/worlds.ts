import type { Entity } from "../../src/camunda/entity.ts";
import { company } from "../../src/simulator/company/company.ts";
import { DEFAULT_TENANT } from "../../src/simulator/company/story.ts";
import type { Row, World } from "../../src/simulator/world.ts";

/** When the data of the sample company ends. */
export const NOW = Date.UTC(2026, 10, 24, 10);

/** The sample company, from which the others are made. */
export const sample = company({ now: NOW });

/** The sample company with other rows in some tables. */
const changed = (change: (path: string, rows: readonly Row[]) => readonly Row[]): World => {
  const kept = new Map<string, readonly Row[]>();
  const table = (path: string): readonly Row[] => {
    const rows = kept.get(path) ?? change(path, sample.table(path));
    kept.set(path, rows);
    return rows;
  };
  return { ...sample, table, rows: (entity: Entity) => table(entity.path.v2) };
};

const of = (row: Row, key: string): boolean => row["processInstanceKey"] === key;

/** What a user sees who may read only the default tenant. */
const oneTenant = changed((_, rows) => rows.filter(({ tenantId = DEFAULT_TENANT }) => tenantId === DEFAULT_TENANT));

/** The importer has the instance of order 4711 and not yet its incident. */
const lagging = changed((path, rows) => {
  const key = sample.landmark("order4711");
  if (path === "incidents") return rows.filter((row) => !of(row, key));
  if (path !== "element-instances") return rows;
  return rows.map((row) => (of(row, key) ? { ...row, hasIncident: false, incidentKey: undefined } : row));
});

/** Order 4711 was migrated while its incident was open. */
const migrated = changed((path, rows) =>
  path === "incidents"
    ? rows.map((row) => (of(row, sample.landmark("order4711")) ? { ...row, state: "MIGRATED" } : row))
    : rows,
);

/** How many incidents there are of each of the two causes. */
export const TWO_CAUSES = { outage: 3200, voucher: 1800 } as const;

const FIRST_KEY = 2_251_799_900_000_000n;

/** A row of one table, again with keys and times of its own; the hosts and times in its message differ too. */
const again = (row: Row, number: number, path: string): Row => {
  const key = (offset: number): string => String(FIRST_KEY + BigInt(number * 10 + offset));
  const time = new Date(NOW - (number + 1) * 20_000).toISOString();
  const message = row["errorMessage"];
  const own: Row = {
    processInstanceKey: key(1),
    elementInstanceKey: key(2),
    incidentKey: key(3),
    jobKey: key(4),
    startDate: time,
    creationTime: time,
    ...(typeof message === "string"
      ? {
          errorMessage: message
            .replace(/pay-\d/, `pay-${number % 9}`)
            .replace(/after \d+ ms/, `after ${20_000 + number} ms`),
        }
      : {}),
    ...(path === "process-instances" ? { rootProcessInstanceKey: key(1) } : {}),
  };
  return { ...row, ...Object.fromEntries(Object.entries(own).filter(([name]) => row[name] !== undefined)) };
};

const COPIED = ["process-instances", "element-instances", "incidents"];

/** Nothing but 5,000 instances that two causes have stopped. */
const twoCauses = changed((path, rows) => {
  if (path.includes("definitions")) return rows;
  if (!COPIED.includes(path)) return [];
  const isOpen = (row: Row, mark: "paymentOutage" | "order4711"): boolean =>
    of(row, sample.landmark(mark)) && row["state"] === "ACTIVE";
  const outage = rows.find((row) => isOpen(row, "paymentOutage"));
  const voucher = rows.find((row) => isOpen(row, "order4711"));
  if (outage === undefined || voucher === undefined) throw new Error(`no row to copy in ${path}`);
  return Array.from({ length: TWO_CAUSES.outage + TWO_CAUSES.voucher }, (_, number) =>
    again(number < TWO_CAUSES.outage ? outage : voucher, number, path),
  );
});

/** When the instance that finished last did so. */
const [last] = sample
  .table("process-instances")
  .filter(({ state, parentProcessInstanceKey }) => state === "COMPLETED" && parentProcessInstanceKey === undefined)
  .sort((one, other) => String(other["endDate"]).localeCompare(String(one["endDate"])));

/** The instance that finished last. */
export const justFinished = String(last?.["processInstanceKey"]);

const aSecondAgo = changed((path, rows) =>
  path === "process-instances"
    ? rows.map((row) => (of(row, justFinished) ? { ...row, endDate: new Date(NOW - 1000).toISOString() } : row))
    : rows,
);

/** The clusters of the case book. */
export const WORLDS = { company: sample, oneTenant, lagging, migrated, twoCauses, aSecondAgo } satisfies Record<
  string,
  World
>;

export type WorldName = keyof typeof WORLDS;
