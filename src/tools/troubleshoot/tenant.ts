import type { Row } from "../../camunda/engine.ts";
import { pick } from "../../members.ts";

/** What a cluster calls the tenant of those who have none. */
const DEFAULT_TENANT = "<default>";

/** The tenant of something, where it is another one than everybody's. */
export const ownTenant = (row: Row): Row => (row["tenantId"] === DEFAULT_TENANT ? {} : pick(row, ["tenantId"]));
