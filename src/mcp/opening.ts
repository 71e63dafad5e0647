import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import { isObject, member, textOf } from "../narrow.ts";
import { CAPABILITIES, identity } from "./identity.ts";
import type { Listing } from "./listed-tool.ts";
import { isPlainCapabilities, isPlainClient } from "./plain-client.ts";
import { getsStructure, type Structured } from "./structure.ts";

/** What the first questions of a client are answered from. */
export interface OpeningOptions {
  readonly version: string;
  readonly instructions: string;
  readonly structured: Structured;
  readonly listing: Listing;
}

/** The answer to a message, if it wants one; undefined for a message that somebody else has to judge. */
export type Opened = { readonly answer?: JSONRPCMessage } | undefined;

const MODERN = "2026-07-28";
const LEGACY = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05", "2024-10-07"];
const META = "io.modelcontextprotocol/";
const [VERSION_KEY, CLIENT_KEY, CAPABILITIES_KEY] = [
  `${META}protocolVersion`,
  `${META}clientInfo`,
  `${META}clientCapabilities`,
];

type Result = Readonly<Record<string, unknown>>;

const hasOnly = (value: object, names: readonly string[]): boolean =>
  Object.keys(value).every((name) => names.includes(name));

/** Whether there are no parameters, or none that say anything. */
const isBare = (params: unknown): boolean => params === undefined || (isObject(params) && hasOnly(params, []));

/** What a request of the current protocol says of its client; undefined unless it says that and nothing else. */
const envelopeOf = (params: unknown): { readonly client: unknown } | undefined => {
  const meta = member(params, "_meta");
  if (!isObject(params) || !hasOnly(params, ["_meta"]) || !isObject(meta)) return undefined;
  const client = meta[CLIENT_KEY];
  const isPlain =
    hasOnly(meta, [VERSION_KEY, CLIENT_KEY, CAPABILITIES_KEY, "progressToken"]) &&
    meta[VERSION_KEY] === MODERN &&
    isPlainCapabilities(meta[CAPABILITIES_KEY]) &&
    (client === undefined || isPlainClient(client));
  return isPlain ? { client } : undefined;
};

/**
 * Answers what every client asks first, `initialize` or `server/discover` and then `tools/list`, as the SDK will once it is loaded,
 * to the letter. Only the plain cases: whatever is odd about a message, its order or its era is the SDK's to judge.
 */
export const openingOf = ({
  version,
  instructions,
  structured,
  listing,
}: OpeningOptions): ((message: JSONRPCMessage) => Opened) => {
  let era: "legacy" | "modern" | undefined;
  let client: unknown;
  let isStructured: boolean | undefined;

  const listed = (asking: unknown) => {
    isStructured ??= getsStructure(structured, textOf(member(asking, "name")));
    return { tools: listing(isStructured) };
  };

  const legacy = (method: string, params: unknown): Result | undefined => {
    if (method === "initialize" && era === undefined) {
      const protocolVersion = textOf(member(params, "protocolVersion"));
      const isPlain =
        isObject(params) &&
        hasOnly(params, ["protocolVersion", "capabilities", "clientInfo"]) &&
        isPlainCapabilities(params["capabilities"]) &&
        isPlainClient(params["clientInfo"]);
      if (!isPlain || protocolVersion === undefined || !LEGACY.includes(protocolVersion)) return undefined;
      era = "legacy";
      client = params["clientInfo"];
      return { protocolVersion, capabilities: CAPABILITIES, serverInfo: identity(version), instructions };
    }
    return method === "tools/list" && era === "legacy" && isBare(params) ? listed(client) : undefined;
  };

  const modern = (method: string, params: unknown): Result | undefined => {
    const envelope = era === "legacy" ? undefined : envelopeOf(params);
    if (envelope === undefined || (method !== "server/discover" && method !== "tools/list")) return undefined;
    era = "modern";
    const discovered = { supportedVersions: [MODERN], capabilities: CAPABILITIES, instructions };
    return {
      ...(method === "tools/list" ? listed(envelope.client) : discovered),
      resultType: "complete",
      ttlMs: 0,
      cacheScope: "private",
      _meta: { [`${META}serverInfo`]: identity(version) },
    };
  };

  return (message) => {
    if (!("method" in message)) return undefined;
    const { method, params } = message;
    if (!("id" in message)) {
      return method === "notifications/initialized" && era === "legacy" && isBare(params) ? {} : undefined;
    }
    const result = legacy(method, params) ?? modern(method, params);
    return result === undefined ? undefined : { answer: { result: { ...result }, jsonrpc: "2.0", id: message.id } };
  };
};
