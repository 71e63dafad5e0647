import { expect, test } from "vitest";
import { entities } from "../../src/camunda/entities/index.ts";
import { guideText } from "../../src/resources/guide.ts";
import { tools } from "../../src/tools/index.ts";

const namedIn = (text: string): string[] => [...text.matchAll(/`([A-Za-z_]+)`/g)].map(([, name = ""]) => name);

const whole = guideText(() => true);
const named = namedIn(whole);

test("the guide names tools and fields that exist", () => {
  const known = [...tools.map(({ name }) => name), ...entities.flatMap(({ fields }) => Object.keys(fields))];
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

test("the guide leads to every tool that explains", () => {
  const explaining = tools.filter(({ toolset }) => toolset === "troubleshoot").map(({ name }) => name);
  expect(explaining.filter((name) => !named.includes(name))).toEqual([]);
});

test("the guide says what each of the things is that tools are about", () => {
  const main = entities.filter(({ toolset }) => toolset === "data");
  expect(main.filter(({ key }) => key !== "variableKey" && !named.includes(key)).map(({ name }) => name)).toEqual([]);
});

test("the guide is short enough to be read", () => {
  expect(whole.length).toBeLessThan(5000);
});

test("the guide leads to no tool that is not offered, and has no table without rows", () => {
  const some = guideText((text) => !/diagnose|search_/.test(text));
  expect(namedIn(some)).toContain("explain_incident");
  expect(namedIn(some).filter((name) => /diagnose|search_/.test(name))).toEqual([]);
  const none = guideText(() => false);
  expect(none).not.toMatch(/^\|/m);
  expect(none.match(/^## .*/gm)).toEqual(["## What is deployed", "## What runs", "## What is easy to get wrong"]);
});
