import { decisionRequirements } from "../camunda/entities/decision-requirements.ts";
import { processDefinition } from "../camunda/entities/process-definition.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import type { Entity } from "../camunda/entity.ts";

/** Resources that differ in one key only. What they hold is what the get tool of their entity answers. */
export interface Template {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
  /** With the entity's key in braces. */
  readonly uriTemplate: string;
  readonly entity: Entity;
  /** What the get tool is asked to add. */
  readonly include: readonly string[];
  /** The one of these texts that is the whole resource, as it is; absent: the answer as a tool would show it. */
  readonly document?: string;
}

const uriOf = ({ plural, key }: Entity): string => `operate://${plural.replaceAll(" ", "-")}/{${key}}`;

/** The XML of a deployed model. */
const model = (entity: Entity, language: string): Template => ({
  name: `${entity.name.replaceAll(" ", "_")}_xml`,
  title: `${language} of a ${entity.name}`,
  description: `The ${language} model of one deployed version, as XML, given by its ${entity.key}.`,
  mimeType: "application/xml",
  uriTemplate: `${uriOf(entity)}/xml`,
  entity,
  include: ["xml"],
  document: "xml",
});

/** Every family of resources. */
export const templates: readonly Template[] = [
  model(processDefinition, "BPMN"),
  model(decisionRequirements, "DMN"),
  {
    name: "process_instance",
    title: "A process instance",
    description: "One process instance with its incidents, elements and variables, as text, given by its key.",
    mimeType: "text/plain",
    uriTemplate: uriOf(processInstance),
    entity: processInstance,
    include: ["incidents", "elements", "variables"],
  },
];

/** Hosts may write any character of a URI as its code; what is none of a character stays as it is. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The key that a URI of this family names; undefined when it belongs to another. */
export const keyIn = ({ uriTemplate }: Template, uri: string): string | undefined => {
  const [before = "", after = ""] = uriTemplate.split(/\{\w+\}/);
  const isWithin = uri.startsWith(before) && uri.endsWith(after) && uri.length > before.length + after.length;
  const key = uri.slice(before.length, uri.length - after.length);
  return isWithin && /^[^/?#]+$/.test(key) ? decoded(key) : undefined;
};
