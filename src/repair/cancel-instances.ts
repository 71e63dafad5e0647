import type { Call, Engine, Row } from "../camunda/engine.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import { counted, inNumber, type Operation, type Refused, type Sight, type Target } from "./plan.ts";
import { type Chosen, find, rowAt } from "./targets.ts";

/** Columns by which a process instance is recognised. */
export const INSTANCE_COLUMNS = [
  "processInstanceKey",
  "processDefinitionId",
  "processDefinitionVersion",
  "state",
  "hasIncident",
  "startDate",
  "endDate",
  "businessId",
  "tenantId",
];

/** States in which an instance has not ended. */
export const RUNNING: readonly unknown[] = ["ACTIVE", "SUSPENDED"];

const key = (row: Row): string => String(row[processInstance.key]);

const parentOf = (row: Row): string | undefined => {
  const parent = row["parentProcessInstanceKey"];
  return parent === undefined ? undefined : String(parent);
};

const refusalOf = (row: Row): Refused | undefined => {
  if (!RUNNING.includes(row["state"])) {
    return {
      key: key(row),
      code: "INVALID_ARGUMENT",
      reason: "it has ended already: only running instances can be cancelled",
    };
  }
  const parent = parentOf(row);
  if (parent === undefined) return undefined;
  return {
    key: key(row),
    code: "INVALID_ARGUMENT",
    reason: `it was called by ${parent}: only the topmost instance can be cancelled, together with all it has called`,
  };
};

const look = async ({ key: of }: Target, engine: Engine, call: Call): Promise<Sight> => {
  const row = await rowAt(engine, processInstance, of, call);
  if (row === undefined || row["state"] === "TERMINATED") return { outcome: "done" };
  if (row["state"] === "COMPLETED")
    return { outcome: "done", because: "it ended by itself before it could be cancelled" };
  return { outcome: "pending", facts: { state: String(row["state"]) } };
};

/** Cancels running process instances, each together with what it has called. */
export const cancelInstances = async (
  engine: Engine,
  chosen: Chosen,
  maxItems: number,
  call: Call,
): Promise<Operation> => {
  await engine.checkAbility("cancelInstance", call);
  const found = await find(engine, processInstance, chosen, maxItems, call);
  const targets = found.rows
    .filter((row) => refusalOf(row) === undefined)
    .map((row) => ({ key: key(row), row, seen: row["state"] }));
  return {
    plan: {
      targets,
      refused: [...found.refused, ...found.rows.flatMap((row) => refusalOf(row) ?? [])],
      effects: [
        `${counted(targets.length, "process instance")} will be cancelled, with everything ${inNumber(targets.length, "it has", "they have")} called: tokens, jobs, tasks and incidents in all of that end for good`,
      ],
      columns: INSTANCE_COLUMNS,
      exhibits: {},
      notices: [],
    },
    changes: ({ key: processInstanceKey }) => [{ act: "cancelInstance", processInstanceKey }],
    look,
  };
};
