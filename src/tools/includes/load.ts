import { type Code, OperateError } from "../../errors.ts";
import type { Include, Loaded, Subject } from "./include.ts";

/** What goes wrong with one include and says nothing about the others. */
const OF_ITS_OWN: readonly Code[] = ["UNSUPPORTED", "FORBIDDEN", "UPSTREAM_ERROR", "TOO_LARGE"];

const isOfItsOwn = (error: unknown): error is OperateError =>
  error instanceof OperateError && OF_ITS_OWN.includes(error.code);

/** What the includes gave, and why some gave nothing. */
export interface AllLoaded {
  readonly loaded: readonly { readonly include: Include; readonly loaded: Loaded }[];
  readonly notices: readonly string[];
}

/** Loads what was asked for. One that fails by itself is left out and said, unless it is all that was asked for. */
export const loadAll = async (includes: readonly Include[], subject: Subject): Promise<AllLoaded> => {
  const results = await Promise.all(
    includes.map(async (include) => {
      try {
        const loaded = await include.load(subject);
        subject.context.progress(1);
        return { include, loaded };
      } catch (error) {
        if (includes.length === 1 || !isOfItsOwn(error)) throw error;
        return `${include.name} is left out, ${error.code}: ${error.message}.`;
      }
    }),
  );
  return {
    loaded: results.filter((result) => typeof result !== "string"),
    notices: results.filter((result) => typeof result === "string"),
  };
};
