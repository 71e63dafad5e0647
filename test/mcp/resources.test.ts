import { ResourceNotFoundError } from "@modelcontextprotocol/client";
import { describe, expect, test } from "vitest";
import { decisionRequirements } from "../../src/camunda/entities/decision-requirements.ts";
import { processDefinition } from "../../src/camunda/entities/process-definition.ts";
import { textsOf } from "../../src/narrow.ts";
import { company } from "../../src/simulator/company/company.ts";
import { type ConnectOptions, connect, settingsFor } from "../support/connect.ts";
import { manualClock } from "../support/manual-clock.ts";
import { MODES } from "../support/modes.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });
const instance = world.landmark("order4711");
const [definition] = world.table("process-definitions");
const [requirements] = world.table("decision-requirements");
const definitionKey = String(definition?.["processDefinitionKey"]);
const requirementsKey = String(requirements?.["decisionRequirementsKey"]);
const NOBODY = "1";

const open = (options: ConnectOptions = {}, settings: Readonly<Record<string, string>> = {}) =>
  connect({
    ...options,
    cluster: { login: "none", world, ...options.cluster },
    env: (cluster) => ({ ...settingsFor(cluster, "none"), ...settings }),
  });

type Client = Awaited<ReturnType<typeof open>>["client"];

const read = async (client: Client, uri: string): Promise<string> =>
  textsOf((await client.readResource({ uri })).contents, "text")?.join("") ?? "";

const failure = (client: Client, uri: string): Promise<unknown> =>
  client.readResource({ uri }).then(
    () => undefined,
    (error) => error,
  );

const definitionUri = (key: string): string => `operate://process-definitions/${key}/xml`;
const requirementsUri = `operate://decision-requirements/${requirementsKey}/xml`;
const instanceUri = `operate://process-instances/${instance}`;

describe.each(MODES)("a client in the mode %s", (_, mode) => {
  test("finds the guide and the families of resources", async () => {
    const { client } = await open({ mode });
    expect(client.getServerCapabilities()?.resources).toEqual({});
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual(["operate://guide"]);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate, mimeType }) => [uriTemplate, mimeType])).toEqual([
      ["operate://process-definitions/{processDefinitionKey}/xml", "application/xml"],
      ["operate://decision-requirements/{decisionRequirementsKey}/xml", "application/xml"],
      ["operate://process-instances/{processInstanceKey}", "text/plain"],
    ]);
  });

  test("reads each of them", async () => {
    const { client, call } = await open({ mode });
    expect(await read(client, "operate://guide")).toMatch(/^# How the things/);
    expect(await read(client, definitionUri(definitionKey))).toMatch(/<bpmn:definitions/);
    expect(await read(client, requirementsUri)).toMatch(/<definitions/);
    const include = ["incidents", "elements", "variables"];
    const { text } = await call("get_process_instance", { processInstanceKey: instance, include });
    expect(await read(client, instanceUri)).toBe(text);
  });

  test("is told what is not there, and asks for something else", async () => {
    const { client } = await open({ mode });
    for (const uri of [definitionUri(NOBODY), "operate://nothing", `${definitionUri(definitionKey)}/more`]) {
      const error = await failure(client, uri);
      expect(error, uri).toBeInstanceOf(ResourceNotFoundError);
      expect(error).toMatchObject({
        code: -32602,
        data: { uri },
        message: expect.stringMatching(/^NOT_FOUND: .+\nnext: /s),
      });
    }
  });
});

describe.each(["8.6", "8.9"] as const)("on %s", (version) => {
  test("a model is as it was deployed, and the instance has what stops it", async () => {
    const { client } = await open({ cluster: { version } });
    expect(await read(client, definitionUri(definitionKey))).toBe(world.xml(processDefinition, definitionKey));
    expect(await read(client, requirementsUri)).toBe(world.xml(decisionRequirements, requirementsKey));
    expect(await read(client, instanceUri)).toMatch(
      new RegExp(`processInstanceKey: ${instance}\\n.*incidents: 1\\n.*errorMessage`, "s"),
    );
  });
});

test("digits of a key may be written as their codes", async () => {
  const { client } = await open();
  const codes = [...instance].map((digit) => `%${digit.charCodeAt(0).toString(16)}`).join("");
  expect(await read(client, `operate://process-instances/${codes}`)).toBe(await read(client, instanceUri));
});

