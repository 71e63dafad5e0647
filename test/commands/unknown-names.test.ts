import { expect, test } from "vitest";
import { connect, settingsFor } from "../support/connect.ts";

test("whoami warns of a toolset and a tool that there are not", async () => {
  const { call } = await connect({
    env: (cluster) => ({
      ...settingsFor(cluster),
      OPERATE_MCP_TOOLSETS: "data,nope",
      OPERATE_MCP_EXCLUDE_TOOLS: "get_nothing",
    }),
  });
  const { structured, text } = await call("whoami");
  expect(JSON.stringify(structured)).toContain("there is no toolset or tool nope");
  expect(text).toContain("there is no toolset or tool get_nothing");
});
