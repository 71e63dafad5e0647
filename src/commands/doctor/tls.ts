import { type ConnectionOptions, connect, rootCertificates, type TLSSocket } from "node:tls";
import { oldestTls } from "../../http/secure-context.ts";
import { counted } from "./amounts.ts";
import { type Check, type Finding, failed, ok, skipped, warning } from "./check.ts";
import { CONNECT_MS, inWords, proxyTo, tunnelTo } from "./network.ts";
import type { Patient } from "./patient.ts";
import { isAddress, type Place } from "./places.ts";

const DAY_MS = 86_400_000;
/** A certificate that ends sooner than this is told of. */
const SOON_DAYS = 14;

const secured = (socket: TLSSocket, { url }: Place, now: number): Finding => {
  const end = Date.parse(socket.getPeerCertificate().valid_to);
  const days = Math.floor((end - now) / DAY_MS);
  const text = `${url.origin} is trusted over ${socket.getProtocol() ?? "TLS"}`;
  if (Number.isNaN(days)) return ok(text);
  const lasts = `${text}; its certificate ends in ${counted(days, "day")}`;
  return days < SOON_DAYS ? warning(lasts, "have the certificate of the server renewed") : ok(lasts);
};

/** Where TLS begins: at the server itself, or at the end of a tunnel through the proxy. */
const wayTo = async (place: Place, patient: Patient): Promise<ConnectionOptions> => {
  const { host, port } = place;
  const proxy = proxyTo(place, patient);
  return proxy === undefined
    ? { host, port, lookup: patient.lookup }
    : { host, socket: await tunnelTo(place, proxy, patient) };
};

const shake = async (way: ConnectionOptions, place: Place, patient: Patient): Promise<Finding> => {
  const minVersion = await oldestTls();
  return new Promise((resolve, reject) => {
    const { ca, ...own } = patient.config.certificates;
    const authorities = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
    const servername = isAddress(place) ? "" : place.host;
    const socket = connect({ ...way, rejectUnauthorized: true, minVersion, servername, ...authorities, ...own });
    socket.setTimeout(CONNECT_MS, () => socket.destroy(Object.assign(new Error("silent"), { code: "ETIMEDOUT" })));
    socket.on("error", reject);
    socket.on("secureConnect", () => {
      resolve(secured(socket, place, patient.world.clock.wall()));
      socket.destroy();
    });
  });
};

const examine = async (place: Place, patient: Patient): Promise<Finding> => {
  try {
    return await shake(await wayTo(place, patient), place, patient);
  } catch (error) {
    // Also a certificate and a key that do not go together.
    const { message, next } = inWords(error, place, patient);
    return failed(message, `${next} (the address is in ${place.variable})`);
  }
};

/** Whether the servers prove who they are, and with a certificate that this machine trusts. */
export const tls: Check = {
  name: "tls",
  needs: ["tcp"],
  run: async (patient) => {
    const places = patient.places.filter(({ url }) => url.protocol === "https:");
    if (places.length === 0) return [skipped("no address begins with https")];
    return Promise.all(places.map((place) => examine(place, patient)));
  },
};
