import { describe } from "vitest";
import type { ClusterVersion, LoginKind } from "../../src/simulator/options.ts";
import { contract } from "./contract.ts";

/*
 * A login does not change what an API answers, and it is the same in all three versions: every login on the newest, and on the
 * older ones the login that most clusters of that version have.
 */
const TABLE: readonly (readonly [ClusterVersion, LoginKind])[] = [
  ["8.8", "identity"],
  ["8.9", "basic"],
  ["8.10", "cookie"],
  ["8.10", "basic"],
  ["8.10", "identity"],
  ["8.10", "saas"],
  ["8.10", "none"],
];

describe.each(TABLE)("The Orchestration Cluster API of %s behind the login %s", (version, login) =>
  contract({ generation: "v2", version }, login),
);
