import type { Version } from "../camunda/entity.ts";
import { type Answer, json, springError } from "./answer.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Visitor } from "./login/gate.ts";
import { reaches } from "./v1/quirks.ts";

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

/** What a cluster of a version calls itself. */
export const GATEWAYS: Readonly<Record<Version, string>> = {
  "8.0": "8.0.22",
  "8.3": "8.3.24",
  "8.6": "8.6.35",
  "8.8": "8.8.3",
  "8.9": "8.9.1",
  "8.10": "8.10.0",
};

/** Answers `GET /v2/topology`: three brokers with five partitions, one of which has lost its health on one broker. */
export const topology = (version: Version): Json => {
  const gatewayVersion = GATEWAYS[version] ?? `${version}.0`;
  const since = (first: Version, more: JsonObject): JsonObject => (reaches(version, first) ? more : {});
  return {
    brokers: [0, 1, 2].map((nodeId) => ({
      nodeId,
      ...since("8.10", { brokerId: String(nodeId) }),
      host: `broker-${nodeId}.example.internal`,
      port: 26501,
      partitions: PARTITIONS.map((partitionId) => ({
        partitionId,
        role: partitionId % 3 === nodeId ? "leader" : "follower",
        health: nodeId === 2 && partitionId === 4 ? "unhealthy" : "healthy",
        ...since("8.10", { state: "active" }),
      })),
      version: gatewayVersion,
    })),
    ...since("8.9", { clusterId: "f1a7c1f0-2c0b-4b7e-9a55-6f3a0f6f7f11" }),
    clusterSize: 3,
    partitionsCount: PARTITIONS.length,
    replicationFactor: 3,
    gatewayVersion,
    ...since("8.8", { lastCompletedChangeId: "1" }),
  };
};

/** Answers `GET /v2/license`. */
export const license: Json = {
  validLicense: true,
  licenseType: "production",
  isCommercial: true,
  expiresAt: "2027-12-31T00:00:00.000Z",
};
