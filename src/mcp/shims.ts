/**
 * What the SDK takes from its environment, in the place of its own module of that name in the built program. That one brings a JSON
 * Schema validator, which would be a third of the bundle and is never asked: the tools check their arguments themselves.
 */
export { default as process } from "node:process";

/** The validator that nothing asks. */
export class DefaultJsonSchemaValidator {
  getValidator(): never {
    throw new Error("JSON Schemas are not checked here");
  }
}
