import type { Certificates } from "../config/config.ts";
import { OperateError } from "../errors.ts";

/** The oldest version of TLS that is spoken: 1.2, whatever the environment allows Node, or a newer one where that asks for it. */
export const oldestTls = async () => {
  const { default: tls } = await import("node:tls");
  return tls.DEFAULT_MIN_VERSION === "TLSv1.3" ? ("TLSv1.3" as const) : ("TLSv1.2" as const);
};

/**
 * What a connection over TLS trusts and shows. The public authorities (by default those Node ships with) stay trusted beside the
 * given one: a login often lives elsewhere than the cluster. Rejects with `CONFIG` where the certificates cannot be used.
 */
export const secureContext = async (
  { ca, cert, key, passphrase }: Certificates,
  publicAuthorities?: readonly string[],
) => {
  const { createSecureContext, rootCertificates } = await import("node:tls");
  try {
    return createSecureContext({
      minVersion: await oldestTls(),
      ...(ca === undefined ? {} : { ca: [...(publicAuthorities ?? rootCertificates), ca] }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  } catch (cause) {
    throw new OperateError("CONFIG", "the configured certificates or the private key cannot be used", {
      next: "check the files and the passphrase named by the CAMUNDA_CUSTOM_... variables: PEM text, and a key that fits its certificate",
      cause,
    });
  }
};
