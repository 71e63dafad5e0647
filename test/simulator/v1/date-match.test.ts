import { expect, it } from "vitest";
import { spanOf } from "../../../src/simulator/v1/date-match.ts";

const span = (date: string): readonly string[] => {
  const found = spanOf(date);
  return found === undefined ? [] : [found.from, found.to].map((at) => new Date(Number(at)).toISOString());
};

it.each([
  ["", "2024-02-29T13:45:06.789Z", "2024-02-29T13:45:06.789Z"],
  ["||/s", "2024-02-29T13:45:06.000Z", "2024-02-29T13:45:06.999Z"],
  ["||/m", "2024-02-29T13:45:00.000Z", "2024-02-29T13:45:59.999Z"],
  ["||/h", "2024-02-29T13:00:00.000Z", "2024-02-29T13:59:59.999Z"],
  ["||/d", "2024-02-29T00:00:00.000Z", "2024-02-29T23:59:59.999Z"],
  ["||/w", "2024-02-26T00:00:00.000Z", "2024-03-03T23:59:59.999Z"],
  ["||/M", "2024-02-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z"],
  ["||/y", "2024-01-01T00:00:00.000Z", "2024-12-31T23:59:59.999Z"],
])("a date with %j means the span from %s to %s", (rounding, from, to) => {
  expect(span(`2024-02-29T15:45:06.789+0200${rounding}`)).toEqual([from, to]);
});

it("a week begins on its Monday, also when the date is one or is before 1970", () => {
  expect(span("2024-02-26T00:00:00.000+0000||/w")[0]).toBe("2024-02-26T00:00:00.000Z");
  expect(span("1969-12-28T12:00:00.000+0000||/w")[0]).toBe("1969-12-22T00:00:00.000Z");
});

it.each([
  "",
  "2024-02-29",
  "2024-02-29T15:45:06.789Z",
  "2024-13-29T15:45:06.789+0000",
  "2024-02-29T15:45:06.789+0000||/q",
])("%j is not a date of the API", (date) => {
  expect(spanOf(date)).toBeUndefined();
});
