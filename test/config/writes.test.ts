import { describe, expect, test } from "vitest";
import { configOf, LOCAL, read } from "./reading.ts";

const ALLOW = "OPERATE_MCP_ALLOW_WRITES";

describe("the permission to change something", () => {
  test("is given by the exact word alone, and adds the toolset", () => {
    const settings = read({ ...LOCAL, [ALLOW]: "true" });
    expect(configOf(settings).allowWrites).toBe(true);
    expect(settings.toolsets).toEqual(["data", "troubleshoot", "repair"]);
    expect(settings.warnings).toEqual([]);
  });

  test.each(["false", "", "TRUE", "1", "yes", "on"])("is not given by %j", (word) => {
    const settings = read({ ...LOCAL, [ALLOW]: word });
    expect(configOf(settings).allowWrites).toBe(false);
    expect(settings.toolsets).not.toContain("repair");
    const isSilent = word === "" || word === "false";
    expect(settings.warnings).toEqual(
      isSilent ? [] : [`${ALLOW} counts as off: only the exact word true switches it on`],
    );
  });

  test("is not given by naming the toolset, and that is said", () => {
    const settings = read({ ...LOCAL, OPERATE_MCP_TOOLSETS: "data,repair" });
    expect(settings.toolsets).toEqual(["data"]);
    expect(settings.warnings).toEqual([
      "OPERATE_MCP_TOOLSETS names repair, which only OPERATE_MCP_ALLOW_WRITES=true adds",
    ]);
  });

  test("is not given by a .env lying about", () => {
    const content = `CAMUNDA_OPERATE_BASE_URL=http://localhost:9000\n${ALLOW}=true\n`;
    const settings = read({}, { "/work-dir/.env": content });
    expect(configOf(settings).allowWrites).toBe(false);
    expect(settings.toolsets).not.toContain("repair");
    expect(settings.warnings).toEqual([expect.stringContaining(`${ALLOW} in the .env of the working directory`)]);
  });

  test("is given by a file that is named", () => {
    const content = `CAMUNDA_OPERATE_BASE_URL=http://localhost:9000\n${ALLOW}=true\n`;
    expect(configOf(read({}, { "/work-dir/mine.env": content }, "mine.env")).allowWrites).toBe(true);
  });

  test("is for 100 things at once unless told otherwise", () => {
    expect(configOf(read(LOCAL)).maxWriteItems).toBe(100);
    expect(configOf(read({ ...LOCAL, OPERATE_MCP_MAX_WRITE_ITEMS: "7" })).maxWriteItems).toBe(7);
  });
});
