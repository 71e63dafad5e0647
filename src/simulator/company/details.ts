import type { NestedList } from "../../camunda/entity.ts";
import type { Row } from "../world.ts";
import type { Json } from "./expression.ts";
import type { DecisionRun, Ledger } from "./player/ledger.ts";
import { waitDetails } from "./waits.ts";

/** The nested fields of one row, which lists leave out. */
export type Details = Readonly<Record<string, Json>>;

const decisionDetails = ({ evaluation }: DecisionRun): Details => ({
  evaluatedInputs: evaluation.inputs.map(({ input, value }) => ({
    inputId: input.id,
    inputName: input.label,
    inputValue: JSON.stringify(value),
  })),
  matchedRules:
    evaluation.matched === undefined
      ? []
      : [
          {
            ruleId: evaluation.matched.rule.id,
            ruleIndex: evaluation.matched.index,
            evaluatedOutputs: [
              {
                outputId: evaluation.decision.output.id,
                outputName: evaluation.decision.output.name,
                outputValue: JSON.stringify(evaluation.result),
              },
            ],
          },
        ],
});

/** Nested fields by path of the entity and key of the row: decision instances, jobs and user tasks have some. */
export const details = (ledger: Ledger): Readonly<Record<string, () => ReadonlyMap<string, Details>>> => ({
  "decision-instances": () =>
    new Map(
      ledger.decisions.map((decision) => [`${decision.ticket.key}-${decision.index}`, decisionDetails(decision)]),
    ),
  jobs: () => new Map(ledger.jobs.map(({ ticket, headers }) => [ticket.key, { customHeaders: headers }])),
  "user-tasks": () =>
    new Map(
      ledger.userTasks.map(({ ticket, groups }) => [
        ticket.key,
        { candidateGroups: [...groups], candidateUsers: [], customHeaders: {} },
      ]),
    ),
  "element-instances/wait-states": () => waitDetails(ledger),
});

/** A nested list as flat rows: what a group agrees in is repeated in each of its members. */
export const flat = (list: Json | undefined, group: NestedList["group"]): readonly Row[] =>
  membersOf(list).flatMap((member) =>
    group === undefined
      ? [scalars(member)]
      : membersOf(member[group.into]).map((inner) => ({ ...scalars(member), ...scalars(inner) })),
  );

const membersOf = (list: Json | undefined): readonly { readonly [name: string]: Json }[] =>
  Array.isArray(list)
    ? list.flatMap((member) =>
        typeof member === "object" && member !== null && !Array.isArray(member) ? [member] : [],
      )
    : [];

const scalars = (member: { readonly [name: string]: Json }): Row =>
  Object.fromEntries(
    Object.entries(member).flatMap(([name, value]) => (typeof value === "object" ? [] : [[name, value]])),
  );
