import type { Connection } from "../../camunda/connect.ts";
import type { Call } from "../../camunda/engine.ts";
import { entities } from "../../camunda/entities/index.ts";
import { processDefinition } from "../../camunda/entities/process-definition.ts";
import type { Entity } from "../../camunda/entity.ts";
import { inParallel } from "../../camunda/parallel.ts";
import { reaches } from "../../camunda/version.ts";
import { settings } from "../../config/settings.ts";
import { OperateError } from "../../errors.ts";
import { type Check, type Finding, failed, ok, skipped, warning } from "./check.ts";
import { ofLeg } from "./legs.ts";

/** What became of looking for one row. */
interface Reading {
  readonly entity: Entity;
  /** Rows that can be seen; undefined after an error. */
  readonly total?: number;
  readonly error?: OperateError;
}

/** The kinds of things that the connected version has, and that a tool is offered for. */
const readable = async (
  { engine }: Connection,
  toolsets: readonly string[],
  call: Call,
): Promise<readonly Entity[]> => {
  const { atLeast } = await engine.version(call);
  return entities.filter(({ path, since, toolset }) => {
    const first = since[engine.generation];
    return (
      path[engine.generation] !== undefined &&
      toolsets.includes(toolset) &&
      (first === undefined || reaches(atLeast, first))
    );
  });
};

const read = async ({ engine }: Connection, entity: Entity, call: Call): Promise<Reading> => {
  try {
    return { entity, total: (await engine.page(entity, { filter: {}, sort: [], size: 1 }, call)).total };
  } catch (error) {
    if (error instanceof OperateError) return { entity, error };
    throw error;
  }
};

const names = (readings: readonly Reading[]): string => readings.map(({ entity }) => entity.plural).join(", ");

const { tenantId: tenant } = settings;

const IF_DEPLOYED =
  "if something is deployed, have this user or client granted the permission to read it, or its tenant: from 8.8 on what one may not read is just not there";

const judged = (readings: readonly Reading[], tenantId: string | undefined): readonly Finding[] => {
  const seen = readings.filter(({ total }) => total !== undefined);
  const forbidden = readings.filter(({ error }) => error?.code === "FORBIDDEN");
  const broken = readings.flatMap(({ entity, error }) =>
    error === undefined || error.code === "FORBIDDEN" ? [] : [failed(`${entity.plural}: ${error.message}`, error.next)],
  );
  const [first] = forbidden;
  const detail = first?.error?.facts.detail;
  const said = detail === undefined ? "" : ` (${JSON.stringify(detail)})`;
  const hidden = seen.some(({ entity, total }) => entity === processDefinition && total === 0);
  return [
    ...(seen.length === 0 ? [] : [ok(`may read ${names(seen)}`)]),
    ...(first === undefined
      ? []
      : [failed(`may not read ${names(forbidden)}${said}`, first.error?.next ?? "have the permission granted")]),
    ...broken,
    ...(hidden
      ? [
          tenantId === undefined
            ? warning("no process definition is to be seen", IF_DEPLOYED)
            : warning(
                `no process definition is to be seen in the tenant ${JSON.stringify(tenantId)} of ${tenant.name}`,
                `check the name of the tenant in ${tenant.name}; if it is right, and ${IF_DEPLOYED}`,
              ),
        ]
      : []),
  ];
};

/** What this user or client may read, kind by kind. */
export const permissions: Check = {
  name: "permissions",
  needs: ["api"],
  run: ofLeg("permissions", async ({ connection }, { settings: { toolsets, tenantId }, call }) => {
    if (connection === undefined) return [skipped("there is no connection")];
    const kinds = await readable(connection, toolsets, call);
    return judged(await inParallel(kinds, (entity) => read(connection, entity, call)), tenantId);
  }),
};
