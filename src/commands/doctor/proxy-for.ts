import { type Layer, written } from "../../config/layer.ts";

/** A proxy that the environment names for an address. */
export interface ProxyAddress {
  readonly url: URL;
  /** The variable it is in. */
  readonly variable: string;
}

const read = (env: Layer["variables"], name: string): { variable: string; text: string } | undefined => {
  for (const variable of [name, name.toLowerCase()]) {
    const text = written({ from: "environment", variables: env }, variable);
    if (text !== undefined) return { variable, text };
  }
  return undefined;
};

/** Whether `NO_PROXY` has the host: itself, a domain it is in, or everything. */
const isExempt = ({ hostname }: URL, env: Layer["variables"]): boolean =>
  (read(env, "NO_PROXY")?.text ?? "")
    .split(/[\s,]+/)
    .map((entry) => entry.toLowerCase().replace(/^\*?\./, ""))
    .some((entry) => entry === "*" || (entry !== "" && (hostname === entry || hostname.endsWith(`.${entry}`))));

/** The proxy for an address by the usual variables; undefined when there is none, or it is written in no usable way. */
export const proxyFor = (url: URL, env: Layer["variables"]): ProxyAddress | undefined => {
  const named = read(env, url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (named === undefined || isExempt(url, env)) return undefined;
  const text = /^\w+:\/\//.test(named.text) ? named.text : `http://${named.text}`;
  return URL.canParse(text) ? { url: new URL(text), variable: named.variable } : undefined;
};
