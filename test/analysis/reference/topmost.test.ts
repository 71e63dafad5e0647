import { expect, test } from "vitest";
import { topOf } from "../../../src/analysis/reference/topmost.ts";
import type { Row } from "../../../src/camunda/engine.ts";
import type { Entity } from "../../../src/camunda/entity.ts";
import { OperateError } from "../../../src/errors.ts";
import { fakeEngine, patientCall } from "../../support/fake-engine.ts";

const top = async (parents: Readonly<Record<string, string | undefined>>, key: string): Promise<unknown> => {
  const engine = {
    ...fakeEngine([]),
    async get(_: Entity, wanted: string) {
      if (!Object.hasOwn(parents, wanted)) throw new OperateError("NOT_FOUND", "there is none");
      const parent = parents[wanted];
      const row: Row = {
        processInstanceKey: wanted,
        ...(parent === undefined ? {} : { parentProcessInstanceKey: parent }),
      };
      return { row, lists: {} };
    },
  };
  return (await topOf(engine, key, patientCall()))?.["processInstanceKey"];
};

test("goes up to the instance that nobody called", async () => {
  expect(await top({ 1: undefined, 2: "1", 3: "2" }, "3")).toBe("1");
});

test("stops below an instance that is gone, and has nothing where the instance itself is", async () => {
  expect(await top({ 2: "1", 3: "2" }, "3")).toBe("2");
  expect(await top({}, "3")).toBeUndefined();
});

test("ends on rows that call one another", async () => {
  expect(await top({ 1: "2", 2: "1" }, "1")).toBeDefined();
});

test("is asked for at once where the API tells its key, and climbed to where it is gone", async () => {
  const asked: string[] = [];
  const parents: Readonly<Record<string, string>> = { 2: "1", 3: "2", 4: "3" };
  const engine = (root: string) => ({
    ...fakeEngine([]),
    async get(_: Entity, wanted: string) {
      asked.push(wanted);
      if (wanted === "9") throw new OperateError("NOT_FOUND", "there is none");
      const parent = parents[wanted];
      const row: Row = {
        processInstanceKey: wanted,
        rootProcessInstanceKey: root,
        ...(parent === undefined ? {} : { parentProcessInstanceKey: parent }),
      };
      return { row, lists: {} };
    },
  });
  expect(await topOf(engine("1"), "4", patientCall())).toMatchObject({ processInstanceKey: "1" });
  expect(asked).toEqual(["4", "1"]);
  expect(await topOf(engine("9"), "4", patientCall())).toMatchObject({ processInstanceKey: "1" });
});
