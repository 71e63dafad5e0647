import { describe, expect, it } from "vitest";
import { elementInstance } from "../../../src/camunda/entities/element-instance.ts";
import { incident } from "../../../src/camunda/entities/incident.ts";
import { processDefinition } from "../../../src/camunda/entities/process-definition.ts";
import { processInstance } from "../../../src/camunda/entities/process-instance.ts";
import { variable } from "../../../src/camunda/entities/variable.ts";
import type { Entity } from "../../../src/camunda/entity.ts";
import type { Collection } from "../../../src/simulator/collection.ts";
import { CAUSES } from "../../../src/simulator/large/causes.ts";
import { type Large, large } from "../../../src/simulator/large/large.ts";
import type { Row } from "../../../src/simulator/world.ts";
import { text } from "../company/sample.ts";

const now = Date.parse("2026-11-24T10:15:00.123Z");

const made = (world: Large, entity: Entity): Collection => {
  const rows = world.rows(entity);
  if ("where" in rows) return rows;
  throw new Error(`${entity.plural} are in memory`);
};

const all = (rows: Collection | undefined): readonly Row[] =>
  Array.from({ length: rows?.size ?? 0 }, (_, index) => rows?.at(index) ?? {});

// Two rounds of 2000 and a part of a third.
const world = large({ incidents: 4_321, now });
const [instances, incidents, elements] = [processInstance, incident, elementInstance].map((entity) =>
  all(made(world, entity)),
);

const byKey = (rows: readonly Row[] | undefined, key: string): ReadonlyMap<string, Row> =>
  new Map(rows?.map((row) => [text(row, key), row]));
const instanceOf = byKey(instances, "processInstanceKey");
const elementOf = byKey(elements, "elementInstanceKey");

const sameAs = (row: Row, name: string, value: Row[string]) => row[name] === value;

