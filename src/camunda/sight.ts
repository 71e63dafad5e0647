import { OperateError } from "../errors.ts";
import type { HttpResponse, Send } from "../http/http.ts";
import { parseJson } from "../http/json.ts";
import { isJson, mediaType, spoken } from "../http/media-type.ts";
import { member, textOf } from "../narrow.ts";
import type { Call } from "./engine.ts";
import { atLeast88, type ClusterVersion, reaches, toVersion } from "./version.ts";

/** What answers at `/v2/topology` when nobody is logged in. */
export type Sighting =
  /** No Orchestration Cluster API of 8.8 or later. */
  | { readonly kind: "no"; readonly got: string }
  /** There is one; open to everybody, or behind a login. */
  | { readonly kind: "open" | "locked"; readonly version: ClusterVersion; readonly got: string };

const described = (response: HttpResponse): string => `${response.status} ${spoken(mediaType(response))}`;

/** A version as Camunda writes one: it is shown in a sentence of ours, so nothing else passes. */
const VERSION = /^\d+\.\d+(\.\d+)?(-[\w.]{1,20})?$/;

const topologyVersion = (response: HttpResponse): string | undefined => {
  if (response.status !== 200 || !isJson(mediaType(response))) return undefined;
  try {
    const version = textOf(member(parseJson(response.body), "gatewayVersion"));
    return version !== undefined && VERSION.test(version) ? version : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Looks for an Orchestration Cluster without showing a credential. A refusal counts only as a problem detail, the way 8.8 answers:
 * older ones refuse unknown paths in other shapes, and their early `/v2` answers with a version below 8.8.
 */
export const sight = async (base: URL, bare: Send, call: Call): Promise<Sighting> => {
  const response = await bare({
    method: "GET",
    url: new URL(`${base.href.replace(/\/+$/, "")}/v2/topology`),
    headers: {},
    accept: "json",
    repeatable: true,
    signal: call.signal,
  });
  const got = described(response);
  if (response.status >= 500 || response.status === 429) {
    throw new OperateError("UPSTREAM_ERROR", `${base.origin} answered ${got} when asked what it is`, {
      facts: { status: response.status, origin: base.origin },
    });
  }
  const text = topologyVersion(response);
  const version = text === undefined ? undefined : toVersion(text);
  if (text !== undefined && version !== undefined && reaches(version, "8.8")) {
    return {
      kind: "open",
      version: { atLeast: version, text, because: "told by the cluster" },
      got: `version ${text}`,
    };
  }
  const isRefusal = response.status === 401 || response.status === 403;
  if (isRefusal && mediaType(response) === "application/problem+json") {
    return {
      kind: "locked",
      version: atLeast88("its /v2 API asks for a login"),
      got,
    };
  }
  return { kind: "no", got: text === undefined ? got : `version ${version ?? "unknown"}` };
};
