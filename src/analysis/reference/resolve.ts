import type { Call, Engine } from "../../camunda/engine.ts";
import { OperateError } from "../../errors.ts";
import { sideLooks } from "../side.ts";
import { byKey } from "./by-key.ts";
import { byValue } from "./by-value.ts";
import type { Resolved } from "./hit.ts";
import { parseReference } from "./parse-reference.ts";

/**
 * What a reference means: a key of any kind, a link to Operate or Tasklist, or a business value as a person says it. A key that
 * nothing has may be a value. `NOT_FOUND` for a key that is neither, `INVALID_ARGUMENT` for a blank reference and for a link without one key; a value that
 * nothing has gives no hits.
 */
export const resolveReference = async (engine: Engine, reference: string, call: Call): Promise<Resolved> => {
  const parsed = parseReference(reference);
  const side = sideLooks(call);
  const noticed = ({ hits, isEverything, notices }: Resolved): Resolved => {
    const unseen = side.notices();
    return { hits, isEverything: isEverything && unseen.length === 0, notices: [...notices, ...unseen] };
  };
  if (parsed.kind === "value") return noticed(await byValue(engine, parsed.said, side, call));
  const hits = await byKey(engine, parsed.key, parsed.kind, side, call);
  if (hits.length > 0) return noticed({ hits, isEverything: true, notices: [] });
  if (parsed.kind === "key") {
    const found = await byValue(engine, parsed.said, side, call);
    if (found.hits.length > 0) return noticed(found);
  }
  const seen = side.notices();
  throw new OperateError(
    "NOT_FOUND",
    `nothing here has the key ${parsed.key}${seen.length === 0 ? "" : `; ${seen.join(" ")}`}`,
  );
};
