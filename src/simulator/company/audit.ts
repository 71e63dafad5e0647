import type { Row } from "../world.ts";
import type { Deployments } from "./deployments.ts";
import { minutes } from "./duration.ts";
import type { Instance, Ledger } from "./player/ledger.ts";
import type { Ticket } from "./ticket.ts";

interface Operation {
  readonly at: number;
  readonly partition: number;
  readonly row: Row;
}

const byClient = { actorId: "order-service", actorType: "CLIENT" };
const byOperator = { actorId: "annika.lind", actorType: "USER" };
const byClerk = { actorId: "jonas.weber", actorType: "USER" };
const byPipeline = { actorId: "deploy-pipeline", actorType: "CLIENT" };

const belonging = (instance: Instance): Row => ({
  processInstanceKey: instance.ticket.key,
  rootProcessInstanceKey: (instance.root ?? instance).ticket.key,
  processDefinitionKey: instance.definition.ticket.key,
  processDefinitionId: instance.definition.model.id,
  tenantId: instance.definition.tenantId,
});

const deployment = (ticket: Ticket, tenantId: string, file: string, more: Row): Operation => ({
  at: ticket.born,
  partition: ticket.partition,
  row: {
    ...byPipeline,
    entityType: "RESOURCE",
    entityKey: ticket.key,
    operationType: "CREATE",
    entityDescription: file,
    ...more,
    resourceKey: ticket.key,
    tenantId,
  },
});

const deployed = ({ processes, requirements }: Deployments): Operation[] => [
  ...processes.map(({ ticket, model: { id }, tenantId }) =>
    deployment(ticket, tenantId, `${id}.bpmn`, { processDefinitionKey: ticket.key, processDefinitionId: id }),
  ),
  ...requirements.map(({ ticket, requirements: { id }, tenantId }) =>
    deployment(ticket, tenantId, `${id}.dmn`, { decisionRequirementsKey: ticket.key, decisionRequirementsId: id }),
  ),
];

/** What was done to root instances: started, suspended, canceled. */
const ran = ({ instances }: Ledger): Operation[] =>
  instances
    .filter(({ parent }) => parent === undefined)
    .flatMap((instance) => {
      const operation = (operationType: string, at: number | undefined, actor: Row): Operation[] =>
        at === undefined
          ? []
          : [
              {
                at,
                partition: instance.ticket.partition,
                row: {
                  ...actor,
                  ...belonging(instance),
                  entityType: "PROCESS_INSTANCE",
                  entityKey: instance.ticket.key,
                  operationType,
                },
              },
            ];
      return [
        ...operation("CREATE", instance.start, byClient),
        ...operation("SUSPEND", instance.suspended, byOperator),
        ...operation("CANCEL", instance.state === "TERMINATED" ? instance.end : undefined, byOperator),
      ];
    });

/** Incidents that somebody resolved, after giving the job new retries where there was one. */
const repaired = ({ incidents }: Ledger): Operation[] =>
  incidents
    .filter(({ state, element }) => state === "RESOLVED" && element.state === "COMPLETED")
    .flatMap(({ ticket, element, job }) => {
      const at = element.end ?? ticket.born;
      const common = { ...byOperator, ...belonging(element.instance), elementInstanceKey: element.ticket.key };
      const retried = job && {
        at: at - minutes(1),
        partition: ticket.partition,
        row: {
          ...common,
          entityType: "JOB",
          entityKey: job.ticket.key,
          operationType: "UPDATE",
          jobKey: job.ticket.key,
        },
      };
      const resolved = {
        at,
        partition: ticket.partition,
        row: { ...common, entityType: "INCIDENT", entityKey: ticket.key, operationType: "RESOLVE" },
      };
      return retried === undefined ? [resolved] : [retried, resolved];
    });

const worked = ({ userTasks }: Ledger): Operation[] =>
  userTasks
    .filter(({ state }) => state === "COMPLETED")
    .map(({ ticket, element, end = ticket.born }) => ({
      at: end,
      partition: ticket.partition,
      row: {
        ...byClerk,
        ...belonging(element.instance),
        entityType: "USER_TASK",
        entityKey: ticket.key,
        operationType: "COMPLETE",
        elementInstanceKey: element.ticket.key,
        userTaskKey: ticket.key,
      },
    }));

// Audit logs were invented long after the other keys; theirs are out of the way of those.
const FIRST_KEY = 1n << 40n;

/** Who did what to the cluster, in the order of time. */
export const auditLogs = (ledger: Ledger, deployments: Deployments): readonly Row[] =>
  [...deployed(deployments), ...ran(ledger), ...repaired(ledger), ...worked(ledger)]
    .sort((one, other) => one.at - other.at)
    .map(({ at, partition, row }, index) => ({
      auditLogKey: String((BigInt(partition) << 51n) + FIRST_KEY + BigInt(index)),
      ...row,
      timestamp: new Date(at).toISOString(),
      category: row["entityType"] === "USER_TASK" ? "USER_TASKS" : "DEPLOYED_RESOURCES",
      result: "SUCCESS",
    }));
