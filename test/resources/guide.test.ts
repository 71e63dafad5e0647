import { expect, test } from "vitest";
import { entities } from "../../src/camunda/entities/index.ts";
import { guide } from "../../src/resources/guide.ts";
import { tools } from "../../src/tools/index.ts";

const named = [...guide.text.matchAll(/`([A-Za-z_]+)`/g)].map(([, name = ""]) => name);

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
  expect(guide.text.length).toBeLessThan(5000);
});
