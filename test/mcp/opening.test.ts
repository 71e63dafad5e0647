import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/mcp/catalogue.ts";
import { choiceWarnings, instructionsOf, listingOf } from "../../src/mcp/listing.ts";
import { openingOf } from "../../src/mcp/opening.ts";
import { Reception } from "../../src/mcp/reception.ts";
import { listed } from "../../src/mcp/schemas.ts";
import { serve } from "../../src/mcp/server.ts";
import type { Structured } from "../../src/mcp/structure.ts";
import { type Choice, chosen } from "../../src/tools/choice.ts";
import { chosenTools, tools } from "../../src/tools/index.ts";
import { request, wireRig } from "./wire-rig.ts";

const CHOICE: Choice = { toolsets: ["data"], excludeTools: catalogue.slice(2).map(({ name }) => name) };
const VERSION = "1.2.3";

const surroundings = () => {
  throw new Error("no tool is ever called");
};

const optionsFor = (structured: Structured, choice: Choice) => ({
  version: VERSION,
  tools: chosenTools(choice),
  listing: listingOf(choice),
  instructions: instructionsOf(choice),
  structured,
  surroundings,
});

/** A server whose SDK is there from the beginning. */
const usual = (structured: Structured = "auto", choice = CHOICE) => {
  const rig = wireRig();
  const { listing: _, instructions: __, ...options } = optionsFor(structured, choice);
  serve(rig.wire, options);
  return rig;
};

/** One whose SDK is attached when it is needed. */
const early = (structured: Structured = "auto", choice = CHOICE) => {
  const rig = wireRig();
  let load = (): void => undefined;
  const loaded = new Promise<void>((resolve) => {
    load = resolve;
  });
  const attached = { count: 0 };
  const options = optionsFor(structured, choice);
  new Reception(rig.wire, {
    clock: rig.clock,
    open: openingOf(options),
    attach: async (transport) => {
      attached.count += 1;
      await loaded;
      serve(transport, options);
    },
  });
  return { ...rig, load: () => load(), attached };
};

/** Lets the SDK answer: it takes a few turns of the event loop and no time. */
const settle = async ({ settle: turn }: { settle(): Promise<void> }) => {
  for (let count = 0; count < 30; count += 1) await turn();
};

const meta = (client?: object, capabilities: object = {}) => ({
  _meta: {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": capabilities,
    ...(client === undefined ? {} : { "io.modelcontextprotocol/clientInfo": client }),
  },
});
const CLIENT = { name: "claude-code", version: "1" };
const initialize = (id: number, protocolVersion = "2025-11-25", capabilities: object = {}) =>
  request(id, "initialize", { protocolVersion, capabilities, clientInfo: CLIENT });
const INITIALIZED = { jsonrpc: "2.0", method: "notifications/initialized" };

const CAPABILITIES = [
  {},
  { roots: {} },
  { roots: { listChanged: true }, sampling: {}, elicitation: { form: {}, url: {} } },
  {
    sampling: { tools: {}, context: {} },
    experimental: { a: { b: [1] } },
    extensions: { "io.x/y": { mimeTypes: ["a"] } },
  },
  { elicitation: { form: { applyDefaults: true } } },
];

const CONVERSATIONS = [
  ...["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05", "2024-10-07"].map((version) => [
    initialize(0, version),
    INITIALIZED,
    request(1, "tools/list"),
    request(2, "tools/list", {}),
  ]),
  ...CAPABILITIES.map((capabilities) => [initialize(0, "2025-11-25", capabilities), request(1, "tools/list")]),
  ...CAPABILITIES.map((capabilities) => [
    request(0, "server/discover", meta(CLIENT, capabilities)),
    request(1, "tools/list", meta({ name: "other", version: "1", title: "Other" }, capabilities)),
    request(2, "tools/list", meta(CLIENT, capabilities)),
  ]),
  [request(0, "tools/list", meta())],
];

const texts = (sent: readonly unknown[]): string[] => sent.map((message) => JSON.stringify(message));

