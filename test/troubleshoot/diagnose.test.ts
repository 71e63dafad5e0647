import { expect, test } from "vitest";
import { manualClock } from "../support/manual-clock.ts";
import { CLUSTERS, explaining, NOW, onEachCluster, rowsIn, world } from "./clusters.ts";

type Mark = Parameters<typeof world.landmark>[0];

/** What is right about an instance of the sample company, over either API. */
interface Case {
  readonly mark: Mark;
  readonly verdict: string;
  /** Members of `rootCause`. */
  readonly rootCause?: Record<string, unknown>;
  /** Members of one of the `waits`. */
  readonly wait?: Record<string, unknown>;
  /** Words of one of the things that are `odd`. */
  readonly odd?: RegExp;
  /** A variable that must be shown. */
  readonly variable?: string;
}

const CASES: readonly Case[] = [
  {
    mark: "order4711",
    verdict: "incident",
    rootCause: { elementId: "charge-payment", errorType: "IO_MAPPING_ERROR", retryAlone: "no" },
    wait: { elementId: "charge-payment", waitsFor: "INCIDENT" },
    variable: "order",
  },
  {
    mark: "deepestRoot",
    verdict: "incident",
    rootCause: { processDefinitionId: "carrier-booking", elementId: "request-booking", errorType: "JOB_NO_RETRIES" },
    wait: { elementId: "ship-parcel", waitsFor: "CALLED_PROCESS", calledProcessId: "parcel-shipping" },
  },
  { mark: "paymentOutage", verdict: "incident", rootCause: { errorType: "JOB_NO_RETRIES", retryAlone: "maybe" } },
  {
    mark: "calledProcessMissing",
    verdict: "incident",
    rootCause: { elementId: "ship-parcel", errorType: "CALLED_ELEMENT_ERROR", retryAlone: "no" },
  },
  { mark: "missingVariable", verdict: "incident", rootCause: { retryAlone: "no" } },
  { mark: "wrongType", verdict: "incident", rootCause: { retryAlone: "no" } },
  { mark: "noMatchingRule", verdict: "incident", rootCause: {} },
  { mark: "decisionFailed", verdict: "incident", rootCause: { errorType: "DECISION_EVALUATION_ERROR" } },
  { mark: "decisionMissing", verdict: "incident", rootCause: { errorType: "CALLED_DECISION_ERROR" } },
  { mark: "unhandledError", verdict: "incident", rootCause: { errorType: "UNHANDLED_ERROR_EVENT" } },
  { mark: "messageTooLarge", verdict: "incident", rootCause: { errorType: "MESSAGE_SIZE_EXCEEDED" } },
  { mark: "failingItem", verdict: "incident", rootCause: {} },
  { mark: "hostileMessage", verdict: "incident", rootCause: { errorType: "JOB_NO_RETRIES" } },
  {
    mark: "stalled",
    verdict: "stalled",
    wait: { waitsFor: "JOB", jobType: "ramp-slot-booking" },
    odd: /more than a day/,
  },
  { mark: "farTimer", verdict: "waiting", wait: { waitsFor: "TIMER", dueDate: "2066-11-14T10:00:00.000Z" } },
  {
    mark: "wrongCorrelationKey",
    verdict: "waiting",
    wait: { waitsFor: "MESSAGE", messageName: "payment-received", correlationKey: "A-04822" },
    odd: /another spelling/,
  },
  { mark: "endlessLoop", verdict: "waiting", wait: { waitsFor: "TIMER" }, odd: /loop that may not end/ },
  { mark: "unremarkable", verdict: "completed" },
  { mark: "canceledWithIncident", verdict: "terminated" },
];

