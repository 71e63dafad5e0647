import { describe } from "vitest";
import type { ClusterVersion, LoginKind } from "../../src/simulator/options.ts";
import { contract } from "./contract.ts";

const TABLE: readonly (readonly [ClusterVersion, LoginKind])[] = [
  ["8.0", "cookie"],
  ["8.0", "identity"],
  ["8.0", "none"],
  ["8.3", "cookie"],
  ["8.3", "identity"],
  ["8.6", "cookie"],
  ["8.6", "identity"],
  ["8.6", "saas"],
  ["8.6", "none"],
  ["8.8", "cookie"],
  ["8.8", "basic"],
  ["8.8", "identity"],
  ["8.8", "none"],
];

describe.each(TABLE)("The Operate API of %s behind the login %s", (version, login) =>
  contract({ generation: "v1", version }, login),
);
