import { expect, it } from "vitest";
import { authority } from "../support/certificates.ts";
import { complained, configOf, LOCAL, problemsOf, read } from "./reading.ts";

const pem = (what: string) => `-----BEGIN ${what}-----\nMIIB\n-----END ${what}-----\n`;

const FILES = {
  "/ca.pem": `# ours\n${authority("One").cert}\n${authority("Other").cert}`,
  "/work-dir/client.pem": pem("CERTIFICATE"),
  "/client.key": pem("EC PRIVATE KEY"),
  "/encrypted.key": pem("ENCRYPTED PRIVATE KEY"),
  "/der.crt": "0\u0082\u0001",
};

const ca = { CAMUNDA_CUSTOM_ROOT_CERT_PATH: "/ca.pem" };
const cert = { CAMUNDA_CUSTOM_CERT_CHAIN_PATH: "client.pem" };
const key = { CAMUNDA_CUSTOM_PRIVATE_KEY_PATH: "/client.key" };
const encrypted = { CAMUNDA_CUSTOM_PRIVATE_KEY_PATH: "/encrypted.key" };
const passphrase = { CAMUNDA_CUSTOM_PRIVATE_KEY_PASSPHRASE: "open-sesame" };

it("reads the certificates from their files", () => {
  const settings = read({ ...LOCAL, ...ca, ...cert, ...encrypted, ...passphrase }, FILES);
  expect(configOf(settings).certificates).toEqual({
    ca: FILES["/ca.pem"],
    cert: FILES["/work-dir/client.pem"],
    key: FILES["/encrypted.key"],
    passphrase: "open-sesame",
  });
  expect(settings.secrets).toEqual(["open-sesame"]);
});

it("tells a key that belongs to another certificate", () => {
  const one = authority("One");
  const files = { "/work-dir/client.pem": one.cert, "/client.key": one.selfSigned().key };
  const settings = read({ ...LOCAL, ...cert, ...key }, files);
  expect(problemsOf(settings)).toMatchObject([
    {
      variable: "CAMUNDA_CUSTOM_PRIVATE_KEY_PATH",
      problem: "names a key that does not belong to the certificate named by CAMUNDA_CUSTOM_CERT_CHAIN_PATH",
    },
  ]);
  expect(configOf(read({ ...LOCAL, ...cert, ...key }, { ...files, "/client.key": one.key })).certificates.key).toBe(
    one.key,
  );
});

it("has none when none are set", () => {
  expect(configOf(read(LOCAL)).certificates).toEqual({});
});

it("needs the key with the certificate, and the reverse", () => {
  expect(complained(read({ ...LOCAL, ...cert }, FILES))).toEqual(["CAMUNDA_CUSTOM_PRIVATE_KEY_PATH"]);
  expect(complained(read({ ...LOCAL, ...key }, FILES))).toEqual(["CAMUNDA_CUSTOM_CERT_CHAIN_PATH"]);
});

it("needs the passphrase of an encrypted key", () => {
  expect(configOf(read({ ...LOCAL, ...cert, ...key }, FILES)).certificates.key).toContain("EC PRIVATE KEY");
  expect(complained(read({ ...LOCAL, ...cert, ...encrypted }, FILES))).toEqual([
    "CAMUNDA_CUSTOM_PRIVATE_KEY_PASSPHRASE",
  ]);
});

it.each([
  ["/absent.pem", "names no file"],
  ["/der.crt", "names a file without a certificate in PEM format"],
  ["/client.key", "names a file without a certificate in PEM format"],
  ["/huge.pem", "names a file larger than 1024 KiB"],
])("reports a certificate authority at %s, which %s", (path, problem) => {
  const files = { ...FILES, "/huge.pem": { text: pem("CERTIFICATE"), size: 2 ** 21 } };
  const settings = read({ ...LOCAL, CAMUNDA_CUSTOM_ROOT_CERT_PATH: path }, files);
  expect(problemsOf(settings)).toMatchObject([{ variable: "CAMUNDA_CUSTOM_ROOT_CERT_PATH", problem }]);
});

it("takes a certificate authority with any comment beside it", () => {
  const { cert: one } = authority("One");
  const files: Readonly<Record<string, string>> = {
    "/ca.pem": `# b\ufffdro: the file begins with -----BEGIN CERTIFICATE----- as usual\r\n${one.replaceAll("\n", "\r\n")}`,
  };
  expect(configOf(read({ ...LOCAL, ...ca }, files)).certificates).toEqual({ ca: files["/ca.pem"] });
});

it("reports a certificate authority that cannot be read, also beside one that can", () => {
  for (const text of [pem("CERTIFICATE"), `${FILES["/ca.pem"]}${pem("CERTIFICATE")}`]) {
    expect(problemsOf(read({ ...LOCAL, ...ca }, { "/ca.pem": text }))).toMatchObject([
      { variable: "CAMUNDA_CUSTOM_ROOT_CERT_PATH", problem: "names a file with a certificate that cannot be read" },
    ]);
  }
});

it("reports a certificate where the key should be, without calling the key missing", () => {
  const settings = read({ ...LOCAL, ...cert, CAMUNDA_CUSTOM_PRIVATE_KEY_PATH: "/ca.pem" }, FILES);
  expect(problemsOf(settings)).toMatchObject([
    { variable: "CAMUNDA_CUSTOM_PRIVATE_KEY_PATH", problem: "names a file without a private key in PEM format" },
  ]);
});
