import { describe, expect, test } from "vitest";
import { sideLooks } from "../../src/analysis/side.ts";
import { type Code, OperateError } from "../../src/errors.ts";
import { patientCall } from "../support/fake-engine.ts";

const failing = (code: Code) => async (): Promise<string> => {
  throw new OperateError(code, "it failed");
};

describe("a side look", () => {
  test("gives what it finds and says nothing", async () => {
    const side = sideLooks(patientCall());
    expect(await side.look("jobs", async () => 7)).toBe(7);
    expect(side.notices()).toEqual([]);
  });

  test("that is refused is missing, and said once however often", async () => {
    const side = sideLooks(patientCall());
    expect(await side.look("jobs", failing("FORBIDDEN"))).toBeUndefined();
    expect(await side.look("jobs", failing("FORBIDDEN"))).toBeUndefined();
    expect(side.notices()).toEqual(["Not looked at: jobs, because of FORBIDDEN: it failed."]);
  });

  test("at what the API does not have is missing without a word", async () => {
    const side = sideLooks(patientCall());
    expect(await side.look("jobs", failing("UNSUPPORTED"))).toBeUndefined();
    expect(side.notices()).toEqual([]);
  });

  test.each(["AUTH_REJECTED", "CONFIG", "INTERNAL"] as const)("fails with %s", async (code) => {
    await expect(sideLooks(patientCall()).look("jobs", failing(code))).rejects.toMatchObject({ code });
  });

  test("fails when the call has ended", async () => {
    const side = sideLooks(patientCall({ signal: AbortSignal.abort() }));
    await expect(side.look("jobs", failing("UNREACHABLE"))).rejects.toThrow("it failed");
  });
});
