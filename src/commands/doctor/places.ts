import { isIP } from "node:net";
import type { Config } from "../../config/config.ts";
import { settings } from "../../config/settings.ts";

/** A server that is talked to, and the setting that names it. */
export interface Place {
  readonly url: URL;
  readonly host: string;
  readonly port: number;
  readonly variable: string;
  /** The cluster itself, and not where its tokens come from. */
  readonly isCluster: boolean;
}

const place = (url: URL, variable: string, isCluster: boolean): Place => ({
  url,
  host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
  port: Number(url.port) || (url.protocol === "https:" ? 443 : 80),
  variable,
  isCluster,
});

/** Every server that the settings name, the cluster first. */
export const placesOf = ({ operate, rest, login }: Config): readonly Place[] => {
  const bases = [operate, rest].flatMap((base) =>
    base === undefined ? [] : [place(base.url, base.source.variable, true)],
  );
  const all = [...bases, ...(login.strategy === "OAUTH" ? [place(login.tokenUrl, settings.oauthUrl.name, false)] : [])];
  return all.filter(({ url }, index) => all.findIndex((other) => other.url.origin === url.origin) === index);
};

/** Whether the host of a place is written as an address, so that no name has to be looked up. */
export const isAddress = ({ host }: Place): boolean => isIP(host) !== 0;
