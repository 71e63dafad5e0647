import { api } from "./api.ts";
import type { Check } from "./check.ts";
import { clock } from "./clock.ts";
import { csrf } from "./csrf.ts";
import { dns } from "./dns.ts";
import { login } from "./login.ts";
import { permissions } from "./permissions.ts";
import { proxyCheck } from "./proxy.ts";
import { tcp } from "./tcp.ts";
import { tls } from "./tls.ts";
import { token } from "./token.ts";

/** Every leg of the way to the cluster, in the order in which a call takes them. */
export const checks: readonly Check[] = [proxyCheck, dns, tcp, tls, clock, login, token, csrf, api, permissions];
