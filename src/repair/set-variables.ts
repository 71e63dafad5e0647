import { isDeepStrictEqual } from "node:util";
import { textOf } from "../analysis/read.ts";
import type { Call, Engine, Row } from "../camunda/engine.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import { inParallel } from "../camunda/parallel.ts";
import { OperateError } from "../errors.ts";
import { RUNNING } from "./cancel-instances.ts";
import { changedTypes, membersLost, parsed, typeOf, typeOfText } from "./json-types.ts";
import { counted, type Operation, type Refused, type Sight, type Target } from "./plan.ts";
import { noSuch, rowAt } from "./targets.ts";
import { type Place, placesOf, variableAt } from "./variable-places.ts";

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
  readonly place: Place;
  readonly value: unknown;
}

const COLUMNS = ["scopeKey", "processInstanceKey", "processDefinitionId", "elementId", "state"];
const VALUES = [
  "name",
  "change",
  "oldType",
  "oldValue",
  "newType",
  "newValue",
  "membersLost",
  "inScope",
  "hides",
  "hiddenIn",
];

/** Whether JSON text stands for this value. */
const isSame = (json: string, value: unknown): boolean => isDeepStrictEqual(parsed(json), value);

const scopeAt = async (engine: Engine, scopeKey: string, call: Call): Promise<Scope | undefined> => {
  const instance = await rowAt(engine, processInstance, scopeKey, call);
  if (instance !== undefined) return { row: { ...instance, scopeKey }, processInstanceKey: scopeKey };
  const element = await rowAt(engine, elementInstance, scopeKey, call);
  if (element === undefined) return undefined;
  return { row: { ...element, scopeKey }, processInstanceKey: String(element["processInstanceKey"]) };
};

const checkTypes = (changes: readonly Change[]): void => {
  const changed = changes.flatMap(({ name, place: { old }, value }) =>
    old === undefined ? [] : changedTypes(textOf(old, "value") ?? "null", value).map((one) => ({ name, ...one })),
  );
  if (changed.length === 0) return;
  const names = new Set(changed.map(({ name }) => name));
  throw new OperateError(
    "INVALID_ARGUMENT",
    `${counted(names.size, "variable")} would get another JSON type: ${[...new Set(changed.map(({ from, to }) => `${from} to ${to}`))].join(", ")}`,
    {
      next: 'give each value in the type it has ("1000" is a text, 1000 a number), or say allowTypeChange: true where the change is meant',
      facts: { detail: changed.map(({ name, path }) => [name, path].filter(Boolean).join(".")).join(", ") },
    },
  );
};

const lostBy = ({ place: { old }, value }: Change): readonly string[] =>
  membersLost(parsed(textOf(old, "value") ?? "null"), value);

const noticesOf = (changes: readonly Change[]): readonly string[] => {
  const losing = changes.filter((one) => lostBy(one).length > 0).length;
  const hiding = changes.filter(({ place }) => place.hides.length > 0).length;
  const hidden = changes.filter(({ place }) => place.isHiddenIn.length > 0).length;
  return [
    ...(losing === 0
      ? []
      : [
          `${counted(losing, "object")} would lose members (membersLost): a value is replaced as a whole, so give all of it.`,
        ]),
    ...(hiding === 0
      ? []
      : [
          `${counted(hiding, "name")} exists further out too (hides): that variable stays as it is; local false sets it instead.`,
        ]),
    ...(hidden === 0
      ? []
      : [
          `${counted(hidden, "name")} exists in active scopes further in too (hiddenIn): what runs there sees its own value.`,
        ]),
  ];
};

const listed = (name: string, values: readonly string[]): Row =>
  values.length === 0 ? {} : { [name]: values.join(", ") };

const changeOf = ({ old }: Place, value: unknown): string => {
  if (old === undefined) return "created";
  return isSame(textOf(old, "value") ?? "", value) ? "unchanged" : "overwritten";
};

const exhibitOf = (changes: readonly Change[]): readonly Row[] =>
  changes.map((one) => {
    const { name, place, value } = one;
    const oldValue = textOf(place.old, "value");
    return {
      name,
      change: changeOf(place, value),
      ...(oldValue === undefined ? {} : { oldType: typeOfText(oldValue), oldValue }),
      newType: typeOf(value),
      newValue: JSON.stringify(value),
      ...listed("membersLost", lostBy(one)),
      inScope: place.scopeKey,
      ...listed("hides", place.hides),
      ...listed("hiddenIn", place.isHiddenIn),
    };
  });

const look =
  (changes: readonly Change[], processInstanceKey: string) =>
  async (_: Target, engine: Engine, call: Call): Promise<Sight> => {
    const isSet = await inParallel(changes, async ({ name, place: { scopeKey }, value }) => {
      const row = await variableAt(engine, processInstanceKey, { scopeKey, name }, call);
      return row !== undefined && isSame(textOf(row, "value") ?? "", value);
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
  const { processInstanceKey } = scope;
  const names = Object.keys(setting.variables);
  const places = await placesOf(engine, { scopeKey, processInstanceKey, local }, names, call);
  const changes = places.map((place, index): Change => {
    const name = names[index] ?? "";
    return { name, place, value: setting.variables[name] };
  });
  if (!setting.allowTypeChange) checkTypes(changes);
  const target = {
    key: scopeKey,
    row: scope.row,
    seen: changes.map(({ name, place: { scopeKey: at, old } }) => [name, at, textOf(old, "value") ?? null]),
  };
  return {
    plan: {
      targets: [target],
      refused: [],
      effects: [
        local
          ? `${counted(changes.length, "variable")} will be set in the scope ${scopeKey} and in no other`
          : `${counted(changes.length, "variable")} will be set where each is found from the scope ${scopeKey} outwards, and at the process instance where it is not`,
      ],
      names,
      columns: COLUMNS,
      exhibits: { variables: { columns: VALUES, rows: exhibitOf(changes) } },
      notices: noticesOf(changes),
    },
    changes: () => [{ act: "setVariables", scopeKey, variables: setting.variables, local }],
    look: look(changes, processInstanceKey),
  };
};