describe.each(["auto", "on", "off"] as const)("with structures %s", (structured) => {
  test.each(CONVERSATIONS.map((messages, index) => [index, messages] as const))(
    "conversation %i is answered without the SDK, and to the letter as by it",
    async (_, messages) => {
      const [one, other] = [early(structured), usual(structured)];
      await one.feed(...messages);
      await other.feed(...messages);
      await settle(other);
      expect(one.attached.count).toBe(0);
      expect(texts(one.sent)).toEqual(texts(other.sent));
    },
  );
});

const DEFAULT = { toolsets: ["data", "troubleshoot"], excludeTools: [] };

describe.each<[string, Choice]>([
  ["the usual tools", DEFAULT],
  ["chosen toolsets", { ...DEFAULT, toolsets: ["work"] }],
  ["tools left out", { ...DEFAULT, excludeTools: ["whoami", "diagnose_process_instance"] }],
  ["one tenant", { ...DEFAULT, tenantId: "t" }],
  ["writes", { ...DEFAULT, toolsets: ["data", "troubleshoot", "repair"] }],
  ["no tool at all", { toolsets: [], excludeTools: [] }],
])("a server that offers %s", (_, choice) => {
  test.each([
    ["legacy", [initialize(0), INITIALIZED, request(1, "tools/list")]],
    ["modern", [request(0, "server/discover", meta(CLIENT)), request(1, "tools/list", meta(CLIENT))]],
  ] as const)("says of them in the %s era what the SDK will say, to the letter", async (__, messages) => {
    const [one, other] = [early("on", choice), usual("on", choice)];
    await one.feed(...messages);
    await other.feed(...messages);
    await settle(other);
    expect(one.attached.count).toBe(0);
    expect(texts(one.sent)).toEqual(texts(other.sent));
  });
});

const mostly = (...right: readonly unknown[]) =>
  fc.oneof(fc.constantFrom(...right), fc.constantFrom(...right), fc.jsonValue({ maxDepth: 2 }));

const capabilities = fc.oneof(
  fc.constantFrom(...CAPABILITIES),
  fc.record(
    {
      roots: mostly({ listChanged: true }),
      sampling: mostly({ tools: {} }),
      elicitation: mostly({ form: { applyDefaults: false } }),
      experimental: mostly({ a: {} }),
      extensions: mostly({ a: {} }),
      tasks: mostly({ list: {} }),
      other: mostly({}),
    },
    { requiredKeys: [] },
  ),
);
const client = fc.record(
  {
    name: mostly("codex", "c"),
    version: mostly("1"),
    title: mostly("T"),
    icons: mostly([{ src: "x" }]),
    odd: mostly(1),
  },
  { requiredKeys: ["name", "version"] },
);
const envelope = fc.record(
  {
    "io.modelcontextprotocol/protocolVersion": mostly("2026-07-28", "2026-07-28", "2025-11-25"),
    "io.modelcontextprotocol/clientCapabilities": capabilities,
    "io.modelcontextprotocol/clientInfo": client,
    "io.modelcontextprotocol/logLevel": mostly("info"),
    progressToken: fc.constantFrom("t", 1),
  },
  { requiredKeys: ["io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientCapabilities"] },
);
const handshake = fc.record(
  {
    protocolVersion: mostly("2025-11-25", "2024-11-05", "1999-01-01"),
    capabilities,
    clientInfo: client,
    _meta: envelope,
  },
  { requiredKeys: ["protocolVersion", "capabilities", "clientInfo"] },
);
const wanted = fc.oneof(
  fc.record({ _meta: envelope }),
  fc.record({ _meta: envelope, cursor: mostly("x") }, { requiredKeys: [] }),
  fc.constant(undefined),
);
const message = fc.oneof(
  fc.record({ method: fc.constant("initialize"), params: handshake }),
  fc.record({
    method: fc.constantFrom("server/discover", "tools/list", "tools/list", "ping", "prompts/list"),
    params: wanted,
  }),
  fc.record({ method: fc.constant("notifications/initialized"), params: wanted, isNotification: fc.constant(true) }),
);

