import { describe, expect, test } from "vitest";
import type { Row } from "../../../../src/camunda/engine.ts";
import { definitions } from "../../../../src/camunda/joins/definitions.ts";
import { type FakeEngine, fakeEngine, patientCall } from "../../../support/fake-engine.ts";

const rows = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    processDefinitionKey: String(index + 1),
    processDefinitionId: `p${index + 1}`,
  }));

/** The ids that are added to rows of these definitions, and how many requests that costs. */
const added = async (known: ReturnType<typeof definitions>, engine: FakeEngine, ...keys: readonly string[]) => {
  const before = engine.asked.length;
  const completed = await known.addProcessId(
    keys.map((processDefinitionKey) => ({ processDefinitionKey })),
    patientCall(),
  );
  return { ids: completed.rows.map((row) => row["processDefinitionId"]), requests: engine.asked.length - before };
};

describe("what is known about definitions", () => {
  test("is kept for the newest ones when there are very many", async () => {
    const engine = fakeEngine(rows(10_500));
    const known = definitions(engine);
    await known.byProcess("any", patientCall(), {});
    expect(await added(known, engine, "10500", "10499")).toEqual({ ids: ["p10500", "p10499"], requests: 0 });
    expect((await added(known, engine, "1")).requests).toBe(1);
  });

  test("is complete on a page that makes the oldest be forgotten", async () => {
    const engine = fakeEngine(rows(10_000));
    const known = definitions(engine);
    await known.byProcess("any", patientCall(), {});
    engine.rows = [{ processDefinitionKey: "20000", processDefinitionId: "late" }];
    expect((await added(known, engine, "1", "20000")).ids).toEqual(["p1", "late"]);
  });

  test("has no id where the definition has none, which is not kept", async () => {
    const engine = fakeEngine([{ processDefinitionKey: "1" }]);
    const known = definitions(engine);
    expect(await added(known, engine, "1")).toEqual({ ids: [undefined], requests: 1 });
    expect(await added(known, engine, "1")).toEqual({ ids: [undefined], requests: 1 });
  });
});
