import type { Call } from "../camunda/engine.ts";
import { isBearable } from "../camunda/look-up.ts";

/** Looks at what is good to have but not worth an error, remembers what could not be seen, and reports each look as progress. */
export interface SideLooks {
  /**
   * Gives what `work` finds; undefined where it fails, and then a notice says why `what` is missing. Something that the connected
   * API does not have (`UNSUPPORTED`) is no notice: the answer is made from what there is.
   */
  look<T>(what: string, work: () => Promise<T>): Promise<T | undefined>;
  /** One sentence for each thing that could not be seen, each once. */
  notices(): readonly string[];
}

/** For one call. A call that has ended, a refused login, wrong settings and a bug of ours still are errors. */
export const sideLooks = (call: Call): SideLooks => {
  const reasons = new Set<string>();
  return {
    async look(what, work) {
      try {
        const found = await work();
        call.progress(1);
        return found;
      } catch (error) {
        if (!isBearable(error, call)) throw error;
        if (error.code !== "UNSUPPORTED")
          reasons.add(`Not looked at: ${what}, because of ${error.code}: ${error.message}.`);
        return undefined;
      }
    },
    notices: () => [...reasons],
  };
};
