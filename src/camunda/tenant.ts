import { OperateError } from "../errors.ts";
import type { Change } from "./change.ts";
import type { Call, Detail, Engine, Gathered, PageRequest, Row } from "./engine.ts";
import { elementInstance } from "./entities/element-instance.ts";
import { incident } from "./entities/incident.ts";
import { job } from "./entities/job.ts";
import { processDefinition } from "./entities/process-definition.ts";
import { processInstance } from "./entities/process-instance.ts";
import type { Entity } from "./entity.ts";
import { wireOf } from "./search/support.ts";

const TENANT = "tenantId";
const INSTANCE = "processInstanceKey";

const withoutTenants = (version: string): OperateError =>
  new OperateError("CONFIG", `CAMUNDA_TENANT_ID is set, and this cluster knows no tenants: it is ${version}`, {
    next: "unset CAMUNDA_TENANT_ID; tenants exist since Camunda 8.3, and OPERATE_MCP_CLUSTER_VERSION says what an empty cluster is",
    facts: { setting: "CAMUNDA_TENANT_ID" },
  });

/** The same words whether it is not there at all or belongs to others. */
const missing = ({ name }: Entity): OperateError =>
  new OperateError("NOT_FOUND", `there is no ${name} with this key in the tenant of CAMUNDA_TENANT_ID`);

/**
 * The same engine, restricted to one tenant: searches ask for it, and a row of another tenant is `NOT_FOUND`. What has no tenant of
 * its own (models, counts, flows, waits) is given only after the row that it belongs to has passed. `CONFIG` where the cluster
 * knows no tenants.
 */
export const inTenant = async (engine: Engine, tenantId: string, call: Call): Promise<Engine> => {
  const version = await engine.version(call);
  const field = processInstance.fields[TENANT];
  if (field === undefined || wireOf(field, engine, version) === undefined) throw withoutTenants(version.text);

  const isOwn = (row: Row): boolean => row[TENANT] === tenantId;
  const own = async (entity: Entity, key: string, on: Call): Promise<Detail> => {
    const detail = await engine.get(entity, key, on).catch((error: unknown) => {
      throw error instanceof OperateError && error.code === "NOT_FOUND" ? missing(entity) : error;
    });
    if (!isOwn(detail.row)) throw missing(entity);
    return detail;
  };
  const owner = async (entity: Entity, row: Row, on: Call): Promise<void> => {
    if (!isOwn(row)) await own(entity, String(row[entity.key]), on);
  };
  /** A job cannot be read by its key, but found. */
  const ownJob = async (jobKey: string, on: Call): Promise<void> => {
    const filter = { [job.key]: jobKey, [TENANT]: tenantId };
    const { rows } = await engine.page(job, { filter, sort: [], size: 1 }, on);
    if (!rows.some(isOwn)) throw missing(job);
  };
  /** A scope is an instance or a passage in one. */
  const ownScope = async (scopeKey: string, on: Call): Promise<void> => {
    await own(processInstance, scopeKey, on).catch((error: unknown) => {
      if (!(error instanceof OperateError) || error.code !== "NOT_FOUND") throw error;
      return own(elementInstance, scopeKey, on);
    });
  };
  const ownSubject = async (change: Change, on: Call): Promise<void> => {
    switch (change.act) {
      case "resolveIncident":
        await own(incident, change.incidentKey, on);
        return;
      case "updateRetries":
        return ownJob(change.jobKey, on);
      case "setVariables":
        return ownScope(change.scopeKey, on);
      case "migrateInstance":
        await own(processDefinition, change.targetProcessDefinitionKey, on);
        await own(processInstance, change.processInstanceKey, on);
        return;
      case "cancelInstance":
      case "deleteInstance":
      case "modifyInstance":
        await own(processInstance, change.processInstanceKey, on);
    }
  };
  const owned =
    <Result>(entity: Entity, ask: (key: string, on: Call) => Promise<Result>) =>
    async (key: string, on: Call): Promise<Result> => {
      await own(entity, key, on);
      return ask(key, on);
    };
  const ownRows =
    (ask: (row: Row, on: Call) => Promise<Gathered>) =>
    async (row: Row, on: Call): Promise<Gathered> => {
      const { rows, notices } = await ask(row, on);
      return { rows: rows.filter(isOwn), notices };
    };

  return {
    ...engine,
    async page(entity: Entity, request: PageRequest, on: Call) {
      if (entity.fields[TENANT] !== undefined)
        return engine.page(entity, { ...request, filter: { ...request.filter, [TENANT]: tenantId } }, on);
      // Such rows are only ever asked for by the instance that they belong to.
      await own(processInstance, String(request.filter[INSTANCE]), on);
      return engine.page(entity, request, on);
    },
    get: own,
    async xml(entity, row, on) {
      await owner(entity, row, on);
      return engine.xml(entity, row, on);
    },
    instanceStatistics: owned(processInstance, engine.instanceStatistics),
    definitionStatistics: owned(processDefinition, engine.definitionStatistics),
    sequenceFlows: owned(processInstance, engine.sequenceFlows),
    sameError: ownRows(engine.sameError),
    instancesByVersion: ownRows(engine.instancesByVersion),
    async change(change, on) {
      await ownSubject(change, on);
      return engine.change(change, on);
    },
  };
};
