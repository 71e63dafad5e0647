import { expect, test } from "vitest";
import { company } from "../../src/simulator/company/company.ts";
import { connect, settingsFor } from "../support/connect.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

const found = async (args: Record<string, unknown>) => {
  const { call } = await connect({
    cluster: { login: "none", version: "8.9", world },
    env: (cluster) => settingsFor(cluster, "none"),
  });
  const { text, structured } = await call("search_incidents", { errorMessage: "ProviderUnavailable", ...args });
  return { text, structure: JSON.stringify(structured) };
};

const FRAME = /\\tat de\.birkenfeld/;
const LEFT_OUT = "the frames are left out";

test("a list shows errors without the frames of their stack traces, in both channels, and says so", async () => {
  const { text, structure } = await found({ limit: 3 });
  for (const channel of [text, structure]) {
    expect(channel).toContain("ProviderUnavailableException");
    expect(channel).not.toMatch(FRAME);
    expect(channel).toContain(LEFT_OUT);
  }
});

test("who names the field gets it as it is", async () => {
  const { text, structure } = await found({ limit: 1, fields: ["errorMessage"] });
  for (const channel of [text, structure]) {
    expect(channel).toMatch(FRAME);
    expect(channel).not.toContain(LEFT_OUT);
  }
});
