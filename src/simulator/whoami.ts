import { type Answer, json, springError } from "./answer.ts";
import type { Json } from "./json.ts";
import type { Visitor } from "./login/gate.ts";

/** Answers `GET /api/authentications/user` of Operate up to 8.7: the user of a session; a client is none. */
export const operateUser = (visitor: Visitor, path: string, now: number): Answer => {
  if (visitor.proof !== "session" || visitor.name === undefined) {
    return springError(404, path, now, "Current user couldn't be found");
  }
  return json({
    userId: visitor.name,
    displayName: visitor.name,
    canLogout: true,
    permissions: ["read", "write"],
    roles: null,
    salesPlanType: null,
    c8Links: {},
    username: visitor.name,
  });
};

/** Answers `GET /v2/authentication/me` of 8.8 and later. */
export const clusterUser = ({
  name = null,
  proof,
}: {
  readonly name?: string | null | undefined;
  readonly proof: string;
}): Json => ({
  username: name,
  displayName: proof === "bearer" ? null : name,
  email: name === null || proof === "bearer" ? null : `${name}@example.com`,
  authorizedComponents: ["*"],
  tenants: [{ tenantId: "<default>", name: "Default" }],
  groups: [],
  roles: ["admin"],
  salesPlanType: "",
  c8Links: {},
  canLogout: proof === "session",
});

const PARTITIONS = [1, 2, 3, 4, 5];

/** Answers `GET /v2/topology` of a version: three brokers with five partitions. */
export const topology = (gatewayVersion: string): Json => ({
  brokers: [0, 1, 2].map((nodeId) => ({
    nodeId,
    host: `broker-${nodeId}.example.internal`,
    port: 26501,
    partitions: PARTITIONS.map((partitionId) => ({
      partitionId,
      role: partitionId % 3 === nodeId ? "leader" : "follower",
      health: "healthy",
    })),
    version: gatewayVersion,
  })),
  clusterSize: 3,
  partitionsCount: PARTITIONS.length,
  replicationFactor: 3,
  gatewayVersion,
  lastCompletedChangeId: "1",
});
