import { expect, test } from "vitest";
import type { Row, World } from "../../src/simulator/world.ts";
import { connect, settingsFor } from "../support/connect.ts";
import { manualClock } from "../support/manual-clock.ts";
import { CLUSTERS, changedWorld, NOW, rowsIn, world } from "./clusters.ts";

const [V1_OLD, V1, V2, V2_NEW] = CLUSTERS;
const OLDEST = { version: "8.0", api: "v1" } as const;

const open = ({ version, api }: (typeof CLUSTERS)[number] | typeof OLDEST, having: World = world) =>
  connect({
    cluster: { version, world: having },
    env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: api }),
    clock: manualClock(NOW),
  });

const diagnosed = async (at: Parameters<typeof open>[0], having: World, processInstanceKey: string) => {
  const connected = await open(at, having);
  await connected.call("whoami");
  connected.cluster.journal.clear();
  const { structured, text, isError } = await connected.call("diagnose_process_instance", { processInstanceKey });
  expect(isError, text).toBe(false);
  return { ...connected, structured, requests: connected.cluster.journal.entries.length };
};

const less = (key: unknown, by: number): string => String(BigInt(String(key)) - BigInt(by));

const iso = (time: number): string => new Date(time).toISOString();

const stalledKey = world.landmark("stalled");
const isStalledToken = (row: Row) =>
  row["processInstanceKey"] === stalledKey && row["elementId"] === "book-ramp-slot" && row["state"] === "ACTIVE";
const stalledToken = world.table("element-instances").find(isStalledToken);

/** The stalled instance with further tokens before the one that stands. */
const withTokens = (tokens: readonly Row[]): World =>
  changedWorld((path, rows) =>
    path === "element-instances"
      ? [
          ...tokens.map((token, index) => ({
            ...stalledToken,
            elementInstanceKey: less(stalledToken?.["elementInstanceKey"], 1000 - index),
            ...token,
          })),
          ...rows,
        ]
      : rows,
  );

const withJob = (job: Row): World =>
  changedWorld((path, rows) =>
    path === "jobs"
      ? rows.map((row) =>
          row["state"] === "CREATED" && row["processInstanceKey"] === stalledKey ? { ...row, ...job } : row,
        )
      : rows,
  );

/** The instance with these values of variables. */
const withValue = (
  key: string,
  name: string,
  value: string,
  also: Parameters<typeof changedWorld>[0] = (_, rows) => rows,
): World =>
  changedWorld((path, rows) =>
    also(
      path,
      path === "variables"
        ? rows.map((row) => (row["processInstanceKey"] === key && row["name"] === name ? { ...row, value } : row))
        : rows,
    ),
  );

test.each([V1_OLD, V1, V2])("gives no all-clear on $version when elements may not be read", async (at) => {
  const { call, cluster } = await open(at);
  cluster.faults.next(99, { path: /(flownode|element)-instances\/search/ }, { kind: "forbidden" });
  const { structured } = await call("diagnose_process_instance", { processInstanceKey: stalledKey });
  expect(structured).toMatchObject({ confidence: "low" });
  expect(structured["conclusion"]).toMatch(/what its tokens do could not be looked at/);
});

test.each([V1_OLD, V1, V2])("gives no all-clear on $version when called instances may not be read", async (at) => {
  const { call, cluster } = await open(at);
  cluster.faults.next(99, { path: "process-instances/search" }, { kind: "forbidden" });
  const { structured } = await call("diagnose_process_instance", { processInstanceKey: world.landmark("deepestRoot") });
  expect(structured["confidence"]).toBe("medium");
  expect(structured["conclusion"]).toMatch(/not all that it does could be looked at|not among those looked at/);
});

const deepRoot = world.landmark("deepestRoot");
const calledByRoot = world.table("process-instances").find((row) => row["parentProcessInstanceKey"] === deepRoot);

/** The deepest root with so many more called instances without an incident, listed first. */
const withCalled = (count: number): World =>
  changedWorld((path, rows) =>
    path === "process-instances"
      ? [
          ...Array.from({ length: count }, (_, index) => ({
            ...calledByRoot,
            processInstanceKey: less(calledByRoot?.["processInstanceKey"], 1000 + index),
            hasIncident: false,
          })),
          ...rows,
        ]
      : rows,
  );

test.each([
  { ...OLDEST, most: 100 },
  { ...V1_OLD, most: 100 },
  { ...V1, most: 70 },
  { ...V2, most: 70 },
])("finds the failing one of many called instances on $version in few requests", async ({ most, ...at }) => {
  const { structured, requests } = await diagnosed(at, withCalled(25), deepRoot);
  expect(structured).toMatchObject({
    verdict: "incident",
    since: "2026-11-20T13:00:16.279Z",
    rootCause: { errorType: "JOB_NO_RETRIES", processDefinitionId: "carrier-booking" },
  });
  expect(structured["notices"]).toContainEqual(expect.stringMatching(/^Looked at 20 of 29/));
  expect(requests).toBeLessThan(most);
});

