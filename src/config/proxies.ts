import { urlOf } from "../url-of.ts";
import type { Proxies, ProxyServer } from "./config.ts";
import { type Findings, noFindings } from "./findings.ts";
import { type Layer, written } from "./layer.ts";
import { exemptionsIn } from "./proxy-for.ts";
import { settings } from "./settings.ts";

/** The variables that everybody reads for proxies; each also in lower case, which wins. */
export const PROXY_VARIABLES = { https: "HTTPS_PROXY", http: "HTTP_PROXY", exempt: "NO_PROXY" } as const;

interface Found {
  readonly variable: string;
  readonly text: string;
}

/** A variable in the strongest layer that has it. */
const find = (layers: readonly Layer[], name: string): Found | undefined => {
  for (const layer of layers) {
    for (const variable of [name.toLowerCase(), name]) {
      const text = written(layer, variable);
      if (text !== undefined) return { variable, text };
    }
  }
  return undefined;
};

/** A user or password as it is meant; where its percent signs stand for themselves, as it is written. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const basic = (user: string, password: string, { secrets }: Findings): string => {
  const pair = `${user}:${password}`;
  for (const secret of [user, password, pair]) secrets.add(secret);
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
};

const EXAMPLE = "http://user:password@host:port, with what is no letter or digit in user and password percent-encoded";

/** The proxy in a variable; nothing after a problem. */
const parse = ({ variable, text }: Found, findings: Findings): ProxyServer | undefined => {
  const fail = (problem: string): undefined => {
    // Where it cannot be taken apart, any part may be the password.
    findings.secrets.add(text);
    findings.problems.push({ variable, problem, remedy: `write it as ${EXAMPLE}` });
  };
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (urlOf(whole) === undefined) return fail("is not the address of a proxy");
  const { protocol, host, pathname, search, hash, username, password } = new URL(whole);
  if (protocol !== "http:" && protocol !== "https:") return fail("names a proxy that speaks neither http nor https");
  if (pathname !== "/" || search !== "" || hash !== "") return fail("has more behind the address of the proxy");
  for (const secret of [username, password]) findings.secrets.add(secret);
  const authorization =
    username === "" && password === "" ? undefined : basic(decoded(username), decoded(password), findings);
  return { url: new URL(`${protocol}//${host}`), variable, ...(authorization && { authorization }) };
};

/** The proxies that the variables name, whether or not they are to be used. */
export const readProxies = (layers: readonly Layer[], findings: Findings): Proxies => {
  const proxy = (name: string): ProxyServer | undefined => {
    const found = find(layers, name);
    return found && parse(found, findings);
  };
  const https = proxy(PROXY_VARIABLES.https);
  const http = proxy(PROXY_VARIABLES.http);
  const exempt = exemptionsIn(find(layers, PROXY_VARIABLES.exempt)?.text ?? "");
  return { ...(https && { https }), ...(http && { http }), exempt };
};

/** The variables about proxies in a layer; with their text only where no user or password is in it. */
export const proxyVariablesIn = (layer: Layer): readonly { readonly name: string; readonly value?: string }[] => {
  const { https, http } = readProxies([layer], noFindings());
  const isOpen = (name: string, variable: string): boolean =>
    name === PROXY_VARIABLES.exempt ||
    [https, http].some((proxy) => proxy?.variable === variable && proxy.authorization === undefined);
  return Object.values(PROXY_VARIABLES).flatMap((name) => {
    const found = find([layer], name);
    if (found === undefined) return [];
    const { variable, text } = found;
    return [{ name: variable, ...(isOpen(name, variable) ? { value: text } : {}) }];
  });
};

/** The proxies to use: only who asked for it gets any. */
export const usedProxies = (isAsked: boolean, layers: readonly Layer[], findings: Findings): Proxies | undefined => {
  if (!isAsked) return undefined;
  const { https, http } = PROXY_VARIABLES;
  if ([https, http].every((name) => find(layers, name) === undefined)) {
    findings.warnings.push(
      `${settings.useProxy.name} is true, but neither ${https} nor ${http} is set: everything is reached directly`,
    );
  }
  return readProxies(layers, findings);
};
