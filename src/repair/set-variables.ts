import { isDeepStrictEqual } from "node:util";
import { rowsOf, textOf } from "../analysis/read.ts";
import type { Call, Engine, Row } from "../camunda/engine.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import { variable } from "../camunda/entities/variable.ts";
import { inParallel } from "../camunda/parallel.ts";
import { OperateError } from "../errors.ts";
import { isObject } from "../narrow.ts";
import { RUNNING } from "./cancel-instances.ts";
import { counted, type Operation, type Refused, type Sight, type Target } from "./plan.ts";
import { noSuch, rowAt } from "./targets.ts";

/** The variables to set and where. */
export interface Setting {
  /** A process instance or an element instance. */
  readonly scopeKey: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly local: boolean;
  /** Whether a value may get another JSON type than it has. */
  readonly allowTypeChange: boolean;
}

interface Scope {
  readonly row: Row;
  readonly processInstanceKey: string;
}

/** A variable as it is and as it will be. */
interface Change {
  readonly name: string;
  readonly old: Row | undefined;
  readonly value: unknown;
}

const COLUMNS = ["scopeKey", "processInstanceKey", "processDefinitionId", "elementId", "state"];
const VALUES = ["name", "change", "oldType", "oldValue", "newType", "newValue", "membersLost", "inScope"];

const typeOf = (value: unknown): string => {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
};

/** The JSON type of a value that may be cut: its first sign tells. */
const typeOfText = (json: string): string => {
  const first = json.trimStart().charAt(0);
  const types: Readonly<Record<string, string>> = {
    '"': "string",
    "{": "object",
    "[": "array",
    t: "boolean",
    f: "boolean",
    n: "null",
  };
  return types[first] ?? "number";
};

const jsonOf = (value: unknown): string => JSON.stringify(value);

/** The value that JSON text stands for; undefined where it is cut. */
const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

/** Whether JSON text stands for this value. */
const isSame = (json: string, value: unknown): boolean => isDeepStrictEqual(parsed(json), value);

const scopeAt = async (engine: Engine, scopeKey: string, call: Call): Promise<Scope | undefined> => {
  const instance = await rowAt(engine, processInstance, scopeKey, call);
  if (instance !== undefined) return { row: { ...instance, scopeKey }, processInstanceKey: scopeKey };
  const element = await rowAt(engine, elementInstance, scopeKey, call);
  if (element === undefined) return undefined;
  return { row: { ...element, scopeKey }, processInstanceKey: String(element["processInstanceKey"]) };
};

/** The variable of this name that is overwritten: that of the scope, or, where they are set outwards, one of the instance. */
const oldOf = async (
  engine: Engine,
  { scopeKey, local }: Setting,
  { processInstanceKey }: Scope,
  name: string,
  call: Call,
): Promise<Row | undefined> => {
  const at = async (scope: string) =>
    (await rowsOf(engine, variable, { filter: { processInstanceKey, scopeKey: scope, name }, limit: 1 }, call)).rows[0];
  return (await at(scopeKey)) ?? (local || scopeKey === processInstanceKey ? undefined : await at(processInstanceKey));
};

const changedType = ({ old, value }: Change): boolean => {
  const before = typeOfText(textOf(old, "value") ?? "null");
  return old !== undefined && before !== "null" && before !== typeOf(value);
};

const checkTypes = (changes: readonly Change[]): void => {
  const changed = changes.filter(changedType);
  if (changed.length === 0) return;
  const types = changed.map(({ old, value }) => `${typeOfText(textOf(old, "value") ?? "")} to ${typeOf(value)}`);
  throw new OperateError(
    "INVALID_ARGUMENT",
    `${counted(changed.length, "variable")} would get another JSON type: ${[...new Set(types)].join(", ")}`,
    {
      next: 'give the value in the type it has ("1000" is a text, 1000 a number), or say allowTypeChange: true where the change is meant',
      facts: { detail: changed.map(({ name }) => name).join(", ") },
    },
  );
};

/** Names of the members that an object would lose: a value is replaced as a whole. */
const membersLost = ({ old, value }: Change): readonly string[] => {
  const before = parsed(textOf(old, "value") ?? "null");
  if (!isObject(before) || !isObject(value)) return [];
  return Object.keys(before).filter((name) => !Object.hasOwn(value, name));
};

