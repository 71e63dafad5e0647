import tls, { type TlsOptions } from "node:tls";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Certificates } from "../../src/config/config.ts";
import { oldestTls } from "../../src/http/secure-context.ts";
import { authority } from "../support/certificates.ts";
import { faultServer, json } from "../support/fault-server.ts";
import { failureOf, searchAt, transport } from "../support/requests.ts";

const cluster = authority("Ferret Root");
const stranger = authority("Another authority");
const server = cluster.signed("IP:127.0.0.1");
const client = cluster.signed("DNS:client");
const strangeClient = stranger.signed("DNS:client");

const serve = (options: TlsOptions) => faultServer(() => ["request", json("{}")], options);

const ask = async (options: TlsOptions, certificates: Certificates = {}) => {
  const { origin } = await serve(options);
  return transport({ certificates }).send(searchAt(origin));
};

describe("transport over TLS", () => {
  it("trusts the configured authority", async () => {
    expect((await ask(server, { ca: cluster.cert })).status).toBe(200);
  });

  it("trusts the public authorities beside the configured one", async () => {
    const { origin } = await serve(server);
    const options = { certificates: { ca: stranger.cert }, publicAuthorities: [cluster.cert] };
    expect((await transport(options).send(searchAt(origin))).status).toBe(200);
  });

  it.each([
    ["a self-signed certificate", cluster.selfSigned(), {}, "is self-signed", "CAMUNDA_CUSTOM_ROOT_CERT_PATH"],
    ["an unknown authority", server, {}, "an authority this machine does not know", "CAMUNDA_CUSTOM_ROOT_CERT_PATH"],
    ["the wrong authority", server, { ca: stranger.cert }, "does not know", "CAMUNDA_CUSTOM_ROOT_CERT_PATH"],
    [
      "a chain that ends in an unknown root",
      { ...server, cert: server.cert + cluster.cert },
      {},
      "is self-signed",
      "CAMUNDA_CUSTOM_ROOT_CERT_PATH",
    ],
    [
      "a certificate for another host",
      cluster.signed("DNS:other.example"),
      { ca: cluster.cert },
      "is made for another host name",
      "CAMUNDA_OPERATE_BASE_URL",
    ],
    ["an expired certificate", cluster.signed("IP:127.0.0.1", -1), { ca: cluster.cert }, "has expired", "clock"],
  ])("refuses %s and names the way out", async (_, tls, certificates, reason, next) => {
    const error = await failureOf(ask(tls, certificates));
    expect(error).toMatchObject({ code: "TLS", facts: { request: "POST /v1/incidents/search" } });
    expect(error.message).toMatch(/^no secure connection to https:\/\/127\.0\.0\.1:\d+: its certificate /);
    expect(error.message).toContain(reason);
    expect(error.next).toContain(next);
    expect(`${error.message} ${error.next}`).not.toMatch(/other\.example|Ferret|reject|insecure|ignore/i);
  });

  describe("with the variable that makes Node.js take any certificate", () => {
    afterEach(() => vi.unstubAllEnvs());

    it.each([
      ["self-signed", cluster.selfSigned(), {}],
      ["of another authority", server, { ca: stranger.cert }],
      ["for another host", cluster.signed("DNS:other.example"), { ca: cluster.cert }],
    ])("refuses one all the same: %s", async (_, tls, certificates) => {
      vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
      const { origin, requests } = await serve(tls);
      expect((await failureOf(transport({ certificates }).send(searchAt(origin)))).code).toBe("TLS");
      expect(requests).toEqual([]);
    });
  });

  it("notices plain http where TLS is due", async () => {
    const { port } = await faultServer(() => [{ bytes: "HTTP/1.1 400 Bad Request\r\n\r\n" }]);
    const error = await failureOf(transport().send(searchAt(`https://127.0.0.1:${port}`)));
    expect(error).toMatchObject({ code: "TLS" });
    expect(error.message).toContain("plain http is spoken there");
    expect(error.next).toContain("http://");
  });

  it.each(["TLSv1", "TLSv1.1"] as const)("does not speak %s, and says so", async (version) => {
    const old = { ...server, minVersion: version, maxVersion: version, ciphers: "DEFAULT:@SECLEVEL=0" };
    for (const certificates of [{ ca: cluster.cert }, {}]) {
      const error = await failureOf(ask(old, certificates));
      expect(error).toMatchObject({ code: "TLS", message: expect.stringContaining("no version of TLS that is safe") });
      expect(error.next).not.toContain("CERT_CHAIN");
    }
  });

  it("speaks nothing older than TLS 1.2, whatever the environment allows, and nothing older than what it asks for", async () => {
    const allowed = tls.DEFAULT_MIN_VERSION;
    try {
      for (const [oldest, spoken] of [
        ["TLSv1", "TLSv1.2"],
        ["TLSv1.2", "TLSv1.2"],
        ["TLSv1.3", "TLSv1.3"],
      ] as const) {
        tls.DEFAULT_MIN_VERSION = oldest;
        expect(await oldestTls()).toBe(spoken);
      }
    } finally {
      tls.DEFAULT_MIN_VERSION = allowed;
    }
  });

  it("hints at https where plain http is hung up on", async () => {
    const { port } = await serve(server);
    const error = await failureOf(transport().send(searchAt(`http://127.0.0.1:${port}`)));
    expect(error).toMatchObject({ code: "UNREACHABLE" });
    expect(error.next).toContain("write https://");
  });

  describe.each(["TLSv1.2", "TLSv1.3"] as const)("with a client certificate asked for, %s", (version) => {
    const strict = { ...server, ca: cluster.cert, requestCert: true, maxVersion: version, minVersion: version };
    const trusted = { ca: cluster.cert };

    it("shows the configured one", async () => {
      expect((await ask(strict, { ...trusted, ...client })).status).toBe(200);
    });

    it("hints at the setting when none is configured", async () => {
      const error = await failureOf(ask(strict, trusted));
      expect(error.code).toBe(version === "TLSv1.2" ? "TLS" : "UNREACHABLE");
      expect(error.next).toContain("set CAMUNDA_CUSTOM_CERT_CHAIN_PATH and CAMUNDA_CUSTOM_PRIVATE_KEY_PATH");
    });

    it("says that the configured one is not accepted", async () => {
      const error = await failureOf(ask(strict, { ...trusted, ...strangeClient }));
      expect(["TLS", "UNREACHABLE"]).toContain(error.code);
      expect(error.next).toContain("accepts");
      expect(error.next).toContain("CAMUNDA_CUSTOM_CERT_CHAIN_PATH");
      expect(JSON.stringify(error) + error.message + error.next).not.toContain("PRIVATE KEY--");
    });
  });

  it("does not hint at client certificates once the cluster has answered", async () => {
    const { origin } = await faultServer((n) => (n === 0 ? ["request", json("{}"), "request", "fin"] : []), server);
    const { send } = transport({ certificates: { ca: cluster.cert }, connections: 1 });
    await send(searchAt(origin));
    const error = await failureOf(send(searchAt(origin)));
    expect(error.code).toBe("UNREACHABLE");
    expect(error.next).not.toContain("CERT_CHAIN");
  });

  it.each([
    ["what is no PEM", { ca: "no PEM", cert: "no PEM" }],
    ["a key of another certificate", { cert: client.cert, key: server.key }],
  ])("calls %s a matter of settings", async (_, certificates) => {
    const error = await failureOf(ask(server, certificates));
    expect(error).toMatchObject({ code: "CONFIG" });
    expect(error.next).toContain("CAMUNDA_CUSTOM_");
    expect(error.message + error.next).not.toContain("no PEM");
  });
});
