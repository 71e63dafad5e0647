import { type Check, type Finding, failed, ok, skipped } from "./check.ts";
import { inWords, proxyTo } from "./network.ts";
import type { Patient } from "./patient.ts";
import { isAddress, type Place } from "./places.ts";

const examine = (place: Place, patient: Patient): Promise<Finding> =>
  new Promise((resolve) => {
    const { host, variable } = place;
    const proxy = proxyTo(place, patient);
    if (proxy !== undefined) {
      resolve(skipped(`the proxy in ${proxy.variable} looks ${host} up`));
      return;
    }
    if (isAddress(place)) {
      resolve(ok(`${host} is an address already`));
      return;
    }
    patient.lookup(host, { all: true }, (error, found) => {
      const addresses = typeof found === "string" ? [found] : (found ?? []).map(({ address }) => address);
      if (error === null || error === undefined) resolve(ok(`${host} is ${addresses.join(", ")}`));
      else
        resolve(
          failed(
            inWords(error, place, patient).message,
            `check the host name in ${variable}; and that this machine is in the right network (VPN)`,
          ),
        );
    });
  });

/** Whether the names of the servers are known. */
export const dns: Check = {
  name: "dns",
  needs: ["proxy"],
  run: (patient) => Promise.all(patient.places.map((place) => examine(place, patient))),
};
