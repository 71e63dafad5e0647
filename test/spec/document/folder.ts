import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The official OpenAPI documents of the Operate API by the version from which on they hold, each the name of its file. */
export const FILES = {
  "pre-8.6": "operate-v1-openapi.pre-8.6.yaml",
  "8.6": "operate-v1-openapi.yaml",
} as const;

/** One of the documents of the Operate API. */
export type DocumentName = keyof typeof FILES;

/** The official OpenAPI documents of the Orchestration Cluster API by version, each the name of its file. */
export const CLUSTER_FILES = {
  "8.8": "orchestration-v2/8.8/rest-api.yaml",
  "8.9": "orchestration-v2/8.9/rest-api.bundle.json",
  "8.10": "orchestration-v2/8.10-dev/rest-api.bundle.json",
} as const;

/** One of the documents of the Orchestration Cluster API. */
export type ClusterDocumentName = keyof typeof CLUSTER_FILES;

/** The project's root. */
const ROOT = resolve(import.meta.dirname, "../../..");

/** The folder a variable names, relative to the project's root; undefined when it is not set. */
export const folder = (variable: "OPENAPI_DIR" | "FIXTURES_DIR"): string | undefined => {
  const named = process.env[variable];
  return named === undefined || named === "" ? undefined : resolve(ROOT, named);
};

/** Why the documents cannot be read, in one sentence; undefined when they can. */
export const missingDocuments = (): string | undefined => {
  const where = folder("OPENAPI_DIR");
  const files = [...Object.values(FILES), ...Object.values(CLUSTER_FILES)];
  if (where === undefined) {
    return `Set OPENAPI_DIR to the folder with the official OpenAPI documents of Camunda (${files.join(", ")}).`;
  }
  const lacking = files.filter((file) => !existsSync(join(where, file)));
  return lacking.length === 0
    ? undefined
    : `The folder that OPENAPI_DIR names (${where}) lacks ${lacking.join(" and ")}.`;
};
