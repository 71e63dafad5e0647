import { describe, expect, test } from "vitest";
import { DOTENV } from "../../src/config/dotenv.ts";
import { proxyFor } from "../../src/config/proxy-for.ts";
import { CWD, complained, configOf, LOCAL, problemsOf, read } from "./reading.ts";

const ASKED = { ...LOCAL, OPERATE_MCP_USE_PROXY: "true" };

/** The variable of the proxy for an address; undefined where the way is direct. */
const variableFor = (address: string, env: Record<string, string>): string | undefined =>
  proxyFor(new URL(address), configOf(read({ ...ASKED, ...env })).proxies)?.variable;

const BOTH = { HTTPS_PROXY: "http://secure.example:3128", HTTP_PROXY: "http://plain.example:3128" };

describe("proxies", () => {
  test.each([{}, { OPERATE_MCP_USE_PROXY: "false" }, { OPERATE_MCP_USE_PROXY: "yes" }])(
    "are not used with %j, and what is wrong with them is nobody's matter",
    (env) => {
      const settings = read({ ...LOCAL, ...env, HTTPS_PROXY: "socks5://proxy.example" });
      expect(configOf(settings)).not.toHaveProperty("proxies");
    },
  );

  test("are taken by the protocol of the address", () => {
    expect(variableFor("https://cluster.example", BOTH)).toBe("HTTPS_PROXY");
    expect(variableFor("http://cluster.example", BOTH)).toBe("HTTP_PROXY");
    expect(variableFor("https://cluster.example", { HTTP_PROXY: BOTH.HTTP_PROXY })).toBeUndefined();
  });

  test("are never on the way to this machine", () => {
    for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "[::1]"])
      expect(variableFor(`https://${host}:8080`, BOTH), host).toBeUndefined();
  });

  test("are named in lower case first, and by the environment before a file", () => {
    const lower = { https_proxy: "http://lower.example", HTTPS_PROXY: "http://upper.example" };
    const { proxies } = configOf(read({ ...ASKED, ...lower }));
    expect(proxies?.https).toMatchObject({ variable: "https_proxy", url: new URL("http://lower.example") });
    const file = { [`${CWD}/my.env`]: "https_proxy=http://file.example\nHTTP_PROXY=http://file.example:81" };
    const both = configOf(read({ ...ASKED, HTTPS_PROXY: "http://upper.example" }, file, "my.env")).proxies;
    expect(both?.https?.url.host).toBe("upper.example");
    expect(both?.http?.url.host).toBe("file.example:81");
  });

  test("may be switched on by a file that is named, and by none that lies around", () => {
    const content = `CAMUNDA_OPERATE_BASE_URL=https://cluster.example\nOPERATE_MCP_USE_PROXY=true\nHTTPS_PROXY=http://file.example`;
    const named = configOf(read({}, { [`${CWD}/my.env`]: content }, "my.env"));
    expect(named.proxies?.https?.url.host).toBe("file.example");
    const lying = read(BOTH, { [`${CWD}/${DOTENV}`]: content });
    expect(configOf(lying)).not.toHaveProperty("proxies");
    expect(lying.warnings).toEqual([expect.stringContaining("OPERATE_MCP_USE_PROXY in the .env")]);
    const asked = read({ OPERATE_MCP_USE_PROXY: "true" }, { [`${CWD}/${DOTENV}`]: content });
    expect(configOf(asked).proxies).toEqual({ exempt: [] });
  });

  test("that are asked for but not named are a warning", () => {
    const { warnings } = read({ ...ASKED, NO_PROXY: "example.com" });
    expect(warnings).toEqual([expect.stringMatching(/OPERATE_MCP_USE_PROXY .* neither HTTPS_PROXY nor HTTP_PROXY/)]);
    expect(read({ ...ASKED, ...BOTH }).warnings).toEqual([]);
  });

  test.each([
    ["proxy.example:3128", "http://proxy.example:3128"],
    ["proxy.example", "http://proxy.example"],
    ["https://proxy.example/", "https://proxy.example"],
    ["http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128"],
  ])("may be written %s", (written, origin) => {
    expect(configOf(read({ ...ASKED, HTTPS_PROXY: written })).proxies?.https?.url.origin).toBe(origin);
  });

  test.each([
    "socks5://user:hunter2-hunter2@proxy.example:1080",
    "http://user:hunter2#hunter2@proxy.example:3128",
    "http://user:12#hunter2-hunter2@proxy.example:3128",
    "http://user:hunter2-hunter2@proxy.example:3128/proxy.pac",
    "http://proxy.example:port",
    "http://",
  ])("written %s are a problem that shows nothing", (written) => {
    const settings = read({ ...ASKED, http_proxy: written });
    expect(complained(settings)).toEqual(["http_proxy"]);
    expect(problemsOf(settings)[0]?.remedy).toContain("http://user:password@host:port");
    expect(JSON.stringify(problemsOf(settings))).not.toMatch(/hunter2|proxy\.example/);
    expect(settings.secrets).toContain(written);
  });

  test("have secrets: user and password, as they are written and as they are meant", () => {
    const settings = read({ ...ASKED, HTTPS_PROXY: "http://proxy-user:p%40ss%20word@proxy.example:3128" });
    const { https } = configOf(settings).proxies ?? {};
    expect(https?.url.href).toBe("http://proxy.example:3128/");
    expect(https?.authorization).toBe(`Basic ${Buffer.from("proxy-user:p@ss word").toString("base64")}`);
    expect(settings.secrets).toEqual(
      expect.arrayContaining(["proxy-user", "p%40ss%20word", "p@ss word", "proxy-user:p@ss word"]),
    );
  });

  test("may have a user alone, and a password whose percent sign is just one", () => {
    const of = (text: string) => configOf(read({ ...ASKED, HTTPS_PROXY: text })).proxies?.https?.authorization;
    expect(of("http://token@proxy.example")).toBe(`Basic ${Buffer.from("token:").toString("base64")}`);
    expect(of("http://user:100%@proxy.example")).toBe(`Basic ${Buffer.from("user:100%").toString("base64")}`);
  });
});

