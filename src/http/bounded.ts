import { OperateError } from "../errors.ts";
import type { Layer } from "./http.ts";

/** So many requests may be under way or wait for a connection at once; they get theirs in the order in which they came. */
export const MOST_AT_ONCE = 1008;

/** Lets `most` requests through at once. One more is refused with `BUSY` before anything of it is sent. */
export const bounded =
  (most: number): Layer =>
  (next) => {
    let underWay = 0;
    return async (request) => {
      if (underWay >= most) throw new OperateError("BUSY", `${most} requests to the cluster are waiting already`);
      underWay += 1;
      try {
        return await next(request);
      } finally {
        underWay -= 1;
      }
    };
  };
