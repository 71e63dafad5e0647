import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext, createServer } from "node:tls";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { company } from "../../../src/simulator/company/company.ts";
import type { Tls } from "../../../src/simulator/listener.ts";
import type { ClusterOptions } from "../../../src/simulator/options.ts";
import { authority } from "../../support/certificates.ts";
import { thisMachine } from "../../support/lookup.ts";
import { doctor, expectFailure, patientCluster, pemFile } from "./rig.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

describe("the certificate", () => {
  const cluster = authority("Ferret Root");

  /** Examines a cluster that shows this certificate. */
  const withCertificate = async (tls: Tls, more: Record<string, string> = {}, host = "127.0.0.1") => {
    const { env } = await patientCluster({ version: "8.8", login: "none", tls, world });
    const url = new URL(env["CAMUNDA_OPERATE_BASE_URL"] ?? "");
    url.hostname = host;
    return doctor({ CAMUNDA_OPERATE_BASE_URL: url.href, ...more }, { lookup: thisMachine });
  };

  const trusted = () => ({ CAMUNDA_CUSTOM_ROOT_CERT_PATH: pemFile(cluster.cert) });

  test.each(["1", "0"])("is self-signed, also with the variable that makes Node.js take any (%s)", async (word) => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", word);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const report = await withCertificate(cluster.selfSigned());
    expectFailure(report, "tls", /its certificate is self-signed/, "CAMUNDA_CUSTOM_ROOT_CERT_PATH");
    expect(report.of("tls")[0]?.next).toContain("CAMUNDA_OPERATE_BASE_URL");
    expect(report.of("api")).toMatchObject([{ status: "skipped", text: "because tls failed" }]);
  });

  test("is signed by an authority that nobody knows here", async () => {
    const report = await withCertificate(cluster.signed("IP:127.0.0.1"));
    expectFailure(report, "tls", /an authority this machine does not know/, "CAMUNDA_CUSTOM_ROOT_CERT_PATH");
  });

  test("is asked for by the name of the host, as a server of many names needs it", async () => {
    const named = cluster.signed("DNS:camunda.example", 30);
    const server = createServer(
      {
        ...cluster.signed("DNS:other.example"),
        SNICallback: (name, choose) =>
          choose(null, name === "camunda.example" ? createSecureContext(named) : undefined),
      },
      (socket) => socket.on("error", () => undefined).destroy(),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const env = { CAMUNDA_OPERATE_BASE_URL: `https://camunda.example:${port}`, ...trusted() };
    const report = await doctor(env, { lookup: thisMachine });
    expect(report.of("tls")).toMatchObject([{ status: "ok" }]);
  });

  test("is made for another host name", async () => {
    const report = await withCertificate(cluster.signed("DNS:other.example"), trusted(), "camunda.example");
    expectFailure(report, "tls", /made for another host name/, "CAMUNDA_OPERATE_BASE_URL");
  });

  test("has expired", async () => {
    const report = await withCertificate(cluster.signed("IP:127.0.0.1", -1), trusted());
    expectFailure(report, "tls", /its certificate has expired/, "renewed");
  });

  test("is not spoken of where plain http is spoken", async () => {
    const { env } = await patientCluster({ version: "8.8", login: "none" });
    const url = env["CAMUNDA_OPERATE_BASE_URL"]?.replace("http:", "https:") ?? "";
    expectFailure(await doctor({ CAMUNDA_OPERATE_BASE_URL: url }), "tls", /plain http is spoken there/, "http://");
  });

  test("is fine, but ends soon", async () => {
    const report = await withCertificate(cluster.signed("IP:127.0.0.1", 2), trusted());
    expect(report.unwell).toEqual([]);
    expect(report.of("tls")).toMatchObject([{ status: "warning", text: expect.stringMatching(/ends in 1 day$/) }]);
  });

  test("is fine", async () => {
    const report = await withCertificate(cluster.signed("IP:127.0.0.1", 300), trusted());
    expect(report.unwell).toEqual([]);
    expect(report.of("tls")).toMatchObject([{ status: "ok", text: expect.stringMatching(/is trusted over TLSv1\.3/) }]);
  });
});

describe("the client certificate", () => {
  const cluster = authority("Ferret Root");
  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const fileWith = (name: string, pem: string): string => {
    writeFileSync(join(folder, name), pem);
    return join(folder, name);
  };
  const client = cluster.signed("DNS:client");
  const trust = { CAMUNDA_CUSTOM_ROOT_CERT_PATH: fileWith("ca.pem", cluster.cert) };
  const strict: ClusterOptions = {
    ...{ version: "8.8", login: "none", world },
    tls: { ...cluster.signed("IP:127.0.0.1", 100), ca: cluster.cert },
  };

  test("is asked for, and none is set", async () => {
    const { env } = await patientCluster(strict);
    const report = await doctor({ ...env, ...trust });
    expectFailure(report, "api", /cannot be reached|it refuses the handshake/, "CAMUNDA_CUSTOM_CERT_CHAIN_PATH");
  });

  test("is shown", async () => {
    const { env } = await patientCluster(strict);
    const report = await doctor({
      ...{ ...env, ...trust },
      CAMUNDA_CUSTOM_CERT_CHAIN_PATH: fileWith("client.pem", client.cert),
      CAMUNDA_CUSTOM_PRIVATE_KEY_PATH: fileWith("client.key", client.key),
    });
    expect(report.unwell).toEqual([]);
  });
});

test("https spoken where http is expected is no secret", async () => {
  const tls = authority("Ferret Root").signed("IP:127.0.0.1");
  const { env } = await patientCluster({ version: "8.8", login: "none", tls });
  const url = env["CAMUNDA_OPERATE_BASE_URL"]?.replace("https:", "http:") ?? "";
  const report = await doctor({ CAMUNDA_OPERATE_BASE_URL: url });
  expectFailure(report, "api", /cannot be reached/, "write https://");
});
