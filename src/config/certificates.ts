import { createPrivateKey, X509Certificate } from "node:crypto";
import { resolve } from "node:path";
import type { Certificates } from "./config.ts";
import { anyText, LARGE, readText } from "./files.ts";
import type { Findings } from "./findings.ts";
import type { Input } from "./layers.ts";
import { type Found, type Lookup, valueIn } from "./lookup.ts";
import type { Setting } from "./setting.ts";
import { settings } from "./settings.ts";

const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;
const ENCRYPTED = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m;

/** Whether all that is marked as a certificate is one: Node passes over an authority that it cannot read. */
const isReadable = (text: string): boolean =>
  text
    .split(/^(?=-----BEGIN )/m)
    .filter((block) => block.search(CERTIFICATE) === 0)
    .every((block) => {
      try {
        new X509Certificate(block);
        return true;
      } catch {
        return false;
      }
    });

/** Whether a key is certainly not that of a certificate; what cannot be read here shows where it is used. */
const isOfAnother = (cert: string, key: string, passphrase = ""): boolean => {
  try {
    return !new X509Certificate(cert).checkPrivateKey(createPrivateKey({ key, passphrase }));
  } catch {
    return false;
  }
};

/** Reads the files with certificates, and reports what is missing, unreadable, not in PEM format, or does not go together. */
export const readCertificates = (lookup: Lookup, { cwd, files }: Input, { problems }: Findings): Certificates => {
  const pem = (found: Found<string>, format: RegExp, what: string): string | undefined => {
    if (found.state !== "set") return undefined;
    const content = readText(files, resolve(cwd, found.value), LARGE, anyText);
    if ("text" in content && format.test(content.text)) return content.text;
    problems.push({
      variable: found.source.variable,
      problem: `names ${"text" in content ? `a file without ${what} in PEM format` : content.wrong}`,
      remedy: `give the path of a readable PEM file with ${what}`,
    });
    return undefined;
  };
  const certPath = lookup(settings.certChainPath);
  const keyPath = lookup(settings.privateKeyPath);
  const ca = pem(lookup(settings.rootCertPath), CERTIFICATE, "a certificate");
  if (ca !== undefined && !isReadable(ca)) {
    problems.push({
      variable: settings.rootCertPath.name,
      problem: "names a file with a certificate that cannot be read",
      remedy: "give the path of a PEM file in which each certificate is whole",
    });
  }
  const cert = pem(certPath, CERTIFICATE, "a certificate");
  const key = pem(keyPath, PRIVATE_KEY, "a private key");
  const phrase = lookup(settings.privateKeyPassphrase);
  const passphrase = valueIn(phrase);

  const missing = (lacking: Setting, there: Setting) =>
    problems.push({
      variable: lacking.name,
      problem: `is not set, but ${there.name} is`,
      remedy: "set both, or neither: a client certificate works only with its key",
    });
  if (certPath.state !== "unset" && keyPath.state === "unset") missing(settings.privateKeyPath, settings.certChainPath);
  if (certPath.state === "unset" && keyPath.state !== "unset") missing(settings.certChainPath, settings.privateKeyPath);
  if (key !== undefined && ENCRYPTED.test(key) && phrase.state === "unset") {
    problems.push({
      variable: settings.privateKeyPassphrase.name,
      problem: `is not set, but the key named by ${settings.privateKeyPath.name} is encrypted`,
      remedy: "set it to the passphrase of the key",
    });
  }
  if (cert !== undefined && key !== undefined && isOfAnother(cert, key, passphrase)) {
    problems.push({
      variable: settings.privateKeyPath.name,
      problem: `names a key that does not belong to the certificate named by ${settings.certChainPath.name}`,
      remedy:
        "give the key that the certificate was made for; where the file has a chain, its own certificate comes first",
    });
  }
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
  };
};
