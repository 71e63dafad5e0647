import { OperateError } from "../errors.ts";
import { lowLevelCode } from "./http.ts";
import { ProxyFailure, proxyFailure } from "./proxy-failure.ts";

/** What is known about a try that ended without an answer. */
export interface Circumstances {
  /** Method and path. */
  readonly request: string;
  readonly origin: string;
  /** Whether this origin has answered before: then it speaks the protocol it is addressed with. */
  readonly answered: boolean;
  /** Whether a client certificate is configured. */
  readonly clientCertificate: boolean;
  /** The variable that names the proxy on the way, where there is one. */
  readonly proxy?: string;
}

const ROOT = "set CAMUNDA_CUSTOM_ROOT_CERT_PATH to a PEM file with the certificate authority of the cluster";
const CLIENT = "CAMUNDA_CUSTOM_CERT_CHAIN_PATH and CAMUNDA_CUSTOM_PRIVATE_KEY_PATH";
const UNKNOWN_AUTHORITY = ["its certificate is signed by an authority this machine does not know", ROOT] as const;
const SELF_SIGNED = [
  "its certificate is self-signed",
  "set CAMUNDA_CUSTOM_ROOT_CERT_PATH to a PEM file with that certificate, or with the authority at the end of its chain",
] as const;
const NO_TLS = [
  "plain http is spoken there, not TLS",
  "write http:// in the address, or give the port that serves https",
] as const;
const OLD_TLS = [
  "no version of TLS that is safe is spoken there (1.2 or newer)",
  "have TLS 1.2 or newer switched on at the server, or at what stands before it",
] as const;
const UNEXPLAINED = [
  "the connection cannot be secured",
  `check CAMUNDA_CUSTOM_ROOT_CERT_PATH, ${CLIENT}, and which TLS versions the other side allows`,
] as const;

/** What a refused certificate or handshake means: the reason in plain words, and the setting to change. */
const TLS: Readonly<Record<string, readonly [reason: string, next: string]>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: SELF_SIGNED,
  SELF_SIGNED_CERT_IN_CHAIN: SELF_SIGNED,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  CERT_UNTRUSTED: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: [
    "its certificate has expired",
    "have the certificate of the cluster renewed, and check the clock of this machine",
  ],
  CERT_NOT_YET_VALID: ["its certificate is not valid yet", "check the clock of this machine and that of the cluster"],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "its certificate is made for another host name",
    "write the address with the host name in the certificate, in CAMUNDA_OPERATE_BASE_URL, CAMUNDA_REST_ADDRESS or the login address",
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  ERR_SSL_HTTP_REQUEST: NO_TLS,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: OLD_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: OLD_TLS,
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: [
    "it does not know the host name of the address",
    "write the address with the host name that the server is set up for",
  ],
};

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name cannot be looked up at the moment",
  EHOSTUNREACH: "there is no way to that host",
  ENETUNREACH: "there is no way to that network",
  ETIMEDOUT: "the host does not answer",
  UND_ERR_CONNECT_TIMEOUT: "the host does not answer",
  ECONNRESET: "the connection was cut before the answer was complete",
  EPIPE: "the connection was cut before the answer was complete",
  UND_ERR_SOCKET: "the connection was closed before the answer was complete",
};

/** The connection was never there, so the request was not either. */
const NEVER_THERE: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Whether a request that ended with this failure was never sent, as there was no connection. */
export const wasNeverSent = (error: unknown): boolean =>
  error instanceof OperateError && (NEVER_THERE.has(lowLevelCode(error) ?? "") || wasNeverSent(error.cause));

const isTls = (code: string): boolean =>
  code in TLS || /^(?:CERT_|CRL_|UNABLE_TO_|ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO$)/.test(code);

/** A peer that wants a client certificate says so with an alert, or (TLS 1.3) by hanging up. */
const refusesClient = (code: string): boolean => /^ERR_SSL_.*ALERT/.test(code);

/** What a closed connection may mean on an origin that has never answered. */
const hangUpAdvice = ({ origin, answered, clientCertificate }: Circumstances): string | undefined => {
  if (answered) return undefined;
  if (!origin.startsWith("https:")) return "check the address; where the cluster is served over TLS, write https://";
  return clientCertificate
    ? `check the address, and that the cluster accepts the certificate in ${CLIENT}`
    : `check the address; where the cluster asks for a client certificate (mTLS), set ${CLIENT}`;
};

const tlsReason = (code: string, { clientCertificate, proxy }: Circumstances): readonly [string, string] => {
  const known = TLS[code];
  if (known !== undefined) {
    const [reason, next] = known;
    // A proxy that looks into what passes shows a certificate of its own.
    const isForeign = proxy !== undefined && (known === UNKNOWN_AUTHORITY || known === SELF_SIGNED);
    return isForeign ? [reason, `${next}; or with that of the proxy in ${proxy}, where it opens TLS`] : known;
  }
  if (!refusesClient(code)) return UNEXPLAINED;
  return clientCertificate
    ? ["it refuses the client certificate", `check that ${CLIENT} hold a certificate which the cluster accepts`]
    : ["it refuses the handshake, as a server does that asks for a client certificate (mTLS)", `set ${CLIENT}`];
};

/** The error for a try that ended without an answer. Its sentence is ours alone; the original stays as its `cause`. */
export const networkFailure = (cause: unknown, where: Circumstances): OperateError => {
  const { request, origin } = where;
  if (cause instanceof ProxyFailure) {
    const toProxy = { request, answered: false, clientCertificate: false };
    return proxyFailure(cause, where, (reason, at) => networkFailure(reason, { ...toProxy, origin: at }));
  }
  const options = { facts: { request, origin }, cause };
  const code = lowLevelCode(cause) ?? "";
  const unreachable = UNREACHABLE[code];
  if (unreachable !== undefined) {
    const next = code === "UND_ERR_SOCKET" || code === "ECONNRESET" ? hangUpAdvice(where) : undefined;
    return new OperateError("UNREACHABLE", `${origin} cannot be reached: ${unreachable}`, {
      ...options,
      ...(next === undefined ? {} : { next }),
    });
  }
  if (isTls(code)) {
    const [reason, next] = tlsReason(code, where);
    return new OperateError("TLS", `no secure connection to ${origin}: ${reason}`, { ...options, next });
  }
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT")
    return new OperateError("TIMEOUT", `${origin} took the request but sent nothing for too long`, options);
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE")
    return new OperateError("TOO_LARGE", `the answer of ${origin} is larger than this server reads`, options);
  // The last one: undici asserts what it takes for granted, e.g. a status of at least 100.
  if (
    code === "HTTPParserError" ||
    code === "ERR_ASSERTION" ||
    code.startsWith("UND_ERR_HEADERS_") ||
    code.startsWith("UND_ERR_RES_")
  )
    return new OperateError("BAD_RESPONSE", `what ${origin} sends is not proper HTTP`, options);
  return new OperateError("INTERNAL", "the request could not be sent", options);
};
