import type { Answer } from "../answer.ts";
import type { Visitor } from "../login/gate.ts";
import type { Received } from "../received.ts";
import type { Served } from "../served.ts";
import type { ClusterApiVersion } from "./property.ts";

/** One request of the Orchestration Cluster API, with what it is answered from. */
export interface Asked {
  readonly api: Served;
  readonly request: Received;
  readonly visitor: Visitor;
  /** The key in the path; empty where the path has none. */
  readonly key: string;
}

/** One operation of the Orchestration Cluster API. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  /** As in the documents, e.g. `/v2/incidents/{incidentKey}`. */
  readonly path: string;
  /** First version that has it. */
  readonly since: ClusterApiVersion;
  readonly answer: (asked: Asked) => Answer;
}

/** The parameter of a path that it has in a request; undefined when it is another path, empty when it has none. */
export const parameterOf = ({ path }: Route, requested: string): string | undefined => {
  const own = path.split("/");
  const given = requested.split("/");
  if (own.length !== given.length) return undefined;
  let parameter = "";
  for (const [index, part] of own.entries()) {
    const word = given[index] ?? "";
    if (part.startsWith("{")) parameter = word;
    else if (part !== word) return undefined;
  }
  return parameter;
};
