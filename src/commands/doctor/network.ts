import type { OperateError } from "../../errors.ts";
import { networkFailure } from "../../http/network-failure.ts";
import type { Patient } from "./patient.ts";
import type { Place } from "./places.ts";

/** A failure of the network in the words that calls use for it. */
export const inWords = (cause: unknown, { url }: Place, { config }: Patient): OperateError =>
  networkFailure(cause, {
    request: "",
    origin: url.origin,
    answered: false,
    clientCertificate: config.certificates.cert !== undefined,
  });

/** Longest wait for a connection, as long as that of a call. */
export const CONNECT_MS = 5_000;
