import type { Certificates } from "../config/config.ts";
import { OperateError } from "../errors.ts";

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
