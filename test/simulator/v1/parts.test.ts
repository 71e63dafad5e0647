import { describe, expect, it } from "vitest";
import { isList, isObject } from "../../../src/simulator/json.ts";
import type { Row } from "../../../src/simulator/world.ts";
import { ask, cluster, type Heard } from "../ask.ts";
import { of, sample, text } from "../company/sample.ts";

const start = async (version: "8.0" | "8.3" | "8.6" = "8.6") =>
  `${(await cluster({ login: "none", world: sample, version })).url}/v1/process-instances`;

const listOf = ({ body }: Heard) => (isList(body) ? body.filter(isObject) : []);
const instances = sample.table("process-instances");

describe("the statistics of a process instance", () => {
  it("are a bare list with one entry for each element, whose sums are those of the element instances", async () => {
    const url = await start();
    for (const instance of instances.filter((_, index) => index % 7 === 0)) {
      const key = text(instance, "processInstanceKey");
      const rows = of("element-instances", key);
      const items = rows.filter(({ type }) => type !== "MULTI_INSTANCE_BODY");
      const counted = listOf(await ask(`${url}/${key}/statistics`));
      const sum = (name: string) => counted.reduce((total, entry) => total + Number(entry[name]), 0);
      const having = (state: string) => items.filter((row) => row["state"] === state);
      expect(new Set(counted.map((entry) => entry["activityId"]))).toEqual(
        new Set(rows.map((row) => row["elementId"])),
      );
      expect(counted.length).toBe(new Set(rows.map((row) => row["elementId"])).size);
      expect([sum("completed"), sum("canceled"), sum("incidents"), sum("active")]).toEqual([
        having("COMPLETED").length,
        having("TERMINATED").length,
        rows.filter((row) => row["hasIncident"]).length,
        having("ACTIVE").filter((row) => !row["hasIncident"]).length,
      ]);
    }
  });

  it("count the body of a multi-instance only for its incident, and an element with an incident not as active", async () => {
    const key = sample.landmark("failingItem");
    const heard = await ask(`${await start()}/${key}/statistics`);
    const body = of("element-instances", key).find(({ type }) => type === "MULTI_INSTANCE_BODY");
    const failing = listOf(heard).find((entry) => entry["activityId"] === "file-photos");
    expect(failing).toMatchObject({ active: 0, incidents: 1, canceled: 0 });
    expect(listOf(heard).find((entry) => entry["activityId"] === body?.["elementId"])).toEqual({
      activityId: body?.["elementId"],
      active: 0,
      canceled: 0,
      // The body and the item in it that fails.
      incidents: 2,
      completed: 3,
    });
  });

  it("begin with the most visited element", async () => {
    const heard = await ask(`${await start()}/${sample.landmark("endlessLoop")}/statistics`);
    const visits = listOf(heard).map(({ active, canceled, incidents, completed }) =>
      [active, canceled, incidents, completed].reduce((sum: number, count) => sum + Number(count), 0),
    );
    expect(visits).toEqual(visits.toSorted((one, other) => other - one));
    expect(visits[0]).toBeGreaterThan(10);
  });
});

describe("the sequence flows of a process instance", () => {
  it("are a bare list of ids, in their order", async () => {
    const url = await start();
    for (const mark of ["order4711", "unremarkable", "deepestRoot"] as const) {
      const { body } = await ask(`${url}/${sample.landmark(mark)}/sequence-flows`);
      expect(body).toEqual([...sample.sequenceFlows(sample.landmark(mark))].sort());
      expect(body).not.toEqual([]);
    }
  });

  it("are 1000 at most", async () => {
    const instance: Row = { processInstanceKey: "5", state: "ACTIVE" };
    const flows = Array.from({ length: 1200 }, (_, index) => `flow-${String(index).padStart(4, "0")}`);
    const world = { rows: () => [instance], xml: () => undefined, sequenceFlows: () => flows.toReversed() };
    const { url } = await cluster({ login: "none", world });
    expect((await ask(`${url}/v1/process-instances/5/sequence-flows`)).body).toEqual(flows.slice(0, 1000));
  });
});

describe.each(["statistics", "sequence-flows"])("%s", (part) => {
  it("are not there for an instance that is not there", async () => {
    const heard = await ask(`${await start()}/22/${part}`);
    expect(heard.body).toMatchObject({ status: 404, message: "No process instances found for key 22 " });
    expect((await ask(`${await start()}/x/${part}`)).status).toBe(400);
  });

  it("came with 8.2, can only be read, only as JSON, and only of process instances", async () => {
    const key = sample.landmark("order4711");
    expect((await ask(`${await start("8.0")}/${key}/${part}`)).status).toBe(404);
    expect((await ask(`${await start("8.3")}/${key}/${part}`)).status).toBe(200);
    const url = await start();
    expect((await ask(`${url}/${key}/${part}`, "POST")).status).toBe(405);
    expect((await ask(`${url}/${key}/${part}`, "GET", { headers: { accept: "text/xml" } })).status).toBe(406);
    const [definition] = sample.table("process-definitions");
    const elsewhere = url.replace("process-instances", "process-definitions");
    expect((await ask(`${elsewhere}/${text(definition ?? {}, "processDefinitionKey")}/${part}`)).status).toBe(404);
  });
});

describe("deleting a process instance", () => {
  it("takes along all that belongs to it, and nothing else", async () => {
    const { url } = await cluster({ login: "none", world: sample });
    const finished = instances.filter(({ state }) => state !== "ACTIVE").map((row) => text(row, "processInstanceKey"));
    const decided = new Set(sample.table("decision-instances").map((row) => row["processInstanceKey"]));
    const key = finished.find((one) => decided.has(one)) ?? "";
    const paths = {
      "flownode-instances": "element-instances",
      variables: "variables",
      "decision-instances": "decision-instances",
      "process-instances": "process-instances",
    };
    const left = async (path: string, filter: string) => {
      const heard = await ask(`${url}/v1/${path}/search`, "POST", {
        headers: { "content-type": "application/json" },
        body: `{"filter":${filter}}`,
      });
      return isObject(heard.body) ? heard.body["total"] : undefined;
    };
    await ask(`${url}/v1/process-instances/${key}`, "DELETE");
    for (const [path, own] of Object.entries(paths)) {
      const belonging = of(own, key).length;
      expect(belonging).toBeGreaterThan(0);
      if (path !== "process-instances") expect(await left(path, `{"processInstanceKey":${key}}`)).toBe(0);
      expect(await left(path, "{}")).toBe(Math.min(sample.table(own).length - belonging, 10_000));
    }
    const [element] = of("element-instances", key);
    const gone = await ask(`${url}/v1/flownode-instances/${text(element ?? {}, "elementInstanceKey")}`);
    expect(gone.status).toBe(404);
    expect((await ask(`${url}/v1/process-instances/${key}/statistics`)).status).toBe(404);
  });
});
