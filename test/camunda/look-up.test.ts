import { describe, expect, test } from "vitest";
import { failureNotices, lookUpEach } from "../../src/camunda/look-up.ts";
import { CODES, type Code, OperateError } from "../../src/errors.ts";
import { patientCall } from "../support/fake-engine.ts";

const KEYS = Array.from({ length: 40 }, (_, index) => String(index));

const failing = (code: Code) => async (): Promise<void> => {
  throw new OperateError(code, "it failed");
};

const ERRORS: readonly Code[] = ["AUTH_REJECTED", "AUTH_UNAVAILABLE", "CONFIG", "INTERNAL"];
const OF_ONE: readonly Code[] = ["NOT_FOUND", "TOO_LARGE"];

describe("looking up what only adds to an answer", () => {
  test.each(ERRORS)("fails with %s", async (code) => {
    await expect(lookUpEach(KEYS, patientCall(), failing(code))).rejects.toMatchObject({ code });
  });

  test.each(CODES.filter((code) => !ERRORS.includes(code)))("bears %s", async (code) => {
    const failures = await lookUpEach(KEYS, patientCall(), failing(code));
    expect(failures.length).toBe(OF_ONE.includes(code) ? KEYS.length : 8);
    expect(failureNotices("elementId", failures)).toEqual([`elementId is left out in some rows: ${code}, it failed.`]);
  });

  test("fails when the call has ended, and with what is no failure of the cluster", async () => {
    const signal = AbortSignal.abort();
    await expect(lookUpEach(KEYS, patientCall({ signal }), failing("UNREACHABLE"))).rejects.toThrow("it failed");
    const broken = async (): Promise<void> => {
      throw new TypeError("broken");
    };
    await expect(lookUpEach(KEYS, patientCall(), broken)).rejects.toThrow("broken");
  });
});
