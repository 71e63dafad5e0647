import { describe, expect, it } from "vitest";
import { replaceBetween } from "../../scripts/docs/generated.ts";
import { exampleLines, loginExamples } from "../../scripts/docs/login-examples.ts";
import { renderEnvExample, renderSettingsTables } from "../../scripts/docs/settings.ts";
import { variablesOf } from "../../src/config/setting.ts";
import { allSettings } from "../../src/config/settings.ts";
import { configOf, read } from "../config/reading.ts";
import { expectCurrent } from "./current.ts";

describe("the generated documents", () => {
  it("include a .env.example that is up to date", () => {
    expectCurrent(".env.example", renderEnvExample());
  });

  it("name every variable there is", () => {
    const [example, tables] = [renderEnvExample(), renderSettingsTables()];
    for (const setting of allSettings) {
      for (const name of variablesOf({ ...setting, aliases: [] })) expect(example).toMatch(new RegExp(`\\b${name}\\b`));
      for (const name of setting.aliases ?? [])
        expect([example, tables].every((text) => text.includes(name))).toBe(true);
      expect(tables).toContain(`\`${setting.name}\``);
    }
  });

  it("set nothing by themselves: every line of .env.example is a comment", () => {
    const lines = renderEnvExample().split("\n");
    expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
  });

  it.each([
    ["Self-Managed up to 8.7", "COOKIE"],
    ["Self-Managed from 8.8", "BASIC"],
    ["Self-Managed with Identity", "OAUTH"],
    ["SaaS", "OAUTH"],
    ["A token", "BEARER"],
    ["No login", "NONE"],
  ])("have an example for %s that works: the login is %s", (title, strategy) => {
    const [example] = loginExamples.filter((each) => each.title.startsWith(title));
    const content = example ? exampleLines(example).join("\n") : "";
    expect(renderEnvExample()).toContain(content.replaceAll(/^/gm, "#"));
    const settings = read({}, { "/example.env": content }, "/example.env");
    expect(configOf(settings).login.strategy).toBe(strategy);
    expect(settings.warnings).toEqual([]);
  });

  it("have no example without a test", () => {
    expect(loginExamples).toHaveLength(6);
  });
});

describe("replacing what lies between markers", () => {
  const text = "before\n<!-- a:begin -->\nold\n<!-- a:end -->\nafter\n<!-- b:begin --><!-- b:end -->\n";

  it("keeps everything else, and changes nothing the second time", () => {
    const once = replaceBetween(text, "a", "new $1\n");
    expect(once).toBe("before\n<!-- a:begin -->\n\nnew $1\n\n<!-- a:end -->\nafter\n<!-- b:begin --><!-- b:end -->\n");
    expect(replaceBetween(once, "a", "new $1\n")).toBe(once);
  });

  it("leaves a text without the markers alone", () => {
    for (const without of ["", "text", "<!-- c:begin -->", "<!-- c:end --><!-- c:begin -->"]) {
      expect(replaceBetween(without, "c", "new")).toBe(without);
    }
  });
});
