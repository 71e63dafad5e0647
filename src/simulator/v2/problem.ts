import { STATUS_CODES } from "node:http";

/** Ends the handling of a request of the Orchestration Cluster API with a problem detail; title and detail are Camunda's. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;

  constructor(status: number, detail: string, title: string = STATUS_CODES[status] ?? "") {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.title = title;
  }
}

/** Refuses a request whose JSON does not fit: an unknown property, or a value of the wrong type. */
export const unparsable = (property: string): never => {
  throw new Problem(400, `Request property [${property}] cannot be parsed`);
};

/** Refuses a request that was read and makes no sense; all that is wrong with it, in sentences. */
export const invalid = (...wrong: readonly string[]): never => {
  throw new Problem(400, wrong.join(" "), "INVALID_ARGUMENT");
};

/** Refuses a word that is none of the listed ones. */
export const unexpected = (value: string, property: string, words: readonly string[]): never => {
  throw new Problem(
    400,
    `Unexpected value '${value}' for enum field '${property}'. Use any of the following values: [${words.join(", ")}]`,
  );
};

/** Says that there is no such thing. */
export const missing = (what: string, key: string): Problem =>
  new Problem(404, `${what} with key '${key}' not found`, "NOT_FOUND");
