import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Connected, connect, settingsFor } from "../support/connect.ts";
import { NO_SECRETS, withSecrets } from "../support/secret-models.ts";
import { CLUSTERS, changedWorld, rowsIn, world } from "./clusters.ts";

const SECRET = "HUNTERzwei";

const definition = (version: number): string =>
  String(
    world.table("process-definitions").find((row) => {
      return row["processDefinitionId"] === "order-fulfilment" && row["version"] === version;
    })?.["processDefinitionKey"],
  );

const waiting = world.landmark("wrongCorrelationKey");

/** The key of a message is a variable of a secret name. */
const tables = changedWorld((path, rows) =>
  path === "variables"
    ? rows.map((row) =>
        row["processInstanceKey"] === waiting && row["name"] === "orderId" ? { ...row, name: "paymentToken" } : row,
      )
    : rows,
);

/** Another secret in each version. */
const planted = {
  ...tables,
  xml: (entity: Parameters<typeof world.xml>[0], key: string) => {
    const xml = world.xml(entity, key)?.replaceAll('correlationKey="=orderId"', 'correlationKey="=paymentToken"');
    return xml && withSecrets(xml, SECRET + key);
  },
};

const incidentKey = String(
  world.table("incidents").find((row) => row["elementId"] === "charge-payment" && row["state"] === "ACTIVE")?.[
    "incidentKey"
  ],
);

const CALLS = [
  ["compare_process_versions", { processDefinitionId: "order-fulfilment" }],
  ["compare_process_versions", { processDefinitionId: "order-fulfilment", baseVersion: 1, otherVersion: 4 }],
  ["explain_incident", { incidentKey }],
  ["get_process_definition", { processDefinitionKey: definition(4), include: ["xml"] }],
  ["get_process_definition", { processDefinitionKey: definition(4), include: ["outline"] }],
] as const;

describe.each(CLUSTERS)("what a model gives to a secret name, on $version over $api,", ({ version, api }) => {
  const closers: (() => Promise<void>)[] = [];
  const opened: Connected[] = [];
  beforeAll(async () => {
    const connected = await connect({
      cluster: { version, world: planted },
      env: (cluster) => ({
        ...settingsFor(cluster),
        OPERATE_MCP_API: api,
        OPERATE_MCP_MAX_RESULT_BYTES: "1000000",
      }),
      closing: (close) => closers.push(close),
    });
    opened.push(connected);
  });
  afterAll(async () => {
    for (const close of closers) await close();
  });
  const call = async (tool: string, args: object) => {
    const [connected] = opened;
    if (connected === undefined) throw new Error("asked before it was connected");
    return connected.call(tool, { ...args });
  };

  test.each(CALLS)("is masked by %s with %j in both channels, and counted", async (tool, args) => {
    const { text, structured, isError } = await call(tool, args);
    expect(isError, text).toBe(false);
    expect(text).not.toContain(SECRET);
    expect(JSON.stringify(structured)).not.toContain(SECRET);
    expect(text).toMatch(/note: \d+ secret-looking values are masked/);
  });

  test("is masked where it names the value of a variable that a message has to carry", async () => {
    const { structured, text } = await call("diagnose_process_instance", { processInstanceKey: waiting });
    expect(rowsIn(structured, "waits"), text).toContainEqual(
      expect.objectContaining({ messageName: "payment-received", correlationKey: "***" }),
    );
    expect(text).toMatch(/note: \d+ secret-looking values? (?:is|are) masked/);
  });

  test("is a change all the same where it is another one", async () => {
    const { structured } = await call("compare_process_versions", { processDefinitionId: "order-fulfilment" });
    const changes = rowsIn(structured, "changes").filter(({ elementId }) => elementId === "charge-payment");
    expect(changes.map(({ what }) => what)).toEqual(
      expect.arrayContaining(["headers", "properties", "input mapping", "output mapping", "script", "multi-instance"]),
    );
    expect(changes.find(({ what }) => what === "headers")).toMatchObject({
      before: "apiKey: ***; provider: north-pay; tokenType: letterbox-type",
      after: "apiKey: ***; provider: north-pay; tokenType: letterbox-type",
    });
    expect(String(changes.find(({ what }) => what === "input mapping")?.["after"])).toMatch(
      /access\.token: \*\*\*; .*authentication\.password: \*\*\*;.* reference: =orderId/,
    );
  });

  test("stays where it only says where a secret comes from, or is of a harmless name", async () => {
    const { text } = await call("compare_process_versions", { processDefinitionId: "order-fulfilment" });
    for (const shown of NO_SECRETS) expect(text).toContain(shown);
    const explained = await call("explain_incident", { incidentKey });
    expect(rowsIn({ all: [explained.structured["element"]] }, "all")[0]?.["inputs"]).toEqual(
      expect.arrayContaining([
        "authentication.password <- ***",
        "password <- =login.password",
        "apiKey <- {{secrets.LETTERBOX}}",
        "reference <- =orderId",
      ]),
    );
  });
});
