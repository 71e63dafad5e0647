import * as z from "zod";
import type { Connection } from "../camunda/connect.ts";
import type { Engine, Identity } from "../camunda/engine.ts";
import { entities } from "../camunda/entities/index.ts";
import { type ClusterVersion, reaches } from "../camunda/version.ts";
import { defined } from "../members.ts";
import type { Fact, RecordAnswer } from "./answer.ts";
import { type Context, READ, type Tool } from "./tool.ts";

const output = z.looseObject({
  api: z.string(),
  clusterVersion: z.string(),
  clusterVersionBecause: z.string(),
  address: z.string(),
  addressFrom: z.string(),
  login: z.string(),
  user: z.string().optional(),
  client: z.string().optional(),
  displayName: z.string().optional(),
  permissions: z.array(z.string()).optional(),
  roles: z.array(z.string()).optional(),
  groups: z.array(z.string()).optional(),
  tenants: z.array(z.string()).optional(),
  onlyTenant: z.string().optional(),
  capabilities: z.array(z.string()),
  lacks: z.array(z.string()),
  toolsets: z.array(z.string()),
  writes: z.boolean(),
  partitions: z.array(z.looseObject({})).optional(),
  notices: z.array(z.string()).optional(),
});

/** What came with some version of Camunda: the fields this cluster has of it, and those it has not, with the version. */
const versioned = (engine: Engine, version: ClusterVersion): { capabilities: string[]; lacks: string[] } => {
  const capabilities = new Set<string>();
  const lacks = new Set<string>();
  for (const { name, v1, v2 } of entities.flatMap(({ fields }) => Object.values(fields))) {
    const wire = engine.generation === "v1" ? v1 : v2;
    const since = (wire ?? v2)?.since;
    if (since === undefined) continue;
    if (wire !== undefined && reaches(version.atLeast, since)) capabilities.add(name);
    else lacks.add(`${name} (since ${since}${wire === undefined ? ", newer API only" : ""})`);
  }
  return { capabilities: [...capabilities], lacks: [...lacks] };
};

const fieldsOf = (
  { engine, base, strategy, tenantId }: Connection,
  version: ClusterVersion,
  identity: Identity,
  context: Context,
): Record<string, Fact> => {
  const { notices: _, ...who } = identity;
  return {
    api: engine.api,
    clusterVersion: version.text,
    clusterVersionBecause: version.because,
    address: engine.address,
    addressFrom: `${base.source.variable} (${base.source.from})`,
    login: strategy,
    ...who,
    ...defined({ onlyTenant: tenantId }),
    ...versioned(engine, version),
    toolsets: context.toolsets,
    writes: context.writes,
  };
};

const PARTITION_COLUMNS = ["brokerId", "brokerVersion", "partitionId", "role", "health"];

const answer = async (context: Context): Promise<RecordAnswer> => {
  const connection = await context.connect();
  const { engine } = connection;
  const [version, identity, partitions] = await Promise.all([
    engine.version(context),
    engine.identity(context),
    engine.partitions(context),
  ]);
  const { rows } = partitions;
  return {
    kind: "record",
    fields: fieldsOf(connection, version, identity, context),
    parts: rows.length === 0 ? {} : { partitions: { kind: "rows", columns: PARTITION_COLUMNS, rows } },
    notices: [...identity.notices, ...partitions.notices, ...context.warnings],
  };
};

/** Who is asking, and what is being asked. */
export const whoami: Tool = {
  name: "whoami",
  title: "Who am I, and which cluster is this",
  description:
    "Show which Camunda cluster is connected and as whom: API generation, version, address and where it was set, login, user or client, tenants, permissions, tools switched on, health of brokers and partitions. Call it first when an answer looks wrong or empty.",
  toolset: "data",
  annotations: READ,
  input: z.strictObject({}),
  output,
  handler: (context) => answer(context),
};
