import { describe, expect, test } from "vitest";
import { listed } from "../../src/mcp/schemas.ts";
import { chosenTools, tools } from "../../src/tools/index.ts";

describe.each(tools.map((tool) => [tool.name, tool] as const))("%s", (name, tool) => {
  const { inputSchema, outputSchema } = listed(tool);

  test("is listed exactly as the snapshot says", async () => {
    await expect(`${JSON.stringify(listed(tool), null, 2)}\n`).toMatchFileSnapshot(`../snapshots/tools/${name}.json`);
  });

  test("has a name, title and description that a model can choose by", () => {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(name.length).toBeLessThanOrEqual(40);
    expect(tool.title).not.toBe("");
    expect(tool.description.length).toBeGreaterThanOrEqual(40);
    expect(tool.description.length).toBeLessThanOrEqual(1200);
  });

  test("sets all four hints", () => {
    expect(Object.keys(tool.annotations).sort()).toEqual([
      "destructiveHint",
      "idempotentHint",
      "openWorldHint",
      "readOnlyHint",
    ]);
    expect(tool.annotations.readOnlyHint).toBe(tool.toolset !== "repair");
    if (tool.annotations.readOnlyHint) expect(tool.annotations.destructiveHint).toBe(false);
  });

  test("takes no unknown argument and has nothing that hosts stumble over", () => {
    expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
    const text = JSON.stringify(inputSchema);
    for (const trap of ["anyOf", "oneOf", "allOf", "$ref", "$schema", '"null"', "not"])
      expect(text).not.toContain(`"${trap}"`);
    expect(text).not.toContain("9007199254740991");
  });

  test("answers openly: no closed object and no enum", () => {
    const text = JSON.stringify(outputSchema);
    expect(text).not.toContain('"enum"');
    expect(text).not.toContain('"additionalProperties":false');
  });

  test("describes arguments in at most 45 characters", () => {
    for (const [argument, schema] of Object.entries(tool.input.shape)) {
      const about = schema.description ?? "";
      expect(about.length, argument).toBeLessThanOrEqual(45);
    }
  });
});

describe("what the model sees of the list", () => {
  const sizes = chosenTools({ toolsets: ["data", "troubleshoot"], excludeTools: [] }).map((tool) => {
    const { outputSchema: _, ...visible } = listed(tool);
    return [tool.name, Buffer.byteLength(JSON.stringify(visible))] as const;
  });
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);

  test(`is at most 1,900 bytes of each tool: ${sizes.map(([name, size]) => `${name} ${size}`).join(", ")}`, () => {
    for (const [name, size] of sizes) expect(size, name).toBeLessThanOrEqual(1900);
  });

  test(`is at most 20,000 bytes in all: ${total}`, () => {
    expect(total).toBeLessThanOrEqual(20_000);
  });
});

describe("what the model sees of the tools that change something", () => {
  const sizes = chosenTools({ toolsets: ["repair"], excludeTools: [] }).map((tool) => {
    const { outputSchema: _, ...visible } = listed(tool);
    return [tool.name, Buffer.byteLength(JSON.stringify(visible))] as const;
  });
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);

  test(`is at most 8,000 bytes in all: ${sizes.map(([name, size]) => `${name} ${size}`).join(", ")}, ${total}`, () => {
    expect(total).toBeLessThanOrEqual(8000);
  });

  test("says of each that the first call changes nothing", () => {
    for (const { description } of chosenTools({ toolsets: ["repair"], excludeTools: [] })) {
      expect(description).toContain("The first call changes nothing");
    }
  });
});

test("no two tools share a name", () => {
  expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
});