describe("size", () => {
  const SMALL = { OPERATE_MCP_MAX_RESULT_BYTES: "4000" };

  test("a model is whole, however small results have to be", async () => {
    const { client } = await open({}, SMALL);
    const xml = await read(client, definitionUri(definitionKey));
    expect(Buffer.byteLength(xml)).toBeGreaterThan(4000);
    expect(xml).toBe(world.xml(processDefinition, definitionKey));
  });

  test("an instance stays within the limit and says what is left out", async () => {
    const passages = new Map<string, number>();
    for (const { processInstanceKey } of world.table("element-instances"))
      passages.set(String(processInstanceKey), (passages.get(String(processInstanceKey)) ?? 0) + 1);
    const [[longest] = [""]] = [...passages].sort(([, one], [, other]) => other - one);
    const { client } = await open({}, SMALL);
    const text = await read(client, `operate://process-instances/${longest}`);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000);
    expect(text).toMatch(/^note: /m);
  });
});

describe("what must not go out", () => {
  const SECRET = "correct-horse-battery-staple";
  const header = (value: string) => `<zeebe:header key="apiKey" value="${value}" />`;
  const xml = `<bpmn:definitions>${header("abcdefgh")}<a note="${SECRET}\u202e" /></bpmn:definitions>`;

  test("is masked and made visible in a model", async () => {
    const { client } = await connect({
      cluster: { world: { ...world, xml: () => xml }, credentials: { password: SECRET } },
    });
    expect(await read(client, definitionUri(definitionKey))).toBe(
      `<bpmn:definitions>${header("***")}<a note="***\\u202e" /></bpmn:definitions>`,
    );
  });
});

describe("what goes wrong", () => {
  test.each([
    ["no key", definitionUri("abc"), /^INVALID_ARGUMENT: processDefinitionKey must be a key/],
    ["codes that are none", definitionUri("%zz"), /^INVALID_ARGUMENT: processDefinitionKey must be a key/],
    ["too large a key", definitionUri("99999999999999999999"), /^INVALID_ARGUMENT: /],
  ])("with %s is the asker's fault, and not a resource that is missing", async (_, uri, message) => {
    const { client } = await open();
    const error = await failure(client, uri);
    expect(error).not.toBeInstanceOf(ResourceNotFoundError);
    expect(error).toMatchObject({ code: -32602, message: expect.stringMatching(message) });
  });

  test("with settings says which", async () => {
    const { client } = await connect({ env: () => ({}) });
    expect(await read(client, "operate://guide")).not.toBe("");
    expect(await failure(client, instanceUri)).toMatchObject({
      code: -32603,
      message: expect.stringMatching(/^CONFIG: .*CAMUNDA_OPERATE_BASE_URL.*\nnext: /s),
    });
  });

  test("on the cluster has the code and the next step of a tool's error", async () => {
    const { client, cluster } = await open();
    await read(client, instanceUri);
    cluster.faults.next(1, { path: "process-definitions/" }, { kind: "forbidden" });
    expect(await failure(client, definitionUri(definitionKey))).toMatchObject({
      code: -32603,
      message: expect.stringMatching(/^FORBIDDEN: .*\nnext: /s),
    });
  });

  test("for time ends with TIMEOUT", async () => {
    const clock = manualClock();
    const { client, cluster } = await open({ clock }, { OPERATE_MCP_TIMEOUT_MS: "1000" });
    await read(client, instanceUri);
    cluster.faults.next(1, { path: "process-definitions/" }, { kind: "silence" });
    const failed = failure(client, definitionUri(definitionKey));
    await clock.advance(1000);
    expect(await failed).toMatchObject({ code: -32603, message: expect.stringMatching(/^TIMEOUT: .*\nnext: /s) });
  });
});

test("who leaves out a tool leaves out what it shows", async () => {
  const { client } = await open({}, { OPERATE_MCP_EXCLUDE_TOOLS: "get_process_instance" });
  const { resourceTemplates } = await client.listResourceTemplates();
  expect(resourceTemplates.map(({ name }) => name)).toEqual(["process_definition_xml", "decision_requirements_xml"]);
  const error = await failure(client, instanceUri);
  expect(error).toBeInstanceOf(ResourceNotFoundError);
  expect(String(error)).not.toContain("process-instances/{");
});
