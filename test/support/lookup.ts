import type { LookupFunction } from "node:net";

/** A host name that nobody knows. */
export const unknownHost: LookupFunction = (host, _, found) =>
  found(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" }), "");

/** Every host name is this machine. */
export const thisMachine: LookupFunction = (_, { all }, found) =>
  all ? found(null, [{ address: "127.0.0.1", family: 4 }]) : found(null, "127.0.0.1", 4);
