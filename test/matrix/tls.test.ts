import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { authority } from "../support/certificates.ts";
import { faultyOperate, HEALTHY } from "./faulty-operate.ts";
import { serverRig } from "./server-rig.ts";

const root = authority("cluster root");
const stranger = authority("stranger");

test.each([
  ["self-signed", root.selfSigned(), /^TLS.*self-signed/],
  ["for another host", root.signed("DNS:other.example"), /^TLS.*another host name/],
  ["expired", root.signed("IP:127.0.0.1", -1), /^TLS.*expired/],
  ["of an authority nobody knows", stranger.signed("IP:127.0.0.1"), /^TLS/],
  ["of the authority that is set", root.signed("IP:127.0.0.1"), /9223372036854775807/],
])("C26: a certificate that is %s", async (_, certificate, reads) => {
  const folder = mkdtempSync(join(tmpdir(), "operate-mcp-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "root.pem"), root.cert);
  const operate = await faultyOperate(() => [HEALTHY], certificate);
  const server = await serverRig({ env: { ...operate.env, CAMUNDA_CUSTOM_ROOT_CERT_PATH: join(folder, "root.pem") } });
  const text = await server.call("search_variables");
  expect(text).toMatch(reads);
  expect(text).not.toMatch(/NODE_TLS_REJECT_UNAUTHORIZED|insecure|rejectUnauthorized/i);
  await server.expectSound();
  await operate.server.idle();
});