describe("the large cluster", () => {
  it("has one incident for each instance, and the elements it passed", () => {
    expect([instances?.length, incidents?.length]).toEqual([4_321, 4_321]);
    expect(instanceOf.size).toBe(4_321);
    expect(byKey(incidents, "incidentKey").size).toBe(4_321);
    expect(elementOf.size).toBe(elements?.length);
    expect(elements?.length).toBeGreaterThan(3 * 4_321);
  });

  it("is in the order of its keys, of which three quarters of the partitions are beyond a 32-bit partition", () => {
    for (const [rows, key] of [
      [instances, "processInstanceKey"],
      [incidents, "incidentKey"],
      [elements, "elementInstanceKey"],
    ] as const) {
      const keys = rows?.map((row) => BigInt(text(row, key))) ?? [];
      expect(keys.every((one, index) => index === 0 || one > (keys[index - 1] ?? 0n))).toBe(true);
      expect(new Set(keys.map((one) => one >> 51n))).toEqual(new Set([1n, 2n, 4n, 5n]));
    }
  });

  it("holds together: incident, element, instance and definition name one another", () => {
    const definitions = world.rows(processDefinition);
    expect("length" in definitions ? definitions.length : 0).toBe(50);
    const known = byKey("length" in definitions ? definitions : [], "processDefinitionKey");
    for (const row of incidents ?? []) {
      const instance = instanceOf.get(text(row, "processInstanceKey"));
      const element = elementOf.get(text(row, "elementInstanceKey"));
      const open = row["state"] === "ACTIVE";
      expect(instance).toMatchObject({
        processDefinitionKey: row["processDefinitionKey"],
        processDefinitionId: row["processDefinitionId"],
        state: open ? "ACTIVE" : "COMPLETED",
        hasIncident: open,
      });
      expect(element).toMatchObject({
        processInstanceKey: row["processInstanceKey"],
        elementId: row["elementId"],
        state: open ? "ACTIVE" : "COMPLETED",
        hasIncident: open,
      });
      expect(element?.["incidentKey"]).toBe(open ? row["incidentKey"] : undefined);
      expect(known.get(text(row, "processDefinitionKey"))).toMatchObject({
        processDefinitionId: row["processDefinitionId"],
        version: instance?.["processDefinitionVersion"],
      });
    }
    expect(elements?.filter((row) => row["incidentKey"] !== undefined).length).toBe(
      incidents?.filter(({ state }) => state === "ACTIVE").length,
    );
  });

  it("has its dates in order, none of them later than now", () => {
    for (const row of [...(instances ?? []), ...(elements ?? [])]) {
      const end = row["endDate"] === undefined ? text(row, "startDate") : text(row, "endDate");
      expect(end >= text(row, "startDate") && Date.parse(end) <= now).toBe(true);
      expect(row["endDate"] === undefined).toBe(row["state"] === "ACTIVE");
    }
    for (const row of incidents ?? []) {
      const element = elementOf.get(text(row, "elementInstanceKey")) ?? {};
      expect(text(row, "creationTime") >= text(element, "startDate")).toBe(true);
      expect(text(row, "creationTime") <= new Date(now).toISOString()).toBe(true);
      const { endDate } = instanceOf.get(text(row, "processInstanceKey")) ?? {};
      if (row["state"] === "RESOLVED") expect(String(endDate) > text(row, "creationTime")).toBe(true);
    }
    const starts = instances?.map((row) => Date.parse(text(row, "startDate"))).sort((one, other) => one - other) ?? [];
    expect(new Set(starts.map((at, index) => at - (starts[index - 1] ?? 0))).size).toBeGreaterThan(4_000);
  });

  it("knows its true counts without reading", () => {
    const read = new Map<string, number>();
    for (const row of incidents ?? []) {
      const key = [row["errorType"], row["processDefinitionKey"], row["elementId"], row["state"]].join();
      read.set(key, (read.get(key) ?? 0) + 1);
    }
    const told = new Map<string, number>();
    for (const { errorType, processDefinitionKey, elementId, state, count } of world.truth()) {
      const key = [errorType, processDefinitionKey, elementId, state].join();
      told.set(key, (told.get(key) ?? 0) + count);
    }
    expect(told).toEqual(read);
    const million = large({ incidents: 1_000_000, now }).truth();
    expect(million.reduce((sum, { count }) => sum + count, 0)).toBe(1_000_000);
    expect(new Set(million.map(({ cause }) => cause)).size).toBe(CAUSES.length);
    expect(new Set(million.map(({ processDefinitionKey }) => processDefinitionKey)).size).toBe(50);
    expect(CAUSES.length).toBeGreaterThanOrEqual(39);
  });

  it("counts each cause as often as its message is read", () => {
    const frozen = world.truth().filter(({ cause }) => cause === "another error is not caught");
    const read = incidents?.filter((row) => text(row, "errorMessage").includes("'ACCOUNT_FROZEN'"));
    expect(read?.length).toBeGreaterThan(0);
    expect(frozen.reduce((sum, { count }) => sum + count, 0)).toBe(read?.length);
  });

  it("has messages whose details differ from case to case", () => {
    const timeouts = incidents?.filter((row) => text(row, "errorMessage").includes("CoreTimeoutException")) ?? [];
    expect(timeouts.length).toBeGreaterThan(500);
    expect(new Set(timeouts.map((row) => row["errorMessage"])).size).toBeGreaterThan(timeouts.length / 2);
  });

  it("is the same each time, and another for another seed", () => {
    const sample = (one: Large) => [17, 1_203, 4_320].map((index) => made(one, incident).at(index));
    expect(sample(large({ incidents: 4_321, now }))).toEqual(sample(world));
    expect(sample(large({ incidents: 4_321, now, seed: 1 }))).not.toEqual(sample(world));
  });

  it("has a model for every definition, with every element and flow that its instances passed", () => {
    const passed = new Map<string, Set<string>>();
    for (const row of elements ?? []) {
      const key = text(row, "processDefinitionKey");
      passed.set(key, (passed.get(key) ?? new Set()).add(text(row, "elementId")));
    }
    expect(passed.size).toBe(50);
    for (const [key, ids] of passed) {
      const xml = world.xml(processDefinition, key) ?? "";
      for (const id of ids) expect(xml).toContain(`id="${id}"`);
    }
    for (const row of instances?.slice(0, 200) ?? []) {
      const key = text(row, "processInstanceKey");
      const flows = world.sequenceFlows?.(key) ?? [];
      const visited = elements?.filter((one) => sameAs(one, "processInstanceKey", key)).length ?? 0;
      expect(flows).toHaveLength(visited - 1);
      const xml = world.xml(processDefinition, text(row, "processDefinitionKey")) ?? "";
      for (const id of flows) expect(xml).toContain(`id="${id}"`);
    }
  });

  it("has nothing of what it does not know", () => {
    expect(made(world, variable).size).toBe(0);
    expect(world.xml(processDefinition, "1")).toBeUndefined();
  });
});

