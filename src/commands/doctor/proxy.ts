import type { ProxyServer } from "../../config/config.ts";
import { proxyFor } from "../../config/proxy-for.ts";
import { settings } from "../../config/settings.ts";
import type { OperateError } from "../../errors.ts";
import { type Check, type Finding, failed, ok, skipped, warning } from "./check.ts";
import { inWords, tunnelTo } from "./network.ts";
import type { Patient } from "./patient.ts";
import type { Place } from "./places.ts";

const { name } = settings.useProxy;

/** How the proxy answers when it is asked for the way to a server; undefined where it gives it. */
const refusalOf = async (proxy: ProxyServer, place: Place, patient: Patient): Promise<OperateError | undefined> => {
  try {
    (await tunnelTo(place, proxy, patient)).destroy();
    return undefined;
  } catch (error) {
    return inWords(error, place, patient);
  }
};

const examine = async (proxy: ProxyServer, place: Place, patient: Patient): Promise<Finding> => {
  const isUsed = patient.config.proxies !== undefined;
  const unused = isUsed ? "" : `; connections are direct and do not use it, as ${name} is not true`;
  const refusal = await refusalOf(proxy, place, patient);
  if (refusal === undefined) {
    const open = isUsed ? "" : `; set ${name}=true to go through it`;
    return ok(`the proxy in ${proxy.variable} gives the way to ${place.url.origin}${unused}${open}`);
  }
  const { message, next } = refusal;
  return isUsed
    ? failed(message, next)
    : warning(`${message}${unused}`, `to go through it, ${next}, and set ${name}=true`);
};

/** Whether the proxies give the way. Where none is used, what one says that is named: if the direct way is closed, that is why. */
export const proxyCheck: Check = {
  name: "proxy",
  needs: [],
  run: async (patient) => {
    const { places, namedProxies } = patient;
    const through = places.flatMap((place) => {
      const proxy = proxyFor(place.url, namedProxies);
      return proxy === undefined ? [] : [examine(proxy, place, patient)];
    });
    return through.length === 0 ? [skipped("no proxy is named for these addresses")] : Promise.all(through);
  },
};
