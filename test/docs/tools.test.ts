import { describe, expect, it } from "vitest";
import { renderFieldsTables, renderToolsTable } from "../../scripts/docs/tools.ts";
import { entities } from "../../src/camunda/entities/index.ts";
import { tools } from "../../src/tools/index.ts";

/** The cells of the one row that begins with this name, bold or not. */
const rowOf = (text: string, name: string): string[] => {
  const rows = text
    .split("\n")
    .filter((line) => line.startsWith(`| \`${name}\` |`) || line.startsWith(`| **\`${name}\`** |`));
  expect(rows, `rows of ${name}`).toHaveLength(1);
  return (rows[0] ?? "").split(" | ").map((cell) => cell.replace(/^\| | \|$/g, ""));
};

const fieldsTables = renderFieldsTables();

/** The table of one entity. */
const tableOf = (plural: string): string => {
  const [found = ""] = fieldsTables
    .split(/^(?=\*\*[A-Z])/m)
    .filter((part) => part.toLowerCase().startsWith(`**${plural}**`));
  return found;
};

const toolsTable = renderToolsTable();

describe("the table of tools", () => {
  it("has a row for every tool, in the order in which clients list them", () => {
    const names = [...toolsTable.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(names).toEqual(tools.map(({ name }) => name));
  });

  it("names every argument, the required ones in bold", () => {
    for (const { name, input } of tools) {
      const [, , shown = ""] = rowOf(toolsTable, name);
      for (const argument of Object.keys(input.shape)) {
        const isRequired = !input.shape[argument]?.safeParse(undefined).success;
        expect(shown).toContain(isRequired ? `**\`${argument}\`**` : `\`${argument}\``);
        expect(shown.includes(`**\`${argument}\`**`)).toBe(isRequired);
      }
    }
  });

  it("says what a tool does in its first sentence, and which words an argument takes", () => {
    const [, about, shown] = rowOf(toolsTable, "search_process_instances");
    expect(about).toBe("Find process instances.");
    expect(shown).toContain("`state` (ACTIVE, COMPLETED, TERMINATED, SUSPENDED)");
    expect(rowOf(toolsTable, "get_process_definition")[2]).toContain(
      "`include` (xml, outline, statistics, instancesByVersion)",
    );
    expect(rowOf(toolsTable, "whoami")[2]).toBe("none");
  });
});

describe("the tables of fields", () => {
  it("have a table for every entity with a row for every field", () => {
    for (const { plural, fields } of entities) {
      const table = tableOf(plural);
      for (const { name, about } of Object.values(fields)) expect(rowOf(table, name).at(-1)).toBe(about);
    }
  });

  it.each([
    [
      "process definitions",
      "processDefinitionKey",
      ["**`processDefinitionKey`**", "key", "8.0; exact; sort", "8.8; exact; sort"],
    ],
    ["process definitions", "name", ["`name`", "text", "8.0; any part, here; sort", "8.8; any part, here; sort"]],
    ["process definitions", "versionTag", ["`versionTag`", "text", "8.6; exact, here", "8.8; exact; sort"]],
    [
      "process instances",
      "startDate",
      [
        "`startDate`",
        "date",
        "8.0; `startedAfter`, `startedBefore` here; sort",
        "8.8; `startedAfter`, `startedBefore`; sort",
      ],
    ],
    ["process instances", "businessId", ["`businessId`", "text", "not there", "8.9; exact; sort"]],
    ["process instances", "errorMessage", ["`errorMessage`", "text", "joined in; by a join", "joined in; by a join"]],
    ["incidents", "elementId", ["`elementId`", "text", "joined in; by a join", "8.8; exact; sort"]],
    ["variables", "valueLength", ["`valueLength`", "number", "joined in", "joined in"]],
    ["jobs", "type", ["`type`", "text", "not there", "8.8; exact; sort"]],
  ])("tell of %s what each API has of %s", (plural, name, cells) => {
    expect(rowOf(tableOf(plural), name).slice(0, -1)).toEqual(cells);
  });
});
