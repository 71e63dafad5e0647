import { urlOf } from "../url-of.ts";
import type { Kind, Parsed } from "./kinds.ts";

/** Camunda's cloud: where its tokens come from and whom they are for, and the addresses of a cluster there. */
export const SAAS = {
  domain: "camunda.io",
  tokenHost: "login.cloud.camunda.io",
  tokenUrl: "https://login.cloud.camunda.io/oauth/token",
  audience: { v1: "operate.camunda.io", v2: "zeebe.camunda.io" },
  operate: (region: string, clusterId: string) => new URL(`https://${region}.operate.camunda.io/${clusterId}`),
  rest: (region: string, clusterId: string) => new URL(`https://${region}.zeebe.camunda.io/${clusterId}`),
} as const;

/** True for a host of Camunda's cloud. */
export const isSaasHost = (url: URL): boolean => url.hostname.endsWith(`.${SAAS.domain}`);

/** True where plain http stays inside this machine: `localhost`, 127.0.0.0/8 and `::1`. */
export const isLoopback = (url: URL): boolean =>
  /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);

const parseHttp = (written: string): Parsed<URL> => {
  const url = urlOf(written);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    return { problem: "is not an http or https URL", remedy: "write it whole, beginning with https:// or http://" };
  }
  if (url.username !== "" || url.password !== "") {
    return {
      problem: "contains a user name or password",
      remedy: "remove that part, and give the credentials in their own variables",
    };
  }
  return url.hash === ""
    ? { value: url }
    : { problem: "contains a fragment (#)", remedy: "remove the # and what follows" };
};

/** The URL of one endpoint, taken as it stands. */
export const endpoint: Kind<URL> = { shown: "URL", parse: parseHttp };

/** An address that paths are appended to: trailing slashes and a last `/v1` or `/v2` are cut, a context path is kept. */
export const address: Kind<URL> = {
  shown: "URL",
  parse: (written) => {
    const parsed = parseHttp(written);
    if ("problem" in parsed) return parsed;
    if (parsed.value.search !== "") {
      return { problem: "contains a query (?)", remedy: "remove the ? and what follows" };
    }
    const path = parsed.value.pathname.replace(/\/+$/, "").replace(/\/+v[12]$/, "");
    return { value: new URL(`${parsed.value.origin}${path.replace(/\/+$/, "")}`) };
  },
};