const lossNotices = (changes: readonly Change[]): readonly string[] => {
  const count = changes.filter((one) => membersLost(one).length > 0).length;
  return count === 0
    ? []
    : [
        `${counted(count, "object")} would lose members (membersLost): a value is replaced as a whole, so give all of it.`,
      ];
};

const withLoss = (names: readonly string[]): Row => (names.length === 0 ? {} : { membersLost: names.join(", ") });

const exhibitOf = (changes: readonly Change[], inScope: string): readonly Row[] =>
  changes.map(({ name, old, value }) => ({
    ...withLoss(membersLost({ name, old, value })),
    name,
    change: old === undefined ? "created" : isSame(textOf(old, "value") ?? "", value) ? "unchanged" : "overwritten",
    ...(old === undefined
      ? {}
      : { oldType: typeOfText(textOf(old, "value") ?? "null"), oldValue: textOf(old, "value") ?? "" }),
    newType: typeOf(value),
    newValue: jsonOf(value),
    inScope: textOf(old, "scopeKey") ?? inScope,
  }));

const look =
  (setting: Setting, scope: Scope) =>
  async (_: Target, engine: Engine, call: Call): Promise<Sight> => {
    const names = Object.keys(setting.variables);
    const now = await inParallel(names, (name) => oldOf(engine, setting, scope, name, call));
    const isSet = await inParallel(names, async (name) => {
      const row = now[names.indexOf(name)];
      if (row === undefined) return false;
      const whole = row["isTruncated"] === true ? await rowAt(engine, variable, String(row[variable.key]), call) : row;
      return isSame(textOf(whole, "value") ?? "", setting.variables[name]);
    });
    const missing = isSet.filter((one) => !one).length;
    return missing === 0
      ? { outcome: "done" }
      : { outcome: "pending", because: `${counted(missing, "variable")} cannot be read with the new value yet` };
  };

const NOTHING: Operation["changes"] = () => [];

const refusal = (setting: Setting, refused: Refused): Operation => ({
  plan: { targets: [], refused: [refused], effects: [], columns: COLUMNS, exhibits: {}, notices: [] },
  changes: NOTHING,
  look: async () => ({ outcome: "pending", because: setting.scopeKey }),
});

/** Sets variables in one scope of a running instance. Refuses to change the JSON type of one unless that is said. */
export const setVariables = async (engine: Engine, setting: Setting, call: Call): Promise<Operation> => {
  await engine.checkAbility("setVariables", call);
  const { scopeKey, local } = setting;
  const scope = await scopeAt(engine, scopeKey, call);
  if (scope === undefined) {
    return refusal(setting, {
      ...noSuch(processInstance, scopeKey),
      reason: "there is no process instance or element instance with this key",
    });
  }
  if (!RUNNING.includes(scope.row["state"])) {
    return refusal(setting, {
      key: scopeKey,
      code: "INVALID_ARGUMENT",
      reason: "it has ended: only what is active has variables to set",
    });
  }
  const changes = await inParallel(Object.entries(setting.variables), async ([name, value]) => ({
    name,
    value,
    old: await oldOf(engine, setting, scope, name, call),
  }));
  if (!setting.allowTypeChange) checkTypes(changes);
  const target = {
    key: scopeKey,
    row: scope.row,
    seen: changes.map(({ name, old }) => [name, textOf(old, "value") ?? null, textOf(old, "scopeKey") ?? null]),
  };
  const where = local ? scopeKey : scope.processInstanceKey;
  return {
    plan: {
      targets: [target],
      refused: [],
      effects: [
        local
          ? `${counted(changes.length, "variable")} will be set in the scope ${scopeKey} and in no other`
          : `${counted(changes.length, "variable")} will be set where each is found from the scope ${scopeKey} outwards, and at the process instance where it is not`,
      ],
      columns: COLUMNS,
      exhibits: { variables: { columns: VALUES, rows: exhibitOf(changes, where) } },
      notices: lossNotices(changes),
    },
    changes: () => [{ act: "setVariables", scopeKey, variables: setting.variables, local }],
    look: look(setting, scope),
  };
};
