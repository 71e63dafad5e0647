import { describe, expect, it } from "vitest";
import { problemLines } from "../../src/config/findings.ts";
import { complained, configOf, LOCAL, problemsOf, read } from "./reading.ts";

const SAAS = {
  CAMUNDA_CLUSTER_ID: "5b6f-4e2c",
  CAMUNDA_CLUSTER_REGION: "bru-2",
  CAMUNDA_CLIENT_ID: "client",
  CAMUNDA_CLIENT_SECRET: "secret-1",
};

describe("the address of the cluster", () => {
  it("tells on empty settings what to set in each of the common cases", () => {
    const lines = problemLines(problemsOf(read({})));
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^CAMUNDA_OPERATE_BASE_URL: .*: Self-Managed up to 8\.7: .*CAMUNDA_COOKIE_AUTH_USERNAME/);
    expect(lines[1]).toMatch(/^CAMUNDA_REST_ADDRESS: .*: Self-Managed from 8\.8 on: .*CAMUNDA_BASIC_AUTH_USERNAME/);
    expect(lines[2]).toMatch(/^CAMUNDA_CLUSTER_ID: .*: SaaS: .*CAMUNDA_CLUSTER_REGION.*CAMUNDA_CLIENT_SECRET/);
  });

  it("takes the given address with the variable and the place it came from", () => {
    const { operate, rest } = configOf(read({ OPERATE_BASE_URL: " http://localhost:8081/operate/v1 " }));
    expect(operate?.url.href).toBe("http://localhost:8081/operate");
    expect(operate?.source).toEqual({ variable: "OPERATE_BASE_URL", from: "environment" });
    expect(rest).toBeUndefined();
  });

  it("derives both addresses from cluster id and region and says from what", () => {
    const { operate, rest } = configOf(read(SAAS));
    expect(operate?.url.href).toBe("https://bru-2.operate.camunda.io/5b6f-4e2c");
    expect(rest?.url.href).toBe("https://bru-2.zeebe.camunda.io/5b6f-4e2c");
    const source = { variable: "CAMUNDA_CLUSTER_ID and CAMUNDA_CLUSTER_REGION", from: "environment" };
    expect([operate?.source, rest?.source]).toEqual([source, source]);
  });

  it("derives on SaaS only the address that is not given", () => {
    const given = "https://lon-1.operate.camunda.io/other";
    const { operate, rest } = configOf(read({ ...SAAS, CAMUNDA_OPERATE_BASE_URL: given }));
    expect(operate?.url.href).toBe(given);
    expect(rest?.url.href).toBe("https://bru-2.zeebe.camunda.io/5b6f-4e2c");
  });

  it("derives nothing beside an address that is not on SaaS", () => {
    const { rest } = configOf(read({ ...SAAS, ...LOCAL, CAMUNDA_OAUTH_URL: "http://localhost:18080/token" }));
    expect(rest).toBeUndefined();
  });

  it("asks for the other half of cluster id and region", () => {
    const { CAMUNDA_CLUSTER_REGION, ...withoutRegion } = SAAS;
    const settings = read({ ...withoutRegion, CAMUNDA_OAUTH_URL: "https://login.cloud.camunda.io/oauth/token" });
    expect(complained(settings)).toEqual(["CAMUNDA_CLUSTER_REGION"]);
    expect(problemsOf(settings)[0]?.problem).toBe("is not set, but CAMUNDA_CLUSTER_ID is");
    const { CAMUNDA_CLUSTER_ID, ...withoutId } = SAAS;
    expect(complained(read({ ...withoutId, CAMUNDA_OAUTH_URL: "https://id.example.com/" }))).toEqual([
      "CAMUNDA_CLUSTER_ID",
    ]);
  });

  it("does not call an address missing that is only broken", () => {
    expect(complained(read({ CAMUNDA_OPERATE_URL: "localhost:8080" }))).toEqual(["CAMUNDA_OPERATE_URL"]);
    expect(complained(read({ ...SAAS, CAMUNDA_CLUSTER_REGION: "evil.example/" }))).toEqual(["CAMUNDA_CLUSTER_REGION"]);
  });

  it("refuses plain http to another machine, for every address, unless it is allowed", () => {
    const env = {
      CAMUNDA_OPERATE_BASE_URL: "http://operate.example.com",
      ZEEBE_REST_ADDRESS: "http://10.0.0.1:8080",
      CAMUNDA_OAUTH_URL: "http://id.example.com/token",
      CAMUNDA_COOKIE_AUTH_URL: "http://operate.example.com/api/login",
      CAMUNDA_CLIENT_ID: "client",
      CAMUNDA_CLIENT_SECRET: "secret-1",
    };
    const refused = read({ ...env, OPERATE_MCP_ALLOW_INSECURE: "yes" });
    expect(complained(refused)).toEqual([
      "CAMUNDA_OPERATE_BASE_URL",
      "ZEEBE_REST_ADDRESS",
      "CAMUNDA_COOKIE_AUTH_URL",
      "CAMUNDA_OAUTH_URL",
    ]);
    expect(JSON.stringify(refused)).not.toContain("example.com");
    expect(refused.warnings).toEqual([
      "OPERATE_MCP_ALLOW_INSECURE counts as off: only the exact word true switches it on",
    ]);
    const allowed = configOf(read({ ...env, OPERATE_MCP_ALLOW_INSECURE: "true" }));
    expect(allowed.rest?.url.href).toBe("http://10.0.0.1:8080/");
  });
});
