import { OperateError } from "../../errors.ts";
import { member, textOf } from "../../narrow.ts";
import { isPlainWord } from "../../visible.ts";
import type { Client } from "../client.ts";
import type { Call, Gathered, Row } from "../engine.ts";
import { type ClusterVersion, toVersion } from "../version.ts";

/** `GET /v2/topology`; undefined for who may not see it. */
export const readTopology = async (client: Client, call: Call): Promise<unknown> => {
  try {
    return (await client.read("v2/topology", "json", call)).json;
  } catch (error) {
    if (error instanceof OperateError && error.code === "FORBIDDEN") return undefined;
    throw error;
  }
};

/** The version that a topology names. */
export const versionIn = (topology: unknown): ClusterVersion | undefined => {
  const text = textOf(member(topology, "gatewayVersion")) ?? "";
  const atLeast = /^[\w.-]{1,40}$/.test(text) ? toVersion(text) : undefined;
  return atLeast && { atLeast, text, because: "told by the cluster" };
};

const listOf = (value: unknown, name: string): readonly unknown[] => {
  const list = member(value, name);
  return Array.isArray(list) ? list : [];
};

const scalarOf = (value: unknown, name: string): string => {
  const found = member(value, name);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
};

const partitionsOf = (broker: unknown): Row[] => {
  // The id is a text from 8.10 on, because a number alone is no longer unique; before it is only a number.
  const brokerId = scalarOf(broker, "brokerId") || scalarOf(broker, "nodeId");
  return listOf(broker, "partitions").map((partition) => ({
    brokerId,
    brokerVersion: scalarOf(broker, "version"),
    partitionId: scalarOf(partition, "partitionId"),
    role: scalarOf(partition, "role"),
    health: scalarOf(partition, "health") || "unknown",
  }));
};

/** A value for a sentence of ours; the rows have the others as they are. */
const wordOf = (row: Row, name: string): string => {
  const word = String(row[name]);
  return isPlainWord(word) ? word : "?";
};

/** Partitions that one sentence names. */
const MOST_NAMED = 10;

/** Each partition on each broker, and in words those that are not healthy. */
export const partitionsIn = (topology: unknown): Gathered => {
  if (topology === undefined) {
    return {
      rows: [],
      notices: ["Brokers and partitions are not shown: this user or client may not see the topology."],
    };
  }
  const rows = listOf(topology, "brokers").flatMap(partitionsOf);
  const ill = rows
    .filter(({ health }) => health !== "healthy")
    .map((row) => {
      const [partition, broker, health] = ["partitionId", "brokerId", "health"].map((name) => wordOf(row, name));
      return `partition ${partition} on broker ${broker} (${health})`;
    });
  const more = ill.length > MOST_NAMED ? ` and ${ill.length - MOST_NAMED} more` : "";
  return { rows, notices: ill.length === 0 ? [] : [`Not healthy: ${ill.slice(0, MOST_NAMED).join(", ")}${more}.`] };
};
