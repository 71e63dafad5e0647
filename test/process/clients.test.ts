import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { isObject, member } from "../../src/narrow.ts";
import { prompts } from "../../src/prompts/prompts.ts";
import { guide } from "../../src/resources/guide.ts";
import { templates } from "../../src/resources/templates.ts";
import { type Cluster, startCluster } from "../../src/simulator/cluster.ts";
import { company } from "../../src/simulator/company/company.ts";
import { VERSION } from "../../src/version.ts";
import { settingsFor } from "../support/connect.ts";
import { type AnyClient, CLIENTS, connectedWith } from "./any-client.ts";
import { OFFERED } from "./built.ts";

const world = company({ now: systemClock.wall() });
const stuck = world.landmark("order4711");
let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({ world });
});
afterAll(() => cluster.close());

/** A call of each tool that succeeds on the sample cluster. */
const CALLS: readonly (readonly [string, Record<string, unknown>])[] = [
  ["whoami", {}],
  ["search_process_definitions", { latestOnly: true }],
  ["search_process_instances", { hasIncident: true, limit: 3 }],
  ["get_process_instance", { processInstanceKey: stuck }],
];

describe.each(CLIENTS)("%s", (name, make) => {
  const connected = (): Promise<AnyClient> => connectedWith(make, settingsFor(cluster));

  test("connects and lists the tools", async () => {
    const made = await connected();
    expect(made.version()).toEqual({ name: "operate-mcp", version: VERSION });
    expect((await made.list()).map(({ name }) => name)).toEqual(OFFERED.map(({ name }) => name));
  });

  test("calls tools, and finds their results as the output schemas promise", async () => {
    const made = await connected();
    const ajv = new Ajv2020({ strict: false });
    const schemas = new Map((await made.list()).map(({ name, outputSchema }) => [name, outputSchema]));
    for (const [name, args] of CALLS) {
      const result = await made.call(name, args);
      expect(result["isError"], name).toBeUndefined();
      expect(isObject(result["structuredContent"]), name).toBe(true);
      expect(ajv.validate(schemas.get(name) ?? false, result["structuredContent"]), ajv.errorsText()).toBe(true);
      expect(result["content"], name).toEqual([{ type: "text", text: expect.stringMatching(/\S/) }]);
    }
  });

  test("reads a key above 2^53 digit for digit", async () => {
    expect(BigInt(stuck)).toBeGreaterThan(2n ** 53n);
    const made = await connected();
    await made.list();
    const { structuredContent, content } = await made.call("get_process_instance", { processInstanceKey: stuck });
    expect(member(structuredContent, "processInstanceKey")).toBe(stuck);
    expect(JSON.stringify(content)).toContain(`processInstanceKey: ${stuck}`);
  });

  test("gets a bad argument back as the result of the call", async () => {
    const made = await connected();
    await made.list();
    const result = await made.call("search_process_instances", { stat: "ACTIVE" });
    expect(result).toMatchObject({
      isError: true,
      content: [{ type: "text", text: expect.stringMatching(/^INVALID_ARGUMENT: .*stat.*\nnext: /s) }],
    });
    expect(result).not.toHaveProperty("structuredContent");
  });

  test("finds resources and reads them, and is told what is not there", async () => {
    const made = await connected();
    expect(await made.resources()).toEqual([guide.uri, ...templates.map(({ uriTemplate }) => uriTemplate)]);
    const uri = `operate://process-instances/${stuck}`;
    const text = expect.stringContaining(`processInstanceKey: ${stuck}\n`);
    expect(await made.read(uri)).toEqual([{ uri, mimeType: "text/plain", text }]);
    const missing = "operate://process-instances/1";
    await expect(made.read(missing)).rejects.toMatchObject({
      // The newer client makes the current code of either.
      code: name === "@modelcontextprotocol/sdk 1.x" ? -32002 : -32602,
      data: { uri: missing },
      message: expect.stringMatching(/NOT_FOUND: .*\nnext: /s),
    });
  });

  test("finds prompts and has them filled in, with values to choose from", async () => {
    const made = await connected();
    expect(await made.prompts()).toEqual(prompts.map(({ name }) => name));
    const text = expect.stringContaining('1. diagnose_process_instance {"reference":"A-4711"}');
    expect(await made.prompt("diagnose_instance", { reference: "A-4711" })).toEqual([
      { role: "user", content: { type: "text", text } },
    ]);
    await expect(made.prompt("diagnose_instance", {})).rejects.toMatchObject({
      code: -32602,
      message: expect.stringMatching(/INVALID_ARGUMENT: reference is required\nnext: /),
    });
    expect(await made.complete("release_check", "processDefinitionId", "order-f")).toEqual({
      values: ["order-fulfilment"],
      total: 1,
      hasMore: false,
    });
  });
});
