import { describe, expect, test } from "vitest";
import { company } from "../../src/simulator/company/company.ts";
import { getProcessInstanceTimeline } from "../../src/tools/troubleshoot/get-process-instance-timeline.ts";
import { connect } from "../support/connect.ts";

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
      expect.objectContaining({ event: "element", count: expect.any(Number) }),
    );
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
