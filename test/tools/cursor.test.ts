import { describe, expect, test } from "vitest";
import { processDefinition } from "../../src/camunda/entities/process-definition.ts";
import { processInstance } from "../../src/camunda/entities/process-instance.ts";
import { fromCursor, toCursor } from "../../src/tools/cursor.ts";

const engine = { api: "operate-v1", address: "http://localhost:8080" } as const;
const bookmark = {
  args: { hasIncident: true, startedAfter: "-2h" },
  now: 1_790_000_000_000,
  resume: { after: "[9223372036854775807]", read: 30, of: 95, past: "12", group: '["a"]', shown: 40 },
};

describe("a cursor", () => {
  test("carries everything it was made from, keys digit for digit", () => {
    expect(fromCursor(engine, processInstance, toCursor(engine, processInstance, bookmark))).toEqual(bookmark);
  });

  test("is refused by another entity, another cluster and another API", () => {
    const cursor = toCursor(engine, processInstance, bookmark);
    expect(() => fromCursor(engine, processDefinition, cursor)).toThrow(/another search, API or cluster/);
    expect(() => fromCursor({ ...engine, address: "http://other:8080" }, processInstance, cursor)).toThrow(
      /another search, API or cluster/,
    );
    expect(() => fromCursor({ ...engine, api: "orchestration-v2" }, processInstance, cursor)).toThrow(
      /another search, API or cluster/,
    );
  });

  test.each(["", "x", "e30", Buffer.from("[]").toString("base64url"), "!!!!", "null"])(
    "that is damaged (%j) is refused",
    (cursor) => {
      expect(() => fromCursor(engine, processInstance, cursor)).toThrow(/not one that this tool gave out/);
    },
  );

  test("with any one character changed is refused, or is the same", () => {
    const cursor = toCursor(engine, processInstance, bookmark);
    for (const index of cursor.split("").keys()) {
      const other = cursor[index] === "A" ? "B" : "A";
      const damaged = cursor.slice(0, index) + other + cursor.slice(index + 1);
      expect(() => fromCursor(engine, processInstance, damaged), damaged).toThrow(/not one that this tool gave out/);
    }
  });
});
