import { describe, expect, it } from "vitest";
import type { Kind } from "../../src/config/kinds.ts";
import { address, endpoint, isLoopback, isSaasHost } from "../../src/config/url.ts";

const parsed = (kind: Kind<URL>, written: string): string => {
  const result = kind.parse(written);
  return "value" in result ? result.value.href : result.problem;
};

describe("addresses", () => {
  it("with letters of other languages are read however many there were before", () => {
    // Node 20 takes another way for what is called often.
    const read = Array.from({ length: 20_000 }, () => parsed(address, "https://bücher.example"));
    expect(new Set(read)).toEqual(new Set(["https://xn--bcher-kva.example/"]));
  });

  it.each([
    ["http://localhost:8080", "http://localhost:8080/"],
    ["http://localhost:8080/", "http://localhost:8080/"],
    ["http://localhost:8080/v1", "http://localhost:8080/"],
    ["http://localhost:8080/v2/", "http://localhost:8080/"],
    ["http://localhost:8080//v2//", "http://localhost:8080/"],
    ["http://localhost:8080/operate", "http://localhost:8080/operate"],
    ["http://localhost:8080/operate/v1/", "http://localhost:8080/operate"],
    ["http://localhost:8080/a/v1/b", "http://localhost:8080/a/v1/b"],
    ["http://localhost:8080/dev1", "http://localhost:8080/dev1"],
    ["https://bru-2.zeebe.camunda.io:443/5b6f/v2", "https://bru-2.zeebe.camunda.io/5b6f"],
    ["https://[::1]:8443/x", "https://[::1]:8443/x"],
    ["HTTPS://Operate.Example.COM", "https://operate.example.com/"],
    ["https://bücher.example", "https://xn--bcher-kva.example/"],
  ])("reads %s as %s", (written, expected) => {
    expect(parsed(address, written)).toBe(expected);
  });

  it.each([
    ["http://demo:hunter2@localhost:8080", "contains a user name or password"],
    ["http://demo@localhost:8080", "contains a user name or password"],
    ["http://localhost:8080/?token=hunter2", "contains a query (?)"],
    ["http://localhost:8080/#hunter2", "contains a fragment (#)"],
    ["localhost:8080", "is not an http or https URL"],
    ["javascript:hunter2", "is not an http or https URL"],
    ["file:///hunter2", "is not an http or https URL"],
    ["grpcs://hunter2.zeebe.camunda.io:443", "is not an http or https URL"],
    ["/operate", "is not an http or https URL"],
    ["http://", "is not an http or https URL"],
  ])("refuses %s because it %s", (written, problem) => {
    expect(parsed(address, written)).toBe(problem);
    expect(JSON.stringify(address.parse(written))).not.toMatch(/hunter2|8080/);
  });

  it("leaves the address of an endpoint alone, query included", () => {
    expect(parsed(endpoint, "https://id.example.com/token/v1/?p=policy")).toBe(
      "https://id.example.com/token/v1/?p=policy",
    );
    expect(parsed(endpoint, "https://id.example.com/token#x")).toBe("contains a fragment (#)");
    expect(parsed(endpoint, "https://a:b@id.example.com/token")).toBe("contains a user name or password");
  });

  it("knows which hosts are this machine", () => {
    const loopback = (url: string) => isLoopback(new URL(url));
    for (const host of [
      "localhost",
      "app.localhost",
      "127.0.0.1",
      "127.8.9.1",
      "127.1",
      "[::1]",
      "[0:0:0:0:0:0:0:1]",
    ]) {
      expect(loopback(`http://${host}:1/`), host).toBe(true);
    }
    for (const host of ["localhost.evil.com", "127.0.0.1.evil.com", "evillocalhost", "10.0.0.1", "0.0.0.0", "[::2]"]) {
      expect(loopback(`http://${host}:1/`), host).toBe(false);
    }
  });

  it("knows which hosts are Camunda's cloud", () => {
    expect(isSaasHost(new URL("https://bru-2.operate.camunda.io/x"))).toBe(true);
    expect(isSaasHost(new URL("https://camunda.io.evil.com/"))).toBe(false);
    expect(isSaasHost(new URL("https://evilcamunda.io/"))).toBe(false);
  });
});