test.each([V1, V2])("finds the failing one on $version among more called instances than a page holds", async (at) => {
  const { structured } = await diagnosed(at, withCalled(130), deepRoot);
  expect(structured).toMatchObject({ rootCause: { processDefinitionId: "carrier-booking" } });
});

test.each([V1, V2])("asks on $version nothing of called instances that it does not need", async (at) => {
  expect((await diagnosed(at, withCalled(16), deepRoot)).requests).toBeLessThan(60);
});

test.each([V1_OLD, V1, V2])("says on $version when calls are too deep to be followed", async (at) => {
  const key = (index: number): string => String(4_503_599_700_000_000n + BigInt(index) * 10n);
  const root = world.table("process-instances").find((row) => row["processInstanceKey"] === deepRoot);
  const chain = Array.from({ length: 60 }, (_, index) => ({
    ...root,
    processInstanceKey: key(index),
    rootProcessInstanceKey: key(0),
    parentProcessInstanceKey: index === 0 ? undefined : key(index - 1),
    hasIncident: false,
  }));
  const having = changedWorld((path, rows) => (path === "process-instances" ? [...rows, ...chain] : rows));
  const { structured } = await diagnosed(at, having, key(0));
  expect(structured["conclusion"]).not.toContain("nothing stops them");
  expect(structured["notices"]).toContainEqual(expect.stringMatching(/50 levels down/));
});

test.each([V1, V2])("finds on $version the one token that stands behind eight that do not", async (at) => {
  const fresh = Array.from({ length: 8 }, () => ({ startDate: iso(NOW - 7_200_000) }));
  const { structured } = await diagnosed(at, withTokens(fresh), stalledKey);
  expect(structured).toMatchObject({ verdict: "stalled", since: stalledToken?.["startDate"] });
});

test.each([V1, V2])("says on $version that not all elements were judged", async (at) => {
  const elsewhere = Array.from({ length: 8 }, (_, index) => ({
    elementId: `other-${index}`,
    startDate: iso(NOW - 7_200_000),
  }));
  const { structured } = await diagnosed(at, withTokens(elsewhere), stalledKey);
  expect(structured["notices"]).toContainEqual(expect.stringMatching(/8 of 9 elements/));
});

test.each([
  { job: { worker: "w-1", deadline: iso(NOW + 3_600_000) }, says: /a worker has its job and has not finished it/ },
  { job: { worker: "w-1", deadline: iso(NOW - 3_600_000) }, says: /not finished it in time/ },
  {
    job: { state: "FAILED", retries: 2, errorMessage: "connect ECONNREFUSED" },
    says: /failed and is to be tried again/,
  },
  { job: {}, says: /no worker seems to take its job,/ },
])("says what has become of the job: $says", async ({ job, says }) => {
  const { structured } = await diagnosed(V2, withJob(job), stalledKey);
  expect(structured["conclusion"]).toMatch(says);
  const { deadline, errorMessage } = job;
  for (const shown of [{ deadline }, { errorMessage }].filter((one) => Object.values(one)[0] !== undefined))
    expect(rowsIn(structured, "waits")).toContainEqual(expect.objectContaining(shown));
});

test("a job that failed a minute ago is odd", async () => {
  const failed = withJob({ state: "FAILED", retries: 2, errorMessage: "connect ECONNREFUSED" });
  const table = (path: string) => {
    const rows = failed.table?.(path) ?? [];
    return path === "element-instances"
      ? rows.map((row) => (isStalledToken(row) ? { ...row, startDate: iso(NOW - 60_000) } : row))
      : rows;
  };
  const { structured } = await diagnosed(V2, { ...failed, table, rows: (entity) => table(entity.path.v2) }, stalledKey);
  expect(structured["verdict"]).toBe("running");
  expect(rowsIn(structured, "odd")).toContainEqual(
    expect.objectContaining({ what: expect.stringContaining("failed") }),
  );
});

test("an incident of a suspended instance is not hidden", async () => {
  const key = world.landmark("order4711");
  const having = changedWorld((path, rows) =>
    path === "process-instances"
      ? rows.map((row) => (row["processInstanceKey"] === key ? { ...row, state: "SUSPENDED" } : row))
      : rows,
  );
  const { structured } = await diagnosed(V2_NEW, having, key);
  expect(structured).toMatchObject({ verdict: "suspended", rootCause: { elementId: "charge-payment" } });
  expect(structured["conclusion"]).toMatch(/an incident stops it as well/);
});

test.each([
  { ...V1, count: 200 },
  { ...V2, count: 200 },
  { ...V1_OLD, count: 1200 },
  { ...V2, count: 1200 },
])("counts $count more incidents on $version and names the oldest", async ({ count, ...at }) => {
  const key = world.landmark("order4711");
  const first = world.table("incidents").find((row) => row["processInstanceKey"] === key);
  const more = Array.from({ length: count }, (_, index) => ({
    ...first,
    incidentKey: String(11_258_999_500_000_000n + BigInt(index)),
    creationTime: iso(NOW - 3_600_000 + index * 1000),
  }));
  const having = changedWorld((path, rows) => (path === "incidents" ? [...rows, ...more] : rows));
  const { structured } = await diagnosed(at, having, key);
  expect(structured["conclusion"]).toContain(`; ${count + 1} incidents are open`);
  expect(structured).toMatchObject({
    since: first?.["creationTime"],
    rootCause: { incidentKey: first?.["incidentKey"] },
  });
});