describe("a row of the large cluster", () => {
  const definition = text(incidents?.[7] ?? {}, "processDefinitionKey");
  const finds = (entity: Entity, field: string, value: Row[string], rows: readonly Row[] | undefined) => {
    const accepts = (row: Row) => row[field] === value;
    const wanted = /^\d+$/.test(String(value)) ? BigInt(String(value)) : String(value);
    const found = made(world, entity).where({ field, wanted: [wanted], accepts });
    const expected = rows?.filter(accepts) ?? [];
    expect(expected.length).toBeGreaterThan(0);
    expect(all(found)).toEqual(expected);
    return found;
  };

  it("is found by what it has in common with others, in the order of keys", () => {
    finds(incident, "processDefinitionKey", definition, incidents);
    finds(incident, "state", "RESOLVED", incidents);
    finds(incident, "errorType", "CONDITION_ERROR", incidents);
    finds(processInstance, "state", "COMPLETED", instances);
    finds(elementInstance, "elementId", "approve", elements);
    finds(elementInstance, "processDefinitionKey", definition, elements);
  });

  it("is found by several conditions, one after the other", () => {
    const found = finds(incident, "processDefinitionKey", definition, incidents);
    const isCommon = (row: Row) => ["JOB_NO_RETRIES", "IO_MAPPING_ERROR"].includes(text(row, "errorType"));
    const isOpen = (row: Row) => row["state"] === "ACTIVE";
    const common = { field: "errorType", wanted: ["several"], accepts: isCommon };
    expect(all(made(world, incident).where(common))).toEqual(incidents?.filter(isCommon));
    const some = found?.where(common)?.where({ field: "state", wanted: ["ACTIVE"], accepts: isOpen });
    const expected = incidents?.filter(
      (row) => sameAs(row, "processDefinitionKey", definition) && isCommon(row) && isOpen(row),
    );
    expect(expected?.length).toBeGreaterThan(5);
    expect(expected?.length).toBeLessThan(found?.size ?? 0);
    expect(all(some)).toEqual(expected);
  });

  it("is found by any key of its instance", () => {
    for (const index of [0, 1_500, 4_320]) {
      const one = incidents?.[index] ?? {};
      for (const field of ["incidentKey", "processInstanceKey", "elementInstanceKey"]) {
        finds(incident, field, text(one, field), incidents);
      }
      finds(elementInstance, "processInstanceKey", text(one, "processInstanceKey"), elements);
      finds(elementInstance, "elementInstanceKey", text(one, "elementInstanceKey"), elements);
    }
    finds(elementInstance, "incidentKey", elements?.find((row) => row["incidentKey"])?.["incidentKey"], elements);
  });

  it("is not found by a key that is none", () => {
    const last = BigInt(text(instances?.at(-1) ?? {}, "processInstanceKey"));
    for (const wanted of [1n, 2n ** 51n, last + 1n, last + 3200n, 3n << 51n, -1n]) {
      const accepts = (row: Row) => row["processInstanceKey"] === String(wanted);
      expect(made(world, processInstance).where({ field: "processInstanceKey", wanted: [wanted], accepts })?.size).toBe(
        0,
      );
    }
  });

  it("is sorted by its date both ways, also among those that a condition left", () => {
    for (const [entity, rows, field] of [
      [incident, incidents, "creationTime"],
      [processInstance, instances, "startDate"],
    ] as const) {
      const dated = rows?.toSorted((one, other) => (text(one, field) < text(other, field) ? -1 : 1)) ?? [];
      expect(all(made(world, entity).sortedBy(field, false))).toEqual(dated);
      expect(all(made(world, entity).sortedBy(field, true))).toEqual(dated.toReversed());
      const accepts = (row: Row) => row["processDefinitionKey"] === definition;
      const some = made(world, entity).where({ field: "processDefinitionKey", wanted: [BigInt(definition)], accepts });
      expect(all(some?.sortedBy(field, true))).toEqual(dated.filter(accepts).toReversed());
      expect(all(made(world, entity).sortedBy(entity.key, true))).toEqual(rows?.toReversed());
    }
    expect(made(world, incident).sortedBy("errorType", false)).toBeUndefined();
    expect(made(world, elementInstance).sortedBy("startDate", false)).toBeUndefined();
  });

  it("lies at no index beyond the ends", () => {
    const rows = made(world, incident);
    expect([rows.at(-1), rows.at(4_321), rows.sortedBy("creationTime", true)?.at(4_321)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