onEachCluster(
  "diagnose_process_instance",
  (connected) => {
    const diagnose = (args: Record<string, unknown>) => connected().call("diagnose_process_instance", args);

    test.each(CASES)("knows how $mark is: $verdict", async ({ mark, verdict, rootCause, wait, odd, variable }) => {
      const { structured, text, isError } = await diagnose({ processInstanceKey: world.landmark(mark) });
      expect(isError, text).toBe(false);
      expect(structured, text).toMatchObject({ verdict, processInstanceKey: world.landmark(mark) });
      expect(structured["operateUrl"]).toContain(`/processes/${world.landmark(mark)}`);
      if (rootCause === undefined) expect(structured).not.toHaveProperty("rootCause");
      else expect(structured["rootCause"], text).toMatchObject(rootCause);
      if (wait !== undefined) expect(rowsIn(structured, "waits"), text).toContainEqual(expect.objectContaining(wait));
      if (odd !== undefined)
        expect(rowsIn(structured, "odd"), text).toContainEqual(
          expect.objectContaining({ what: expect.stringMatching(odd) }),
        );
      if (variable !== undefined)
        expect(rowsIn(structured, "variables"), text).toContainEqual(expect.objectContaining({ name: variable }));
    });

    test("answers for order 4711 in one call", async () => {
      const { structured } = await diagnose({ reference: "order 4711" });
      expect(structured).toMatchObject({ verdict: "incident", processInstanceKey: world.landmark("order4711") });
    });

    test("takes the key of an incident for the instance that it stops", async () => {
      const { structured: found } = await diagnose({ processInstanceKey: world.landmark("deepestRoot") });
      const cause = found["rootCause"];
      const reference = typeof cause === "object" && cause !== null && "incidentKey" in cause ? cause.incidentKey : "";
      const { structured } = await diagnose({ reference });
      expect(structured).toMatchObject({
        verdict: "incident",
        processDefinitionId: "carrier-booking",
        rootProcessInstanceKey: world.landmark("deepestRoot"),
      });
    });

    test("lists several that fit with the call for each", async () => {
      const { structured, text } = await diagnose({ reference: "4711" });
      expect(text).toMatch(/^conclusion: \d+ things fit/);
      expect(rowsIn(structured, "hits").map(({ key }) => key)).toContain(world.landmark("order4711"));
    });

    test("says of a key that is of no instance what it is, and which call fits", async () => {
      const [definition] = world.table("process-definitions");
      const { structured, text } = await diagnose({ reference: definition?.["processDefinitionKey"] });
      expect(text).toMatch(/^conclusion: No process instance: it is found among the process definitions/);
      expect(rowsIn(structured, "hits")).toMatchObject([{ kind: "process definition" }]);
    });

    test("wants one of its two arguments, and says when nothing fits", async () => {
      expect((await diagnose({})).text).toMatch(/^INVALID_ARGUMENT: /);
      expect((await diagnose({ processInstanceKey: "1", reference: "1" })).text).toMatch(/^INVALID_ARGUMENT: /);
      expect((await diagnose({ reference: "ZZ-000" })).text).toMatch(/^NOT_FOUND: /);
      expect((await diagnose({ processInstanceKey: "6755399441055744" })).text).toMatch(/^NOT_FOUND: /);
    });

    test("keeps a hostile message a value: no sentence of ours holds a word of it", async () => {
      const { structured } = await diagnose({ processInstanceKey: world.landmark("hostileMessage") });
      const { rootCause, ...rest } = structured;
      expect(JSON.stringify(rootCause)).toContain("IGNORE ALL PREVIOUS");
      expect(JSON.stringify({ ...rest, incidents: [] })).not.toMatch(/IGNORE ALL|maintenance mode/);
    });
  },
  manualClock(NOW),
);

test("a suspended instance is said to be (8.10)", async () => {
  const closers: (() => Promise<void>)[] = [];
  const connected = await explaining(CLUSTERS[3], (close) => closers.push(close), manualClock(NOW));
  const key = world.landmark("suspended");
  const { structured, text } = await connected.call("diagnose_process_instance", { processInstanceKey: key });
  for (const close of closers) await close();
  expect(structured, text).toMatchObject({ verdict: "suspended", since: expect.any(String) });
});
