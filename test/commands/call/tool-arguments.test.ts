import { expect, test } from "vitest";
import { readToolArguments } from "../../../src/commands/call/tool-arguments.ts";
import { toolHelp, toolList } from "../../../src/commands/call/tool-help.ts";
import { checkArguments } from "../../../src/tools/arguments.ts";
import { tools } from "../../../src/tools/index.ts";

const toolOf = (name: string) => {
  const found = tools.find((tool) => tool.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

test.each([
  [
    "a key keeps its digits",
    "get_incident",
    ["incidentKey=6755399441055745123"],
    { incidentKey: "6755399441055745123" },
  ],
  [
    "so it does in a JSON object",
    "get_incident",
    ['{"incidentKey":6755399441055745123}'],
    { incidentKey: "6755399441055745123" },
  ],
  ["a number", "search_incidents", ["limit=5"], { limit: 5 }],
  ["a truth value", "search_process_instances", ["hasIncident=true"], { hasIncident: true }],
  ["a text that looks like a number", "lookup", ["reference=4711"], { reference: "4711" }],
  ["a text with = and line breaks in it", "lookup", ["reference=a=b\nc"], { reference: "a=b\nc" }],
  ["a word in any case", "search_incidents", ["state=active"], { state: "ACTIVE" }],
  ["a list by commas", "search_incidents", ["fields=state,errorType"], { fields: ["state", "errorType"] }],
  ["a list as JSON", "search_incidents", ['fields=["state"]'], { fields: ["state"] }],
  [
    "one entry of a list of objects",
    "search_incidents",
    ['sort={"field":"creationTime","order":"desc"}'],
    { sort: [{ field: "creationTime", order: "DESC" }] },
  ],
  ["a value whose type counts, as a number", "search_variables", ["value=1000"], { value: 1000 }],
  ["as a text", "search_variables", ['value="1000"'], { value: "1000" }],
  ["and as a plain word", "search_variables", ["value=gold"], { value: "gold" }],
])("%s", (_, name, words, args) => {
  const read = readToolArguments(toolOf(name), words, undefined);
  expect("args" in read && checkArguments(toolOf(name).input, read.args)).toMatchObject(args);
});

test("the help of a list of objects shows how it is written", () => {
  const help = toolHelp(toolOf("search_process_instances"));
  expect(help).toMatch(
    /^ {2}variables +array as \[\{"name":"\.\.\.","operator":"eq\|ne\|.*","value":"\.\.\."\}\] \(typed/m,
  );
  expect(help).toMatch(/^ {2}sort +array as \[\{"field":"\.\.\.","order":"ASC\|DESC"\}\]$/m);
});

test("null where the type counts is null, and not the word", () => {
  const read = readToolArguments(toolOf("search_variables"), ["value=null"], undefined);
  expect(read).toEqual({ args: { value: null } });
});

test("the list names every tool on a line of its own", () => {
  const lines = toolList(tools).split("\n");
  for (const { name } of tools) expect(lines.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1);
});

test("the help of a tool names every argument with what it takes, and which cannot be left out", () => {
  for (const tool of tools) {
    const help = toolHelp(tool);
    for (const name of Object.keys(tool.input.shape)) expect(help).toMatch(new RegExp(`^ {2}${name} `, "m"));
  }
  expect(toolHelp(toolOf("get_incident"))).toMatch(/^ {2}incidentKey +required string/m);
  expect(toolHelp(toolOf("search_incidents"))).toMatch(/^ {2}state +string of ACTIVE, RESOLVED/m);
  expect(toolHelp(toolOf("search_variables"))).toMatch(/^ {2}value +any JSON value \(typed/m);
});
