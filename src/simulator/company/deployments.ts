import type { Decision, Requirements } from "./decision.ts";
import type { Model } from "./model.ts";
import { type Ticket, ticket } from "./ticket.ts";

/** One version of a process as deployed. */
export interface DeployedProcess {
  readonly ticket: Ticket;
  readonly model: Model;
  readonly version: number;
  readonly tenantId: string;
  readonly deployedAt: number;
}

/** One version of a decision requirements graph as deployed. */
export interface DeployedRequirements {
  readonly ticket: Ticket;
  readonly requirements: Requirements;
  readonly version: number;
  readonly tenantId: string;
}

/** One decision of it. */
export interface DeployedDecision {
  readonly ticket: Ticket;
  readonly decision: Decision;
  readonly from: DeployedRequirements;
  readonly deployedAt: number;
}

/** All that is deployed. */
export interface Deployments {
  readonly processes: readonly DeployedProcess[];
  readonly requirements: readonly DeployedRequirements[];
  readonly decisions: readonly DeployedDecision[];
  /** Ids of the forms that user tasks can show. */
  readonly forms: readonly string[];
}

/** The deployment of one model file: when, where, for whom. Deployed earlier means a lower version number. */
export interface Deployment<File> {
  readonly file: File;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly tenantId: string;
  readonly partition: number;
}

/** Deploys models; versions count up per id and tenant in the order of the lists. */
export const deploy = (
  tickets: Ticket[],
  models: readonly Deployment<Model>[],
  graphs: readonly Deployment<Requirements>[],
  forms: readonly string[],
): Deployments => {
  const versions = new Map<string, number>();
  const nextVersion = (id: string): number => {
    const version = (versions.get(id) ?? 0) + 1;
    versions.set(id, version);
    return version;
  };
  const decisions: DeployedDecision[] = [];
  const requirements = graphs.map(({ file, at, tenantId, partition }) => {
    const version = nextVersion(`requirements ${file.id} ${tenantId}`);
    const from = { ticket: ticket(tickets, partition, at), requirements: file, version, tenantId };
    for (const decision of file.decisions) {
      decisions.push({ ticket: ticket(tickets, partition, at), decision, from, deployedAt: at });
    }
    return from;
  });
  const processes = models.map(({ file, at, tenantId, partition }) => ({
    ticket: ticket(tickets, partition, at),
    model: file,
    version: nextVersion(`process ${file.id} ${tenantId}`),
    tenantId,
    deployedAt: at,
  }));
  return { processes, requirements, decisions, forms };
};

const newest = <Thing extends { readonly deployedAt: number }>(
  things: readonly Thing[],
  at: number,
): Thing | undefined =>
  things.filter(({ deployedAt }) => deployedAt <= at).toSorted((left, right) => right.deployedAt - left.deployedAt)[0];

/** The version of a process that runs when it is started at this time; undefined when there is none. */
export const latestProcess = (
  from: Deployments,
  id: string,
  tenantId: string,
  at: number,
): DeployedProcess | undefined =>
  newest(
    from.processes.filter((process) => process.model.id === id && process.tenantId === tenantId),
    at,
  );

/** The version of a decision that is evaluated at this time; undefined when there is none. */
export const latestDecision = (
  from: Deployments,
  id: string,
  tenantId: string,
  at: number,
): DeployedDecision | undefined =>
  newest(
    from.decisions.filter((deployed) => deployed.decision.id === id && deployed.from.tenantId === tenantId),
    at,
  );