test("elements without ids are not one element on 8.0, and no call is suggested with an empty one", async () => {
  const fresh = Array.from({ length: 3 }, () => ({ type: "SEND_TASK", startDate: iso(NOW - 7_200_000) }));
  const { structured } = await diagnosed(OLDEST, withTokens(fresh), stalledKey);
  expect(structured).toMatchObject({ verdict: "stalled", since: stalledToken?.["startDate"] });
  expect(rowsIn(structured, "waits").every((row) => row["elementId"] === undefined)).toBe(true);
  expect(structured).not.toHaveProperty("next");
});

const far = world.landmark("farTimer");

test.each(["P999999999W", "PT", "2026-99-99T99:99"])("a timer of %s has no due date", async (value) => {
  for (const at of [V1, V2]) {
    const { structured } = await diagnosed(at, withValue(far, "reviewDate", JSON.stringify(value)), far);
    expect(rowsIn(structured, "waits")).toMatchObject([{ waitsFor: "TIMER", timer: value }]);
    expect(rowsIn(structured, "waits")[0]).not.toHaveProperty("dueDate");
  }
});

test.each([V1, V2])("a timer that should have fired is odd on $version", async (at) => {
  const overdue = await diagnosed(at, withValue(far, "reviewDate", '"2026-11-20T10:00:00Z"'), far);
  expect(rowsIn(overdue.structured, "odd")).toContainEqual(
    expect.objectContaining({ elementId: "account-review", what: expect.stringMatching(/should have fired/) }),
  );
  const justDue = await diagnosed(at, withValue(far, "reviewDate", '"2026-11-24T09:58:00Z"'), far);
  expect(JSON.stringify(justDue.structured["odd"])).not.toMatch(/should have fired/);
});

const waiting = world.landmark("wrongCorrelationKey");

test("on the older API a correlation key is a decoded value of today, and that is said", async () => {
  const { structured } = await diagnosed(V1, withValue(waiting, "orderId", '"A \\"1\\" \\u00fc"'), waiting);
  expect(rowsIn(structured, "waits")).toContainEqual(expect.objectContaining({ correlationKey: 'A "1" ü' }));
  expect(structured).toMatchObject({ confidence: "high" });
  expect(structured["notices"]).toEqual([expect.stringMatching(/worked out from today's variables/)]);
  const { structured: newer } = await diagnosed(V2, world, waiting);
  expect(JSON.stringify(newer["notices"] ?? [])).not.toMatch(/correlation key/);
});

test.each(["47.11", "-4711", '"47.11"'])("%s is no other spelling of 4711", async (value) => {
  const having = withValue(waiting, "paymentReference", value, (path, rows) =>
    path === "message-subscriptions"
      ? rows.map((row) => (row["processInstanceKey"] === waiting ? { ...row, correlationKey: "4711" } : row))
      : rows,
  );
  const { structured } = await diagnosed(V2, having, waiting);
  expect(JSON.stringify(structured["odd"] ?? [])).not.toMatch(/another spelling/);
});

test.each([V1_OLD, V1, V2])("does not blame reading on $version for an incident that is resolved", async (at) => {
  const key = world.landmark("order4711");
  const having = changedWorld((path, rows) =>
    path === "incidents"
      ? rows.map((row) => (row["processInstanceKey"] === key ? { ...row, state: "RESOLVED" } : row))
      : rows,
  );
  const { structured } = await diagnosed(at, having, key);
  expect(structured).toMatchObject({ verdict: "incident", confidence: "medium" });
  expect(structured["conclusion"]).toMatch(/no open one is to be found/);
});

test("what an API does not have is not said to be forbidden", async () => {
  const { call, cluster } = await open(V1_OLD);
  await call("whoami");
  cluster.faults.next(99, { path: "process-definitions/search" }, { kind: "forbidden" });
  const { structured } = await call("diagnose_process_instance", { processInstanceKey: stalledKey });
  expect(structured["notices"]).toContainEqual(expect.stringMatching(/FORBIDDEN/));
  expect(JSON.stringify(structured["notices"])).not.toMatch(/jobs|message subscriptions|user tasks|wait states/);
});

test.each([V1, V2])("points on $version from the element that stands to others like it", async (at) => {
  const timer = { elementId: "wait-for-answer", type: "INTERMEDIATE_CATCH_EVENT", startDate: iso(NOW - 60_000) };
  const { structured } = await diagnosed(at, withTokens([timer]), stalledKey);
  const [next] = rowsIn(structured, "next");
  expect(JSON.parse(String(next?.["arguments"]))).toEqual({
    processDefinitionId: "stock-replenishment",
    elementId: "book-ramp-slot",
  });
});
