import { describe, expect, it } from "vitest";
import { allSettings } from "../../src/config/settings.ts";
import { isObject, member } from "../../src/narrow.ts";
import { configOf, read } from "../config/reading.ts";
import { current } from "../docs/current.ts";

const section = /<!-- install:begin -->(.*)<!-- install:end -->/s.exec(current("docs/install.md"))?.[1] ?? "";

/** The configurations that the page shows there. */
const shown = [...section.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = ""]): unknown => JSON.parse(text));
const [servers, vsCode] = shown;

/** Where the badge with this text leads. */
const link = (label: string): URL =>
  new URL(new RegExp(`\\[!\\[${label}\\]\\([^)]*\\)\\]\\(([^)]+)\\)`).exec(section)?.[1] ?? "");

describe("the install links", () => {
  it("have Cursor install what its configuration says", () => {
    const { host, pathname, searchParams } = link("Install in Cursor");
    expect(`${host}${pathname}`).toBe("cursor.com/en/install-mcp");
    const config: unknown = JSON.parse(Buffer.from(searchParams.get("config") ?? "", "base64").toString());
    expect({ mcpServers: { [searchParams.get("name") ?? ""]: config } }).toEqual(servers);
  });

  it("have VS Code install what its configuration says", () => {
    const target = new URL(link("Install in VS Code").searchParams.get("url") ?? "");
    expect(`${target.protocol}${target.pathname}`).toBe("vscode:mcp/install");
    const config: unknown = JSON.parse(decodeURIComponent(target.search.slice(1)));
    if (!isObject(config)) throw new Error("no object");
    const { name, inputs, ...server } = config;
    expect({ inputs, servers: { [String(name)]: server } }).toEqual(vsCode);
  });

  it("are about one and the same server, whose settings are complete", () => {
    const [one, other] = [
      member(member(servers, "mcpServers"), "operate"),
      member(member(vsCode, "servers"), "operate"),
    ];
    expect(one).toMatchObject({ command: "npx", args: ["-y", "operate-mcp"] });
    expect(other).toMatchObject({ type: "stdio", command: "npx", args: ["-y", "operate-mcp"] });
    const env = Object.fromEntries(
      Object.entries(member(one, "env") ?? {}).map(([key, value]) => [key, String(value)]),
    );
    expect(configOf(read(env)).login.strategy).toBe("COOKIE");
    expect(Object.keys(member(other, "env") ?? {})).toEqual(Object.keys(env));
  });

  it("have no secret in that of VS Code: it asks for them and hides what is typed", () => {
    const inputs = member(vsCode, "inputs");
    const env = Object.entries(member(member(member(vsCode, "servers"), "operate"), "env") ?? {});
    const secrets = env.filter(([name]) => allSettings.some((setting) => setting.name === name && setting.secret));
    expect(secrets).toHaveLength(1);
    expect(inputs).toEqual(
      secrets.map(([name, value]) => ({
        type: "promptString",
        id: /^\$\{input:(.+)\}$/.exec(String(value))?.[1],
        description: name,
        password: true,
      })),
    );
  });
});
