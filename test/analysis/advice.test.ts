import { expect, test } from "vitest";
import { adviceFor, causeOf } from "../../src/analysis/advice.ts";
import { incident } from "../../src/camunda/entities/incident.ts";

const NAMELESS = ["UNSPECIFIED", "UNKNOWN"];

test.each(["constructor", "__proto__", "toString", "SOMETHING_NEW", ""])(
  "an error of type %j gets an honest answer",
  (type) => {
    expect(adviceFor(type)).toEqual(adviceFor("UNKNOWN"));
    expect(adviceFor(type)).toMatchObject({ fix: expect.any(String), retryAlone: "maybe" });
    expect(causeOf(type)).toBe(causeOf("UNKNOWN"));
  },
);

test("every type that is known says what it is", () => {
  const types = (incident.fields["errorType"]?.words ?? []).map(({ word }) => word);
  const silent = types.filter((type) => causeOf(type) === causeOf("UNKNOWN"));
  expect(silent).toEqual(NAMELESS);
});
