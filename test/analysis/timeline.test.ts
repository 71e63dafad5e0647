import { describe, expect, test } from "vitest";
import { company } from "../../src/simulator/company/company.ts";
import { getProcessInstanceTimeline } from "../../src/tools/troubleshoot/get-process-instance-timeline.ts";
import { connect } from "../support/connect.ts";
import { manualClock } from "../support/manual-clock.ts";

const NOW = Date.UTC(2026, 10, 24, 10);
const world = company({ now: NOW });

describe.each(["8.6", "8.9"] as const)("the timeline on %s", (version) => {
  test("folds an endless loop", async () => {
    const { call } = await connect({
      cluster: { version, login: "cookie", world },
      tools: [getProcessInstanceTimeline],
    });
    const processInstanceKey = world.landmark("endlessLoop");
    const { text, structured, isError } = await call("get_process_instance_timeline", { processInstanceKey });
    expect(isError, text).toBe(false);
    expect(structured["timeline"]).toContainEqual(
      expect.objectContaining({ type: expect.any(String), count: expect.any(Number) }),
    );
  });

  test("does not take what goes on inside a called instance for a long step", async () => {
    const { call } = await connect({
      cluster: { version, login: "cookie", world },
      tools: [getProcessInstanceTimeline],
      clock: manualClock(NOW),
    });
    const { structured } = await call("get_process_instance_timeline", {
      processInstanceKey: world.landmark("deepestRoot"),
    });
    const steps: unknown = structured["timeline"];
    const calls = (Array.isArray(steps) ? steps : []).filter((row) => row.type === "CALL_ACTIVITY");
    expect(calls).toHaveLength(3);
    // The three call activities are open as well, and what they wait for stands in one element.
    expect(structured["conclusion"]).toMatch(/, with 3 called instances; .* Tokens stand in 1 element\.$/);
    expect(structured["conclusion"]).not.toMatch(/ms|\(s\)/);
  });

  test("crosses called instances", async () => {
    const { call } = await connect({
      cluster: { version, login: "cookie", world },
      tools: [getProcessInstanceTimeline],
    });
    const processInstanceKey = world.landmark("deepestRoot");
    const { text, structured } = await call("get_process_instance_timeline", { processInstanceKey });
    expect(structured["timeline"], text).toContainEqual(
      expect.objectContaining({ processInstanceKey: world.landmark("deepestChild") }),
    );
  });
});