describe("NO_PROXY", () => {
  test.each([
    ["cluster.example", "https://cluster.example"],
    ["CLUSTER.example", "https://cluster.example."],
    ["example", "https://cluster.example"],
    [".example", "https://cluster.example"],
    ["*.example", "https://cluster.example"],
    [".cluster.example", "https://cluster.example"],
    ["*", "https://cluster.example"],
    ["other.example, ,cluster.example", "https://cluster.example"],
    ["other.example cluster.example", "https://cluster.example"],
    ["cluster.example:443", "https://cluster.example"],
    ["cluster.example:80", "http://cluster.example"],
    ["cluster.example:8443", "https://cluster.example:8443"],
    ["10.1.2.3", "https://10.1.2.3"],
    ["2001:DB8::0:1", "https://[2001:db8::1]"],
    ["[2001:db8::1]", "https://[2001:db8::1]:8443"],
    ["[2001:db8::1]:8443", "https://[2001:db8::1]:8443"],
  ])("%s lets %s be reached directly", (exempt, address) => {
    expect(variableFor(address, { ...BOTH, NO_PROXY: exempt })).toBeUndefined();
    expect(variableFor(address, { ...BOTH, no_proxy: exempt })).toBeUndefined();
  });

  test.each([
    ["cluster.example", "https://mycluster.example"],
    ["a.cluster.example", "https://cluster.example"],
    ["cluster.example:80", "https://cluster.example"],
    ["cluster.example:8443", "https://cluster.example"],
    ["2001:db8::1", "https://[2001:db8::2]"],
    ["[2001:db8::1]:8443", "https://[2001:db8::1]"],
    ["/// ,", "https://cluster.example"],
  ])("%s does not speak of %s", (exempt, address) => {
    expect(variableFor(address, { ...BOTH, NO_PROXY: exempt })).toBe("HTTPS_PROXY");
  });
});
