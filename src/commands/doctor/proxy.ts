import http from "node:http";
import https from "node:https";
import { type Check, type Finding, ok, skipped, warning } from "./check.ts";
import { CONNECT_MS } from "./network.ts";
import type { Patient } from "./patient.ts";
import type { Place } from "./places.ts";
import { type ProxyAddress, proxyFor } from "./proxy-for.ts";

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** What a proxy says when it is asked for the way to a server: a status, or nothing because it cannot be reached. */
const ask = ({ url }: ProxyAddress, { host, port }: Place): Promise<number | undefined> =>
  new Promise((resolve) => {
    const isSecure = url.protocol === "https:";
    const user = [url.username, url.password].map(decoded).join(":");
    const authorization = Buffer.from(user, "utf8").toString("base64");
    const asked = (isSecure ? https : http).request({
      host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: Number(url.port) || (isSecure ? 443 : 80),
      method: "CONNECT",
      path: `${host.includes(":") ? `[${host}]` : host}:${port}`,
      headers: user === ":" ? {} : { "proxy-authorization": `Basic ${authorization}` },
      timeout: CONNECT_MS,
      agent: false,
    });
    const answered = (status: number | undefined): void => {
      asked.destroy();
      resolve(status);
    };
    asked.on("connect", (response, socket) => {
      socket.destroy();
      answered(response.statusCode);
    });
    asked.on("response", ({ statusCode }) => answered(statusCode));
    asked.on("timeout", () => answered(undefined));
    asked.on("error", () => resolve(undefined));
    asked.end();
  });

const UNUSED = "this version connects directly and does not use it";

const examine = async (proxy: ProxyAddress, place: Place): Promise<Finding> => {
  const status = await ask(proxy, place);
  const { variable } = proxy;
  const { origin } = place.url;
  const text = (what: string) => `the proxy in ${variable} ${what}; ${UNUSED}`;
  if (status === undefined) return warning(text("does not answer"), `check host and port in ${variable}`);
  if (status === 407) {
    return warning(
      text(`refuses ${origin}: it wants a user and a password (407)`),
      `write them into ${variable}, as http://user:password@host:port`,
    );
  }
  if (status < 200 || status > 299) {
    return warning(
      text(`refuses the way to ${origin} (${status})`),
      `have it allowed there, or add ${place.host} to NO_PROXY`,
    );
  }
  return ok(text(`gives the way to ${origin}`));
};

/** What the proxy says that the environment names, although it is not used: where the direct way is closed, that is why. */
export const proxyCheck: Check = {
  name: "proxy",
  needs: [],
  run: async ({ places, env }: Patient) => {
    const through = places.flatMap((place) => {
      const found = proxyFor(place.url, env);
      return found === undefined ? [] : [examine(found, place)];
    });
    return through.length === 0
      ? [skipped("the environment names no proxy for these addresses")]
      : Promise.all(through);
  },
};
