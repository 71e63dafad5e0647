import { entities } from "../../src/camunda/entities/index.ts";
import type { Entity } from "../../src/camunda/entity.ts";
import { member, textsOf } from "../../src/narrow.ts";
import { KEYS } from "./planted-world.ts";

type ListedTool = { readonly name: string; readonly inputSchema: unknown };

const snake = (name: string): string => name.replaceAll(" ", "_");

/** Arguments of the tools that explain. */
const EXPLAINING: Readonly<Record<string, readonly object[]>> = {
  whoami: [{}],
  summarize_processes: [{}],
  summarize_incidents: [{}, { groupBy: "element" }, { groupBy: "process" }],
  diagnose_process_instance: [
    { processInstanceKey: KEYS.instance },
    { processInstanceKey: KEYS.parent },
    { reference: KEYS.instance },
    ...KEYS.others.map((processInstanceKey) => ({ processInstanceKey })),
  ],
  explain_incident: KEYS.incidents.map((incidentKey) => ({ incidentKey })),
  find_stalled_process_instances: [{ olderThan: "1h" }],
  get_process_instance_timeline: [{ processInstanceKey: KEYS.instance }],
  compare_process_instances: [KEYS.instance, ...KEYS.others].map((badProcessInstanceKey) => ({
    goodProcessInstanceKey: KEYS.sibling(badProcessInstanceKey),
    badProcessInstanceKey,
  })),
  compare_process_versions: [{ processDefinitionId: KEYS.process }],
  lookup: [{ reference: KEYS.instance }, { reference: KEYS.row("incidents", "incidentKey") }, { reference: "nothing" }],
};

const keyOf = (entity: Entity): string => KEYS.row(entity.path.v2, entity.key);

const entityTool = ({ name, inputSchema }: ListedTool): readonly object[] => {
  const properties = member(inputSchema, "properties");
  const include = textsOf(member(member(member(properties, "include"), "items"), "enum"));
  const entity = entities.find((one) => name === `search_${snake(one.plural)}` || name === `get_${snake(one.name)}`);
  if (entity === undefined) return [];
  if (name.startsWith("search_")) {
    const shown = Object.values(entity.fields).filter(({ isHidden }) => !isHidden);
    return [{ limit: 3 }, { limit: 3, fields: shown.map((field) => field.name) }];
  }
  const key = keyOf(entity);
  const one = { [entity.key]: entity.name === "process instance" ? KEYS.instance : key };
  return [one, ...(include === undefined ? [] : [{ ...one, include }])];
};

/** Calls of a tool that bring as much of the cluster into its answer as can be. */
export const callsOf = (tool: ListedTool): readonly object[] => EXPLAINING[tool.name] ?? entityTool(tool);

/** First steps of the tools that change something, by their names: what they show is what they would do. */
export const WRITING: Readonly<Record<string, readonly object[]>> = {
  resolve_incidents: [{ processInstanceKeys: [KEYS.instance] }, { filter: { processDefinitionId: KEYS.process } }],
  cancel_process_instances: [{ processInstanceKeys: [KEYS.instance] }],
  delete_process_instances: [{ filter: { processDefinitionId: KEYS.process } }],
  set_variables: [],
  update_job_retries: [{ jobKeys: [KEYS.row("jobs", "jobKey")], retries: 2 }],
  migrate_process_instances: [
    {
      processInstanceKeys: [KEYS.instance],
      targetProcessDefinitionKey: KEYS.row("process-definitions", "processDefinitionKey"),
    },
  ],
  modify_process_instance: [
    {
      processInstanceKey: KEYS.instance,
      move: [{ sourceElementId: "charge-payment", targetElementId: "clarify-payment" }],
    },
  ],
};
