import { isIPv6 } from "node:net";
import { urlOf } from "../url-of.ts";
import type { Exemption, Proxies, ProxyServer } from "./config.ts";
import { isLoopback } from "./url.ts";

const withoutDot = (host: string): string => host.replace(/\.$/, "");

/** One entry of `NO_PROXY`; nothing where it is none that can be understood. */
const exemption = (entry: string): Exemption[] => {
  const text = isIPv6(entry) ? `[${entry}]` : entry.replace(/^\*?\./, "");
  // The way a URL writes a host is the way the hosts come that are compared with it.
  if (urlOf(`http://${text}`) === undefined) return [];
  const host = withoutDot(new URL(`http://${text}`).hostname);
  const [, port] = /:(\d+)$/.exec(text) ?? [];
  return [{ host, ...(port === undefined ? {} : { port: Number(port) }) }];
};

/** The entries of a `NO_PROXY`: hosts with all that is below them, addresses, each also with a port, or `*` for everything. */
export const exemptionsIn = (text: string): readonly Exemption[] =>
  text
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .flatMap(exemption);

const isExempt = (url: URL, exempt: readonly Exemption[]): boolean => {
  const hostname = withoutDot(url.hostname);
  const own = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  return exempt.some(
    ({ host, port = own }) => port === own && (host === "*" || host === hostname || hostname.endsWith(`.${host}`)),
  );
};

/** The proxy on the way to an address; undefined where the way is direct, as it always is inside this machine. */
export const proxyFor = (url: URL, proxies: Proxies | undefined): ProxyServer | undefined => {
  if (proxies === undefined || isLoopback(url) || isExempt(url, proxies.exempt)) return undefined;
  return url.protocol === "https:" ? proxies.https : proxies.http;
};
