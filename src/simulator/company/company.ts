import type { Entity } from "../../camunda/entity.ts";
import { OperateError } from "../../errors.ts";
import type { Row, World } from "../world.ts";
import { deployAll } from "./catalogue.ts";
import { type Deployments, latestProcess } from "./deployments.ts";
import { type Details, details, flat } from "./details.ts";
import { bpmnXml } from "./diagram/bpmn-xml.ts";
import { dmnXml } from "./diagram/dmn-xml.ts";
import { type Instance, type Ledger, ledger } from "./player/ledger.ts";
import { run } from "./player/perform.ts";
import { markIncidents } from "./player/record.ts";
import { walk } from "./player/walk.ts";
import { type Random, random } from "./random.ts";
import { tables } from "./rows.ts";
import { claimStories } from "./stories/claims.ts";
import { customerStories } from "./stories/customers.ts";
import { invoiceStories } from "./stories/invoices.ts";
import { nightStories } from "./stories/nights.ts";
import { orderStories } from "./stories/orders.ts";
import { DEFAULT_TENANT, type Mark, type Story } from "./story.ts";
import { numberTickets } from "./ticket.ts";

/** The sample data, and the keys of the process instances in it that show something particular. */
export interface Company extends World {
  rows(entity: Entity): readonly Row[];
  /** Rows by the path under which the Orchestration Cluster API serves the entity; also those that no entity declares yet. */
  table(path: string): readonly Row[];
  /** Nested fields of one row: inputs and rules of a decision instance, headers of a job, candidates of a user task. */
  details(of: { readonly path: { readonly v2: string } }, key: string): Details | undefined;
  /** Ids of the sequence flows that an instance has taken. */
  sequenceFlows(processInstanceKey: string): readonly string[];
  /** Key of the process instance that shows this; `deepestChild` is the called instance at the bottom below `deepestRoot`. */
  landmark(name: Mark | "deepestChild"): string;
}

const PARTITIONS = [1, 2, 4, 5] as const;

const play = (
  book: Ledger,
  deployments: Deployments,
  story: Story,
  now: number,
  partition: number,
  chance: Random,
): Instance => {
  const at = now - story.ago;
  const { process, tenantId = DEFAULT_TENANT, script = {}, variables, businessId, tags, suspendedAfter } = story;
  const definition = latestProcess(deployments, process, tenantId, at);
  if (definition === undefined)
    throw new OperateError("INTERNAL", "The sample data starts a process before it is deployed.");
  const end = at + (script.canceledAfter ?? Number.POSITIVE_INFINITY);
  const limit = { until: Math.min(now, end), cut: end <= now, catching: [] };
  const begin = {
    at,
    variables,
    partition: story.partition ?? partition,
    ...(businessId === undefined ? {} : { businessId }),
    ...(tags === undefined ? {} : { tags }),
    ...(suspendedAfter === undefined ? {} : { suspended: at + suspendedAfter }),
  };
  return run({ ledger: book, deployments, script, random: chance }, definition, begin, limit, walk).instance;
};

const landmarkOf = (marked: ReadonlyMap<Mark, Instance>, book: Ledger, name: Mark | "deepestChild"): string => {
  const root = marked.get(name === "deepestChild" ? "deepestRoot" : name);
  const below = book.instances.filter((instance) => root !== undefined && instance.root === root);
  const deepest = below.find((instance) => !below.some(({ parent }) => parent?.instance === instance));
  const found = name === "deepestChild" ? deepest : root;
  if (found === undefined) throw new OperateError("INTERNAL", "The sample data lacks a landmark.");
  return found.ticket.key;
};

const draw = (deployments: Deployments, path: string, key: string): string | undefined => {
  if (path === "process-definitions") {
    const process = deployments.processes.find(({ ticket }) => ticket.key === key);
    return process && bpmnXml(process.model);
  }
  if (path === "decision-requirements") {
    const found = deployments.requirements.find(({ ticket }) => ticket.key === key);
    return found && dmnXml(found.requirements);
  }
  const decision = deployments.decisions.find(({ ticket }) => ticket.key === key);
  return path === "decision-definitions" && decision ? dmnXml(decision.from.requirements) : undefined;
};

/** Makes something at the first time it is asked for and keeps it. */
const kept = <Thing>(make: (name: string) => Thing | undefined): ((name: string) => Thing | undefined) => {
  const made = new Map<string, Thing | undefined>();
  return (name) => {
    if (!made.has(name)) made.set(name, make(name));
    return made.get(name);
  };
};

/**
 * A mail-order company as its Camunda cluster sees it: the last five weeks up to `now` (milliseconds since 1970).
 * The same `now` and `seed` give the same data to the last key.
 */
export const company = ({ now, seed = 4711 }: { now: number; seed?: number }): Company => {
  const chance = random(seed);
  const book = ledger();
  const deployments = deployAll(book.tickets, now);
  const stories = [
    ...orderStories(chance.fork()),
    ...invoiceStories(chance.fork()),
    ...customerStories(chance.fork(), now),
    ...claimStories(chance.fork()),
    ...nightStories(chance.fork()),
  ];
  const marked = new Map<Mark, Instance>();
  for (const [index, story] of stories.entries()) {
    const partition = PARTITIONS[index % PARTITIONS.length] ?? 1;
    const instance = play(book, deployments, story, now, partition, chance.fork());
    if (story.mark !== undefined) marked.set(story.mark, instance);
  }
  markIncidents(book);
  numberTickets(book.tickets, chance);

  const rows = tables(book, deployments);
  const nested = details(book);
  const table = kept((path) => rows[path]?.());
  const detailsOf = kept((path) => nested[path]?.());
  const model = kept((path) => kept((key) => draw(deployments, path, key)));
  const flows = new Map(book.instances.map((instance) => [instance.ticket.key, [...instance.flows]]));
  return {
    table: (path) => table(path) ?? [],
    rows: (entity) => table(entity.path.v2) ?? [],
    xml: (entity, key) => model(entity.path.v2)?.(key),
    details: (entity, key) => detailsOf(entity.path.v2)?.get(key),
    nested: (entity, key, { name, group }) => flat(detailsOf(entity.path.v2)?.get(key)?.[name], group),
    sequenceFlows: (key) => flows.get(key) ?? [],
    landmark: (name) => landmarkOf(marked, book, name),
  };
};
