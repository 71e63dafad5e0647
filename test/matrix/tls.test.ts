import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TlsOptions } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { authority } from "../support/certificates.ts";
import { faultServer } from "../support/fault-server.ts";
import { faultyOperate, HEALTHY } from "./faulty-operate.ts";
import { serverRig } from "./server-rig.ts";

const SUCCESS = /9223372036854775807/;

const root = authority("cluster root");
const stranger = authority("stranger");
const cluster = root.signed("IP:127.0.0.1");

/** Files with these texts, and the settings that name them. */
const files = (texts: Readonly<Record<string, string>>): Record<string, string> => {
  const folder = mkdtempSync(join(tmpdir(), "operate-mcp-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return Object.fromEntries(
    Object.entries(texts).map(([setting, text]) => {
      const file = join(folder, `${setting}.pem`);
      writeFileSync(file, text, { mode: 0o600 });
      return [setting, file];
    }),
  );
};

/** What a model reads of a search in a cluster with this certificate. */
const read = async (tls: TlsOptions, texts: Readonly<Record<string, string>> = {}): Promise<string> => {
  const operate = await faultyOperate(() => [HEALTHY], tls);
  const env = { ...operate.env, ...files({ CAMUNDA_CUSTOM_ROOT_CERT_PATH: root.cert, ...texts }) };
  const server = await serverRig({ env });
  const text = await server.call("search_variables");
  await server.expectSound();
  expect([...server.lines, ...server.log].join("\n")).not.toContain("PRIVATE KEY--");
  await operate.server.idle();
  return text;
};

test.each([
  ["self-signed", root.selfSigned(), /^TLS.*self-signed/],
  ["for another host", root.signed("DNS:other.example"), /^TLS.*another host name/],
  ["expired", root.signed("IP:127.0.0.1", -1), /^TLS.*expired/],
  ["of an authority nobody knows", stranger.signed("IP:127.0.0.1"), /^TLS/],
  ["of the authority that is set", cluster, SUCCESS],
])("C26: a certificate that is %s", async (_, certificate, reads) => {
  const text = await read(certificate);
  expect(text).toMatch(reads);
  expect(text).not.toMatch(/NODE_TLS_REJECT_UNAUTHORIZED|insecure|rejectUnauthorized/i);
});

test("C27: http to a port that speaks TLS: a hint at https", async () => {
  const operate = await faultyOperate(() => [HEALTHY], cluster);
  const plain = `http://127.0.0.1:${operate.server.port}`;
  const server = await serverRig({ env: { ...operate.env, CAMUNDA_OPERATE_BASE_URL: plain } });
  expect(await server.call("search_variables")).toMatch(/^(?:UNREACHABLE|BAD_RESPONSE)(.|\n)*https:/);
});

test("C27: https to a port that speaks http: TLS with a hint at http", async () => {
  const { port } = await faultServer(() => [{ bytes: "HTTP/1.1 400 Bad Request\r\n\r\n" }, "fin"]);
  const env = { CAMUNDA_OPERATE_BASE_URL: `https://127.0.0.1:${port}`, OPERATE_MCP_API: "v1" };
  const server = await serverRig({ env });
  expect(await server.call("search_variables")).toMatch(/^TLS(.|\n)*http:/);
});

test.each([
  ["the right one", root.signed("DNS:client"), SUCCESS],
  ["one of a stranger", stranger.signed("DNS:client"), /^(?:TLS|UNREACHABLE)(.|\n)*CAMUNDA_CUSTOM_CERT_CHAIN_PATH/],
  ["none", undefined, /^(?:TLS|UNREACHABLE)(.|\n)*CAMUNDA_CUSTOM_CERT_CHAIN_PATH/],
])("C28: a cluster that wants a client certificate gets %s", async (_, client, reads) => {
  const own =
    client === undefined
      ? {}
      : { CAMUNDA_CUSTOM_CERT_CHAIN_PATH: client.cert, CAMUNDA_CUSTOM_PRIVATE_KEY_PATH: client.key };
  const mutual = { ...cluster, ca: root.cert, requestCert: true, rejectUnauthorized: true };
  expect(await read(mutual, own)).toMatch(reads);
});