test("a conversation goes as it would with the SDK alone, whatever is asked in whichever order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 6 }), fc.boolean(), async (asked, atOnce) => {
      const lines = asked.map(({ method, params, ...rest }, id) => ({
        jsonrpc: "2.0",
        ...("isNotification" in rest ? {} : { id }),
        method,
        ...(params === undefined ? {} : { params }),
      }));
      const [one, other] = [early(), usual()];
      if (atOnce) one.load();
      for (const rig of [one, other]) {
        for (const line of lines) {
          await rig.feed(line);
          if (atOnce || rig === other) await settle(rig);
        }
      }
      one.load();
      await settle(one);
      await settle(other);
      // Which of two answers that were under way together comes first is left open.
      expect(texts(one.sent).toSorted()).toEqual(texts(other.sent).toSorted());
      for (const { wire } of [one, other]) await wire.close();
    }),
    { numRuns: 300 },
  );
});

describe("loading", () => {
  test("begins a moment after the tools were listed, and not before", async () => {
    const { feed, clock, attached } = early();
    await feed(initialize(0), INITIALIZED);
    await clock.advance(60_000);
    expect(attached.count).toBe(0);
    await feed(request(1, "tools/list"));
    await clock.advance(19);
    expect(attached.count).toBe(0);
    await clock.advance(1);
    expect(attached.count).toBe(1);
  });

  test("is not repeated, and what comes meanwhile is answered in its order behind it", async () => {
    const rig = early();
    await rig.feed(initialize(0), INITIALIZED, request(1, "ping"), request(2, "tools/list"), request(3, "ping"));
    await settle(rig);
    expect(rig.sent).toHaveLength(1);
    rig.load();
    await settle(rig);
    expect(rig.sent).toMatchObject([{ id: 0 }, { id: 1, result: {} }, { id: 2 }, { id: 3, result: {} }]);
    expect(rig.attached.count).toBe(1);
  });

  test("an id that was answered may be used again meanwhile", async () => {
    const rig = early();
    await rig.feed(initialize(0), INITIALIZED, request(0, "ping"));
    rig.load();
    await settle(rig);
    expect(rig.sent).toMatchObject([
      { id: 0, result: { protocolVersion: "2025-11-25" } },
      { id: 0, result: {} },
    ]);
    expect(rig.sent).toHaveLength(2);
  });

  test("a request cancelled while it waits is never answered", async () => {
    const rig = early();
    const cancelled = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } };
    await rig.feed(initialize(0), INITIALIZED, request(1, "completion/complete"), cancelled, request(2, "ping"));
    rig.load();
    await settle(rig);
    expect(rig.sent).toContainEqual(expect.objectContaining({ id: 2, result: {} }));
    await rig.hangUp();
    expect(rig.counts.ended).toBe(1);
  });

  test("a client that leaves meanwhile still gets its answers", async () => {
    const rig = early();
    await rig.feed(initialize(0), INITIALIZED, request(1, "ping"));
    await rig.hangUp();
    expect(rig.counts.ended).toBe(0);
    rig.load();
    await settle(rig);
    expect(rig.sent).toMatchObject([{ id: 0 }, { id: 1, result: {} }]);
    expect(rig.counts.ended).toBe(1);
  });
});

describe("the list made beforehand", () => {
  const toolsets = [...new Set(tools.map(({ toolset }) => toolset))];

  test.each([
    ["everything", { toolsets, excludeTools: [] }],
    ["one toolset", { toolsets: toolsets.slice(0, 1), excludeTools: [] }],
    ["all but one", { toolsets, excludeTools: ["whoami"] }],
    ["one tenant", { toolsets, excludeTools: [], tenantId: "t" }],
  ])("of %s is what the tools themselves say", (_, choice) => {
    for (const isStructured of [true, false]) {
      const said = chosenTools(choice).map((tool) => listed(tool, isStructured));
      expect(JSON.stringify(listingOf(choice)(isStructured))).toBe(JSON.stringify(said));
    }
  });

  test("knows all toolsets and tools by name", () => {
    expect(choiceWarnings({ toolsets, excludeTools: tools.map(({ name }) => name) })).toEqual([]);
    expect(choiceWarnings({ toolsets: ["none"], excludeTools: ["no_tool"] })).toEqual([
      "there is no toolset or tool none",
      "there is no toolset or tool no_tool",
    ]);
    expect(chosen(catalogue, { toolsets, excludeTools: [] })).toHaveLength(tools.length);
  });
});
