import { OperateError } from "../../errors.ts";
import { type HttpResponse, header, pipeline } from "../../http/http.ts";
import { timeout } from "../../http/timeout.ts";
import { type Check, ok, skipped, warning } from "./check.ts";
import { CONNECT_MS } from "./network.ts";

/** A difference up to this does no harm, in milliseconds. */
const HARMLESS_MS = 60_000;

const spoken = (ms: number): string => `${Math.round(Math.abs(ms) / 1000)} s`;

/** The answer, if there is any: what it means that there is none is told by what asks for more than the time. */
const answerOf = (asked: Promise<HttpResponse>): Promise<HttpResponse | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof OperateError) return undefined;
    throw error;
  });

/** Whether this machine and the cluster agree on the time: tokens, and time windows of searches, depend on it. */
export const clock: Check = {
  name: "clock",
  needs: ["tcp", "tls"],
  run: async ({ places, bare, call, world }) => {
    const [cluster] = places;
    if (cluster === undefined) return [skipped("no address is known")];
    const began = world.clock.wall();
    const url = new URL(`${cluster.url.href.replace(/\/+$/, "")}/v2/topology`);
    const answer = await answerOf(
      pipeline(
        bare,
        timeout({ ms: CONNECT_MS, clock: world.clock }),
      )({ method: "GET", url, headers: {}, accept: "json", repeatable: true, signal: call.signal }),
    );
    if (answer === undefined) return [skipped(`${url.origin} gives no answer (see login and api)`)];
    const told = Date.parse(header(answer, "date") ?? "");
    if (Number.isNaN(told)) return [skipped(`${url.origin} tells no time`)];
    // The header has whole seconds, cut off.
    const ahead = (began + world.clock.wall()) / 2 - (told + 500);
    if (Math.abs(ahead) <= HARMLESS_MS) return [ok(`this machine and ${url.origin} agree on the time`)];
    const way = ahead > 0 ? "ahead of" : "behind";
    return [
      warning(
        `this machine is ${spoken(ahead)} ${way} ${url.origin}`,
        "set the clock of this machine: tokens may count as ended or as not valid yet, and ages like -2h mean another time",
      ),
    ];
  },
};
