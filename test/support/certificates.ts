import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate and its private key, PEM text. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** An authority made on the spot with `openssl`, and what it signs. */
export const authority = (name: string) => {
  const within = <T>(work: (path: (file: string) => string, openssl: (...args: string[]) => void) => T): T => {
    const folder = mkdtempSync(join(tmpdir(), "certificates-"));
    try {
      return work(
        (file) => join(folder, file),
        (...args) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" }),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const selfSigned = (...extensions: string[]): Pair =>
    within((path, openssl) => {
      const subject = ["-subj", `/CN=${name}`, ...extensions.flatMap((extension) => ["-addext", extension])];
      openssl("req", "-x509", ...NEW_KEY, "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", ...subject);
      return { cert: readFileSync(path("cert.pem"), "utf8"), key: readFileSync(path("key.pem"), "utf8") };
    });
  const root = selfSigned();
  return {
    ...root,
    /** A certificate of the same name that nobody else signed. */
    selfSigned: () => selfSigned("subjectAltName=IP:127.0.0.1"),
    /** A signed certificate for a host (`IP:127.0.0.1`, `DNS:name`), valid for so many days from now. */
    signed: (host: string, days = 2): Pair =>
      within((path, openssl) => {
        writeFileSync(path("root.pem"), root.cert);
        writeFileSync(path("root.key"), root.key);
        writeFileSync(path("extensions"), `subjectAltName=${host}\n`);
        openssl("req", "-new", ...NEW_KEY, "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=signed");
        const by = ["-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-extfile", "extensions"];
        openssl("x509", "-req", "-in", "request.pem", "-out", "cert.pem", "-days", String(days), ...by);
        return { cert: readFileSync(path("cert.pem"), "utf8"), key: readFileSync(path("key.pem"), "utf8") };
      }),
  };
};
