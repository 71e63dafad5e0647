import { connect } from "node:net";
import { proxyFor } from "../../config/proxy-for.ts";
import { settings } from "../../config/settings.ts";
import { type Check, type Finding, failed, ok, skipped } from "./check.ts";
import { CONNECT_MS, inWords, proxyTo } from "./network.ts";
import type { Patient } from "./patient.ts";
import type { Place } from "./places.ts";

/** The way of a socket that gave up by itself. */
const timedOut = (): Error => Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" });

const advice = ({ url, variable }: Place, { namedProxies }: Patient): string => {
  const proxy = proxyFor(url, namedProxies);
  const direct =
    proxy === undefined
      ? ""
      : `; the way is direct, and not through the proxy in ${proxy.variable}: that takes ${settings.useProxy.name}=true`;
  return `check host and port in ${variable}, and that something runs there; in a container, localhost is the container itself${direct}`;
};

const examine = (place: Place, patient: Patient): Promise<Finding> =>
  new Promise((resolve) => {
    const { host, port, url } = place;
    const proxy = proxyTo(place, patient);
    if (proxy !== undefined) {
      resolve(skipped(`the proxy in ${proxy.variable} connects to ${url.origin}`));
      return;
    }
    const socket = connect({ host, port, lookup: patient.lookup });
    const end = (finding: Finding): void => {
      socket.destroy();
      resolve(finding);
    };
    socket.setTimeout(CONNECT_MS, () => socket.destroy(timedOut()));
    socket.on("error", (error) => end(failed(inWords(error, place, patient).message, advice(place, patient))));
    socket.on("connect", () => end(ok(`${url.origin} takes connections on port ${port}`)));
  });

/** Whether the servers take connections. */
export const tcp: Check = {
  name: "tcp",
  needs: ["dns"],
  run: (patient) => Promise.all(patient.places.map((place) => examine(place, patient))),
};
