import type { Entity, Generation, Version } from "../../src/camunda/entity.ts";
import { reaches } from "../../src/camunda/version.ts";
import type { Row } from "../../src/simulator/world.ts";
import { includesOf } from "../../src/tools/includes/index.ts";
import { type Api, has } from "./outcome.ts";
import type { ToolCall } from "./tool-arguments.ts";

type Since = Readonly<Record<string, Version | "never">>;

/** First version of each API that can tell what an include wants, where that is not the first of all. */
const INCLUDES_SINCE: Readonly<Record<Generation, Since>> = {
  v1: {
    statistics: "8.2",
    sequenceFlows: "8.2",
    jobs: "never",
    userTasks: "never",
    messageSubscriptions: "never",
    auditLog: "never",
    waitStates: "never",
    instancesByVersion: "never",
    sameError: "never",
  },
  v2: { auditLog: "8.9", waitStates: "8.10", instancesByVersion: "8.9", sameError: "8.9" },
};

const tells = ({ generation, version }: Api, include: string): boolean => {
  const since = INCLUDES_SINCE[generation][include] ?? "8.0";
  return since !== "never" && reaches(version, since);
};

const BEYOND = 100_000_000;

/** For each field a row that has it, so that all kinds of rows are there. */
export const variety = (entity: Entity, rows: readonly Row[]): readonly Row[] => [
  ...new Set(
    Object.keys(entity.fields).flatMap((name) => {
      const row = rows.find((one) => one[name] !== undefined);
      return row === undefined ? [] : [row];
    }),
  ),
];

const jsonLength = (entity: Entity, row: Row): number =>
  Object.values(entity.fields).reduce(
    (sum, { kind, name }) => sum + (kind === "json" ? String(row[name] ?? "").length : 0),
    0,
  );

/** Calls of an entity's get tool: rows of all kinds, each include alone and all together, long texts read on by offset. */
export const getCalls = (entity: Entity, rows: readonly Row[], api: Api): readonly ToolCall[] => {
  const isKnown = has(api, entity);
  const includes = includesOf(entity).map(({ name, kind }) => ({
    name,
    kind,
    isPossible: isKnown && tells(api, name),
  }));
  const namesOf = (some: typeof includes) => some.map(({ name }) => name);
  const texts = namesOf(includes.filter(({ kind }) => kind === "text"));
  const possible = namesOf(includes.filter(({ isPossible }) => isPossible));
  const [longest, ...others] = rows.toSorted((one, other) => jsonLength(entity, other) - jsonLength(entity, one));
  const keyOf = (row: Row | undefined) => ({ [entity.key]: row?.[entity.key] });
  const including = (names: readonly string[]) => (names.length === 0 ? {} : { include: names });
  const whole = isKnown ? "answered" : "UNSUPPORTED";
  const hasText = texts.length > 0 || jsonLength(entity, longest ?? {}) > 0;
  const read = { ...keyOf(longest), ...including(texts) };
  return [
    ...variety(entity, [...(longest === undefined ? [] : [longest]), ...others]).flatMap((row): ToolCall[] => [
      { args: keyOf(row), outcome: whole },
      { args: { ...keyOf(row), ...including(possible) }, outcome: whole },
    ]),
    ...includes.map(
      ({ name, isPossible }): ToolCall => ({
        args: { ...keyOf(longest), include: [name] },
        outcome: isPossible ? "answered" : "UNSUPPORTED",
      }),
    ),
    ...(hasText
      ? [
          { args: { ...read, offset: 1 }, outcome: whole } as const,
          { args: { ...read, offset: BEYOND }, outcome: isKnown ? "INVALID_ARGUMENT" : "UNSUPPORTED" } as const,
        ]
      : []),
  ];
};
