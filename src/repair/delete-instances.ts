import type { Call, Engine, Row } from "../camunda/engine.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import { INSTANCE_COLUMNS, RUNNING } from "./cancel-instances.ts";
import { counted, inNumber, type Operation, type Sight, type Target } from "./plan.ts";
import { type Chosen, find, rowAt } from "./targets.ts";

const key = (row: Row): string => String(row[processInstance.key]);

const look = async ({ key: of }: Target, engine: Engine, call: Call): Promise<Sight> => {
  const row = await rowAt(engine, processInstance, of, call);
  return row === undefined
    ? { outcome: "done" }
    : { outcome: "pending", because: "it is still there", facts: { state: String(row["state"]) } };
};

/** Deletes the history of finished process instances. */
export const deleteInstances = async (
  engine: Engine,
  chosen: Chosen,
  maxItems: number,
  call: Call,
): Promise<Operation> => {
  await engine.checkAbility("deleteInstance", call);
  const found = await find(engine, processInstance, chosen, maxItems, call);
  const isFinished = (row: Row): boolean => !RUNNING.includes(row["state"]);
  const targets = found.rows.filter(isFinished).map((row) => ({ key: key(row), row, seen: row["state"] }));
  const running = found.rows
    .filter((row) => !isFinished(row))
    .map((row) => ({
      key: key(row),
      code: "INVALID_ARGUMENT" as const,
      reason: "it is still running: only finished instances can be deleted",
    }));
  return {
    plan: {
      targets,
      refused: [...found.refused, ...running],
      effects: [
        `${counted(targets.length, "finished process instance")} will be deleted with all that was recorded of ${inNumber(targets.length, "it", "them")}: variables, passages, incidents, decisions; nobody can bring that back`,
      ],
      columns: INSTANCE_COLUMNS,
      exhibits: {},
      notices: [],
    },
    changes: ({ key: processInstanceKey }) => [{ act: "deleteInstance", processInstanceKey }],
    look,
  };
};
