import * as z from "zod";
import { OperateError } from "../../errors.ts";
import { defined } from "../../members.ts";
import { isObject } from "../../narrow.ts";
import { type MigrationOperation, migrateInstances } from "../../repair/migrate-instances.ts";
import { modifyInstance } from "../../repair/modify-instance.ts";
import { setVariables } from "../../repair/set-variables.ts";
import { updateRetries } from "../../repair/update-retries.ts";
import { flagInput, keyInput, listInput, objectInput, textInput } from "../input.ts";
import type { Tool } from "../tool.ts";
import { checkExact } from "./exact.ts";
import { anyObjectInput, keysInput, keysOf, retriesInput } from "./subjects.ts";
import { writeTool } from "./two-steps.ts";

const variablesOf = (given: unknown): Readonly<Record<string, unknown>> => {
  const variables = isObject(given) ? given : {};
  if (Object.keys(variables).length === 0) {
    throw new OperateError("INVALID_ARGUMENT", "variables must not be empty", { next: "give names with JSON values" });
  }
  checkExact(variables);
  return variables;
};

/** Overwrites or creates variables. */
const variables: Tool = writeTool({
  name: "set_variables",
  title: "Set variables",
  description:
    "Set variables of a running process instance or of one active element in it. Shows old and new values, and refuses to change the type of one unless told so.",
  isDestructive: true,
  isIdempotent: true,
  input: {
    scopeKey: keyInput().describe("process or element instance"),
    variables: anyObjectInput().describe("{name: JSON value}"),
    local: flagInput().optional().describe("only in that scope, default true"),
    allowTypeChange: flagInput().optional(),
  },
  prepare: async (engine, args, context) =>
    setVariables(
      engine,
      {
        scopeKey: String(args["scopeKey"]),
        variables: variablesOf(args["variables"]),
        local: args["local"] !== false,
        allowTypeChange: args["allowTypeChange"] === true,
      },
      context,
    ),
});

/** Gives jobs tries. */
const retries: Tool = writeTool({
  name: "update_job_retries",
  title: "Update retries of jobs",
  description:
    "Set how many tries are left to jobs. One with an open incident needs resolve_incidents, which does this as well.",
  isDestructive: false,
  isIdempotent: true,
  input: { jobKeys: keysInput(), retries: retriesInput() },
  prepare: (engine, args, context, { maxItems }) =>
    updateRetries(engine, keysOf(args, "jobKeys"), { retries: Number(args["retries"]), maxItems }, context),
});

const mappingSchema = z.array(objectInput({ sourceElementId: textInput(), targetElementId: textInput() }));

/** Makes instances runs of another version. */
const migrate: Tool = writeTool({
  name: "migrate_process_instances",
  title: "Migrate process instances",
  description:
    "Migrate running process instances to another version of their process. Checks the mapping of active elements against both models and proposes what is missing: call it without mappingInstructions to get them.",
  isDestructive: true,
  isIdempotent: true,
  input: {
    processInstanceKeys: keysInput(),
    targetProcessDefinitionKey: keyInput(),
    mappingInstructions: listInput(mappingSchema.element).optional(),
  },
  prepare: async (engine, args, context, { maxItems }) =>
    migrateInstances(
      engine,
      {
        processInstanceKeys: keysOf(args, "processInstanceKeys"),
        targetProcessDefinitionKey: String(args["targetProcessDefinitionKey"]),
        mappings: mappingSchema.parse(args["mappingInstructions"] ?? []),
      },
      maxItems,
      context,
    ),
  instead({ proposal }: MigrationOperation, args) {
    if (proposal === undefined) return [];
    return [
      {
        tool: "migrate_process_instances",
        arguments: { ...args, mappingInstructions: proposal },
        why: "the same with the entries that were missing",
      },
    ];
  },
});

const tokens = { elementInstanceKey: keyInput().optional(), elementId: textInput().optional() };

const activations = z.array(objectInput({ elementId: textInput(), ancestorElementInstanceKey: keyInput().optional() }));
const moves = z.array(
  objectInput({
    sourceElementInstanceKey: keyInput().optional(),
    sourceElementId: textInput().optional(),
    targetElementId: textInput(),
  }),
);
const terminations = z.array(objectInput(tokens));

/** Puts and ends tokens. */
const modify: Tool = writeTool({
  name: "modify_process_instance",
  title: "Modify a process instance",
  description:
    "Modify where the tokens of one running process instance stand: activate elements, move tokens (8.9 and later), terminate them. Shows the tokens before and after.",
  isDestructive: true,
  isIdempotent: false,
  input: {
    processInstanceKey: keyInput(),
    activate: listInput(activations.element).optional(),
    move: listInput(moves.element).optional(),
    terminate: listInput(terminations.element).optional(),
  },
  prepare: async (engine, args, context, { maxItems }) =>
    modifyInstance(
      engine,
      {
        processInstanceKey: String(args["processInstanceKey"]),
        activate: activations.parse(args["activate"] ?? []).map(({ elementId, ancestorElementInstanceKey }) => ({
          elementId,
          ...defined({ ancestorElementInstanceKey }),
        })),
        move: moves.parse(args["move"] ?? []).map(({ sourceElementInstanceKey, sourceElementId, targetElementId }) => ({
          from: { elementInstanceKey: sourceElementInstanceKey, elementId: sourceElementId },
          targetElementId,
        })),
        terminate: terminations.parse(args["terminate"] ?? []),
      },
      maxItems,
      context,
    ),
});

/** Tools for what is in an instance. */
export const forOne: readonly Tool[] = [variables, retries, migrate, modify];
