import { isLoginPage } from "../../auth/cookie.ts";
import { isWebPage, redirectsToLogin } from "../../auth/refusal.ts";
import { lookAround } from "../../camunda/candidates.ts";
import type { Call } from "../../camunda/engine.ts";
import type { ClusterVersion } from "../../camunda/version.ts";
import type { Clock } from "../../clock.ts";
import type { Base, Config } from "../../config/config.ts";
import { OperateError } from "../../errors.ts";
import { content } from "../../http/content.ts";
import { failure } from "../../http/failure.ts";
import { type HttpRequest, pipeline, type Send } from "../../http/http.ts";

/** What is at an address when nobody is logged in. */
export interface Look {
  readonly base: Base;
  /** The Orchestration Cluster API is there, of this version. */
  readonly cluster?: ClusterVersion;
  /** The Operate API is there, whether or not it lets one in. */
  readonly hasOperate: boolean;
  /** Something of Camunda's is there, even if it is of no use here, like the first `/v2` of 8.6. */
  readonly isOfCamunda: boolean;
  /** Why it is taken not to be there. */
  readonly refusal?: OperateError;
  /** A page that asks for a login, or a way to one. */
  readonly isLoginPage: boolean;
  /** A page of any kind, as if all were well. */
  readonly isWebPage: boolean;
  /** What was answered, in a few words. */
  readonly got: string;
}

const probe = (base: URL, call: Call): HttpRequest => ({
  method: "POST",
  url: new URL(`${base.href.replace(/\/+$/, "")}/v1/process-definitions/search`),
  headers: { "content-type": "application/json" },
  body: '{"size":1}',
  accept: "json",
  repeatable: true,
  signal: call.signal,
});

/** Answers that only an API gives: it wants a login, or does not let this one in. */
const IS_THERE = new Set(["AUTH_REJECTED", "FORBIDDEN"]);

/** Looks at every configured address for both APIs, without a credential; empty when nothing answers properly. */
export const look = async (config: Config, bare: Send, call: Call, clock: Clock): Promise<readonly Look[]> => {
  const at = async (base: Base) => {
    const request = probe(base.url, call);
    const answer = await bare(request);
    const judged = pipeline(async () => answer, failure({ clock, variable: base.source.variable }), content());
    const refusal = await judged(request).then(
      () => undefined,
      (error: unknown) => (error instanceof OperateError ? error : undefined),
    );
    return {
      base,
      hasOperate: refusal === undefined || IS_THERE.has(refusal.code),
      isLoginPage: isLoginPage(answer) || redirectsToLogin(request.url, answer),
      isWebPage: answer.status === 200 && isWebPage(answer),
      ...(refusal === undefined ? {} : { refusal }),
    };
  };
  try {
    const candidates = await lookAround(config, bare, call);
    return await Promise.all(
      candidates.map(async ({ base, sighting }) => {
        const found = await at(base);
        return {
          ...found,
          got: sighting.got,
          isOfCamunda: found.hasOperate || sighting.kind !== "no" || sighting.got.startsWith("version "),
          ...(sighting.kind === "no" ? {} : { cluster: sighting.version }),
        };
      }),
    );
  } catch (error) {
    if (error instanceof OperateError) return [];
    throw error;
  }
};
