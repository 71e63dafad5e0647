import { expect, test } from "vitest";
import { onEachCluster, rowsIn, world } from "./clusters.ts";

onEachCluster("lookup", (connected) => {
  const look = (reference: string) => connected().call("lookup", { reference });
  const order = () => world.landmark("order4711");

  test.each(["order A-4711", "order 4711", "Order #4711"])("finds the one order that %s means", async (reference) => {
    const { structured, isError, text } = await look(reference);
    expect(isError, text).toBe(false);
    expect(structured).toMatchObject({ found: "process instance", processInstanceKey: order() });
    expect(rowsIn(structured, "next")[0]).toMatchObject({
      tool: "diagnose_process_instance",
      arguments: JSON.stringify({ processInstanceKey: order() }),
    });
  });

  test.each([
    ["the key", (key: string) => key],
    ["a link of today", (key: string) => `https://camunda.example/operate/processes/${key}?tab=incidents`],
    ["an older link", (key: string) => `https://bru-2.operate.camunda.io/c0ffee/instances/${key}`],
    ["the oldest link", (key: string) => `http://operate.example/#/instances/${key}?x=1`],
  ])("understands %s and keeps every digit", async (_, made) => {
    const { structured, text } = await look(made(order()));
    expect(structured["processInstanceKey"], text).toBe(order());
  });

  test("knows an incident by its key and says what explains it", async () => {
    const { structured: found } = await connected().call("search_incidents", { processInstanceKey: order() });
    const key = rowsIn(found, "items")[0]?.["incidentKey"];
    const { structured } = await look(String(key));
    expect(structured).toMatchObject({ found: "incident", incidentKey: key });
    expect(rowsIn(structured, "next")[0]).toMatchObject({ tool: "explain_incident" });
  });

  test.each(["A-4711", "4711"])(
    "lists the order, the claim and whatever else has %s, with the call for each",
    async (value) => {
      const { structured, text } = await look(value);
      const hits = rowsIn(structured, "hits");
      expect(hits.length, text).toBeGreaterThan(1);
      expect(hits.map(({ key }) => key)).toContain(order());
      const started = hits.map((hit) => String(hit["startDate"]));
      expect(started).toEqual([...started].sort().reverse());
      for (const hit of hits) expect(hit["call"]).toContain(`"processInstanceKey":"${hit["key"]}"`);
    },
  );

  test("says that nothing fits, and what it looked at", async () => {
    const { structured, text, isError } = await look("ZZ-000");
    expect(isError).toBe(false);
    expect(text).toMatch(/^conclusion: Nothing fits/);
    expect(structured["notices"]).toEqual([expect.stringMatching(/inside short values of the \d+ newest variables/)]);
  });

  test("answers NOT_FOUND for a key of nothing, and refuses a link without a key", async () => {
    expect((await look("6755399441055744")).text).toMatch(/^NOT_FOUND: /);
    expect((await look("https://camunda.example/operate/processes?process=x")).text).toMatch(/^INVALID_ARGUMENT: /);
  });

  test("asks nobody but the cluster", async () => {
    await look(`https://elsewhere.example/operate/processes/${order()}`);
    expect(connected().log.some((line) => line.includes("elsewhere"))).toBe(false);
  });
});
