import { describe, expect, it } from "vitest";
import { createAudit, createLog } from "../src/log.ts";
import { secretRegistry } from "../src/secrets.ts";
import { manualClock } from "./support/manual-clock.ts";

const setUp = () => {
  const lines: string[] = [];
  const secrets = secretRegistry();
  secrets.add("correct-horse-battery");
  const options = { write: (line: string) => lines.push(line), clock: manualClock(), secrets };
  return { lines, log: createLog({ level: "info", ...options }), audit: createAudit(options) };
};

describe("a line of the log", () => {
  it("is JSON with level, event and facts, and comes only at its level", () => {
    const { lines, log } = setUp();
    log.debug("unheard", {});
    log.info("heard", { code: "OK", ms: 3 });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: "info", event: "heard", code: "OK", ms: 3 }),
    ]);
  });

  it("holds no hidden character and no secret, and is one line that reads back as what it was", () => {
    const { lines, log, audit } = setUp();
    const who = "mallory\n\u202e\u200b\u009b31m\u2028 \u{e0041}";
    log.info("event", { who, said: "x correct-horse-battery y" });
    audit("write", { who });
    for (const line of lines) {
      expect(line).toMatch(/^[ -~]+\n$/);
      expect(JSON.parse(line)).toMatchObject({ who });
    }
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ said: "x *** y" });
  });

  it("is cut in no secret", () => {
    const { lines, log } = setUp();
    log.info("event", { said: `${"x".repeat(7_990)}correct-horse-battery${"y".repeat(10_000)}` });
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ said: `${"x".repeat(7_990)}***${"y".repeat(7)}` });
  });
});
