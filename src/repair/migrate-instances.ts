import { modelReader, rowsOf } from "../analysis/read.ts";
import type { Mapping } from "../camunda/change.ts";
import type { Call, Engine, Row } from "../camunda/engine.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { processDefinition } from "../camunda/entities/process-definition.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import { inParallel } from "../camunda/parallel.ts";
import { OperateError } from "../errors.ts";
import { INSTANCE_COLUMNS, RUNNING } from "./cancel-instances.ts";
import { type Checked, checkMapping } from "./mapping.ts";
import { counted, inNumber, type Operation, type Refused, type Sight, type Target } from "./plan.ts";
import { find, rowAt } from "./targets.ts";

/** Which instances become runs of which version, and what becomes of their elements. */
export interface Migration {
  readonly processInstanceKeys: readonly string[];
  readonly targetProcessDefinitionKey: string;
  readonly mappings: readonly Mapping[];
}

/** A job, and the instructions that would do where the given ones do not. */
export interface MigrationOperation extends Operation {
  readonly proposal?: readonly Mapping[];
}

const MOST_ELEMENTS = 1000;
const MAPPING = ["sourceElementId", "targetElementId", "entry", "problem"];

const key = (row: Row): string => String(row[processInstance.key]);

const activeIds = async (engine: Engine, processInstanceKey: string, call: Call): Promise<readonly string[]> => {
  const wanted = { filter: { processInstanceKey, state: "ACTIVE" }, limit: MOST_ELEMENTS, fields: ["elementId"] };
  const { rows } = await rowsOf(engine, elementInstance, wanted, call);
  const ids = rows.filter(({ type }) => type !== "PROCESS").map(({ elementId }) => String(elementId));
  return [...new Set(ids)].sort();
};

const refusalOf = (row: Row, target: Row): Refused | undefined => {
  const no = (reason: string): Refused => ({ key: key(row), code: "INVALID_ARGUMENT", reason });
  if (!RUNNING.includes(row["state"])) return no("it has ended: only running instances can be migrated");
  if (row["processDefinitionKey"] === target["processDefinitionKey"]) return no("it runs this version already");
  return row["tenantId"] === target["tenantId"] ? undefined : no("it belongs to another tenant than the target");
};

const targetAt = async (engine: Engine, targetKey: string, call: Call): Promise<Row> => {
  const row = await rowAt(engine, processDefinition, targetKey, call);
  if (row !== undefined) return row;
  throw new OperateError("NOT_FOUND", `there is no process definition with the key ${targetKey}`, {
    next: "search_process_definitions shows the versions with their keys",
  });
};

const look =
  (targetKey: string) =>
  async ({ key: of }: Target, engine: Engine, call: Call): Promise<Sight> => {
    const row = await rowAt(engine, processInstance, of, call);
    if (row?.["processDefinitionKey"] === targetKey) return { outcome: "done" };
    return { outcome: "pending", because: "it is still shown with its former version" };
  };

/** One check for all instances of one version. */
const checkEach = async (
  engine: Engine,
  rows: readonly Row[],
  { targetProcessDefinitionKey, mappings }: Migration,
  call: Call,
): Promise<{ readonly checks: readonly Checked[]; readonly active: ReadonlyMap<string, readonly string[]> }> => {
  const read = modelReader(engine, call);
  const ids = await inParallel(rows, (row) => activeIds(engine, key(row), call));
  const active = new Map(rows.map((row, index) => [key(row), ids[index] ?? []]));
  const versions = [...new Set(rows.map((row) => String(row["processDefinitionKey"])))];
  const checks: Checked[] = [];
  for (const version of versions) {
    const here = rows
      .filter((row) => row["processDefinitionKey"] === version)
      .flatMap((row) => active.get(key(row)) ?? []);
    const [source, target] = await Promise.all([read(version), read(targetProcessDefinitionKey)]);
    checks.push(checkMapping(mappings, [...new Set(here)].sort(), source, target));
  }
  return { checks, active };
};

const distinct = (mappings: readonly Mapping[]): readonly Mapping[] => [
  ...new Map(mappings.map((one) => [one.sourceElementId, one])).values(),
];

/** Makes running instances runs of another version. The mapping is held against both models before anything is offered. */
export const migrateInstances = async (
  engine: Engine,
  migration: Migration,
  maxItems: number,
  call: Call,
): Promise<MigrationOperation> => {
  await engine.checkAbility("migrateInstance", call);
  const { targetProcessDefinitionKey, mappings } = migration;
  const target = await targetAt(engine, targetProcessDefinitionKey, call);
  const found = await find(engine, processInstance, { keys: migration.processInstanceKeys }, maxItems, call);
  const able = found.rows.filter((row) => refusalOf(row, target) === undefined);
  const { checks, active } = await checkEach(engine, able, migration, call);
  const isComplete = checks.every((check) => check.isComplete);
  const proposals = checks.map(({ proposal }) => proposal);
  const proposal = proposals.every((one) => one !== undefined) ? distinct(proposals.flat()) : undefined;
  const unmapped = able.map((row) => ({
    key: key(row),
    code: "INVALID_ARGUMENT" as const,
    reason: "the mapping does not fit: see mapping",
  }));
  const isOtherProcess = able.some((row) => row["processDefinitionId"] !== target["processDefinitionId"]);
  return {
    plan: {
      targets: isComplete
        ? able.map((row) => ({ key: key(row), row, seen: [row["processDefinitionKey"], active.get(key(row))] }))
        : [],
      refused: [
        ...found.refused,
        ...found.rows.flatMap((row) => refusalOf(row, target) ?? []),
        ...(isComplete ? [] : unmapped),
      ],
      effects: [
        `${counted(able.length, "process instance")} will become ${inNumber(able.length, "a run", "runs")} of the process definition ${targetProcessDefinitionKey}; tokens stay where they are, by the mapping, and called instances are not migrated`,
      ],
      columns: INSTANCE_COLUMNS,
      exhibits: able.length === 0 ? {} : { mapping: { columns: MAPPING, rows: distinctRows(checks) } },
      notices: isOtherProcess ? ["The target is a version of another process."] : [],
    },
    changes: ({ key: processInstanceKey }) => [
      { act: "migrateInstance", processInstanceKey, targetProcessDefinitionKey, mappings },
    ],
    look: look(targetProcessDefinitionKey),
    ...(isComplete || proposal === undefined ? {} : { proposal }),
  };
};

const distinctRows = (checks: readonly Checked[]): readonly Row[] => [
  ...new Map(checks.flatMap(({ rows }) => rows).map((row) => [JSON.stringify(row), row])).values(),
];
