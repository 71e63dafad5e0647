import { OperateError } from "../errors.ts";
import { member, textOf, textsOf } from "../narrow.ts";
import type { Client } from "./client.ts";
import type { Call, Identity } from "./engine.ts";

/** What the login itself tells: the configured name, and the claims of its token, if it has one that can be read. */
export interface Credential {
  readonly strategy: string;
  readonly principal?: string;
  claims(): Readonly<Record<string, unknown>> | undefined;
}

type Known = Omit<Identity, "notices">;

const without = (values: Readonly<Record<keyof Known, unknown>> | object): Known =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && String(value) !== ""));

/** Known without asking: for a token its claims, else the configured name. */
const fromCredential = ({ strategy, principal, claims }: Credential): Known => {
  if (strategy !== "OAUTH" && strategy !== "BEARER") return without({ user: principal });
  const token = claims();
  return without({
    client: textOf(member(token, "azp")) ?? textOf(member(token, "client_id")) ?? principal,
    user: textOf(member(token, "preferred_username")),
    permissions: textsOf(member(token, "permissions")),
  });
};

/** `/v2/authentication/me` (8.8 and later) or Operate's own `/api/authentications/user`; their fields mostly agree. */
const fromAnswer = (json: unknown): Known =>
  without({
    user: textOf(member(json, "userId")) ?? textOf(member(json, "username")),
    displayName: textOf(member(json, "displayName")),
    permissions: textsOf(member(json, "permissions")),
    roles: textsOf(member(json, "roles"), "name", "roleId"),
    groups: textsOf(member(json, "groups"), "name", "groupId"),
    tenants: textsOf(member(json, "tenants"), "tenantId", "id"),
  });

/**
 * Who is logged in. The question is not part of the public API before 8.8, so a cluster that does not answer it costs a notice,
 * never the call; a refused login still is an error.
 */
export const identify = async (client: Client, path: string, credential: Credential, call: Call): Promise<Identity> => {
  try {
    const { json } = await client.read(path, "json", call);
    return { ...fromCredential(credential), ...fromAnswer(json), notices: [] };
  } catch (error) {
    if (!(error instanceof OperateError) || error.code.startsWith("AUTH_")) throw error;
    const notice =
      credential.strategy === "NONE"
        ? "No login is configured, so the cluster knows no user."
        : "The cluster did not tell who this is; shown is what the login itself says.";
    return { ...fromCredential(credential), notices: [notice] };
  }
};
