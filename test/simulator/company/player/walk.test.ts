import { describe, expect, test } from "vitest";
import { deploy } from "../../../../src/simulator/company/deployments.ts";
import { days, hours, minutes } from "../../../../src/simulator/company/duration.ts";
import type { Variables } from "../../../../src/simulator/company/expression.ts";
import { compares, is, required, value } from "../../../../src/simulator/company/expression.ts";
import {
  after,
  boundary,
  call,
  chain,
  end,
  error,
  exclusive,
  flow,
  type Graph,
  type Model,
  parallel,
  service,
  start,
  user,
} from "../../../../src/simulator/company/model.ts";
import { ledger } from "../../../../src/simulator/company/player/ledger.ts";
import { run } from "../../../../src/simulator/company/player/perform.ts";
import { markIncidents } from "../../../../src/simulator/company/player/record.ts";
import { walk } from "../../../../src/simulator/company/player/walk.ts";
import { random } from "../../../../src/simulator/company/random.ts";
import type { Script } from "../../../../src/simulator/company/script.ts";

const BEGIN = Date.parse("2026-11-01T08:00:00Z");

const model = (id: string, graph: Graph): Model => ({ id, name: id, graph });

/** Plays one instance of the first of the models for so long; answers each element as `id state`, in order. */
const played = (models: readonly Model[], options: { for: number; script?: Script; variables?: Variables }) => {
  const book = ledger();
  const deployments = deploy(
    book.tickets,
    models.map((file) => ({ file, at: BEGIN - days(1), tenantId: "t", partition: 1 })),
    [],
    [],
  );
  const { script = {}, variables = {} } = options;
  const [definition] = deployments.processes;
  if (definition === undefined) throw new Error("no model");
  const span = Math.min(options.for, script.canceledAfter ?? Number.POSITIVE_INFINITY);
  const limit = { until: BEGIN + span, cut: script.canceledAfter === span, catching: [] };
  const play = { ledger: book, deployments, script, random: random(1) };
  const { instance } = run(play, definition, { at: BEGIN, variables, partition: 1 }, limit, walk);
  markIncidents(book);
  return {
    state: instance.state,
    hasIncident: instance.hasIncident,
    elements: book.elements.map(({ id, state }) => `${id} ${state}`),
    incidents: book.incidents.map(({ errorType, element }) => `${errorType} ${element.id}`),
    messages: book.incidents.map(({ message }) => message()),
    ends: Object.fromEntries(book.elements.map((element) => [element.id, (element.end ?? Number.NaN) - BEGIN])),
    variables: Object.fromEntries(book.variables.map(({ name, value: held }) => [name, held])),
    children: book.instances.slice(1).map(
      ({
        definition: {
          model: { id },
        },
        state,
      }) => `${id} ${state}`,
    ),
    jobs: book.jobs.map(({ state }) => state),
  };
};

const task = (id: string, minutesTaken: number) =>
  service(id, id, { job: { type: id }, takes: [minutes(minutesTaken), minutes(minutesTaken)] });

const guarded = (interrupting: boolean): Model =>
  model("guarded", {
    nodes: [
      start("s", ""),
      user("ask", "Ask", { takes: [hours(5), hours(5)] }),
      boundary("late", "2 hours", {
        attachedTo: "ask",
        event: after(hours(2)),
        ...(interrupting ? {} : { interrupting: false }),
      }),
      end("e", ""),
      end("too-late", ""),
    ],
    flows: [...chain("s", "ask", "e"), ...chain("late", "too-late")],
  });

describe("a walk through a model", () => {
  test("joins parallel branches when the slowest has arrived", () => {
    const both = model("both", {
      nodes: [
        start("s", ""),
        parallel("fork", ""),
        task("fast", 1),
        task("slow", 9),
        parallel("join", ""),
        end("e", ""),
      ],
      flows: [...chain("s", "fork", "fast", "join", "e"), ...chain("fork", "slow", "join")],
    });
    const done = played([both], { for: hours(1) });
    expect(done.state).toBe("COMPLETED");
    expect(done.ends["join"]).toBe(minutes(9));
    expect(done.elements.filter((element) => element.startsWith("join"))).toHaveLength(1);
    expect(played([both], { for: minutes(5) }).elements).toEqual(
      expect.arrayContaining(["fast COMPLETED", "slow ACTIVE"]),
    );
  });

  test("ends an activity by the timer on its boundary, and goes on from there", () => {
    const { elements, ends } = played([guarded(true)], { for: days(1) });
    expect(elements).toEqual(["s COMPLETED", "ask TERMINATED", "late COMPLETED", "too-late COMPLETED"]);
    expect(ends["ask"]).toBe(hours(2));
  });

  test("leaves an activity alone when the timer on its boundary does not interrupt", () => {
    const { elements, ends } = played([guarded(false)], { for: days(1) });
    expect(elements.sort()).toEqual([
      "ask COMPLETED",
      "e COMPLETED",
      "late COMPLETED",
      "s COMPLETED",
      "too-late COMPLETED",
    ]);
    expect(ends["ask"]).toBe(hours(5));
  });

  test("stops where the time ends, and terminates all when somebody cancels", () => {
    expect(played([guarded(true)], { for: hours(1) }).elements).toEqual(["s COMPLETED", "ask ACTIVE"]);
    const canceled = played([guarded(true)], { for: days(1), script: { canceledAfter: hours(1) } });
    expect(canceled.state).toBe("TERMINATED");
    expect(canceled.elements).toEqual(["s COMPLETED", "ask TERMINATED"]);
  });

  test("stops at a failed job with an incident, goes on when it is resolved", () => {
    const one = model("one", {
      nodes: [start("s", ""), task("work", 1), end("e", "")],
      flows: chain("s", "work", "e"),
    });
    const failed = played([one], { for: hours(5), script: { fails: { work: { message: "broken" } } } });
    expect(failed).toMatchObject({
      state: "ACTIVE",
      hasIncident: true,
      incidents: ["JOB_NO_RETRIES work"],
      jobs: ["FAILED"],
    });
    const script = { fails: { work: { message: "broken", resolvedAfter: hours(1) } } };
    expect(played([one], { for: hours(5), script })).toMatchObject({
      state: "COMPLETED",
      hasIncident: false,
      jobs: ["COMPLETED"],
    });
  });

  test("raises an incident at a mapping, a condition or a gateway whose variables are missing", () => {
    const mapped = model("mapped", {
      nodes: [
        start("s", ""),
        { ...task("work", 1), inputs: [{ source: required("sum"), target: "amount" }] },
        end("e", ""),
      ],
      flows: chain("s", "work", "e"),
    });
    expect(played([mapped], { for: hours(1) }).incidents).toEqual(["IO_MAPPING_ERROR work"]);
    expect(played([mapped], { for: hours(1), variables: { sum: 3 } })).toMatchObject({
      state: "COMPLETED",
      variables: { amount: 3 },
    });

    const asked = model("asked", {
      nodes: [start("s", ""), exclusive("how-much", ""), end("much", ""), end("red", "")],
      flows: [
        flow("s", "how-much"),
        flow("how-much", "much", { condition: compares("sum", ">", 5) }),
        flow("how-much", "red", { condition: is("colour", "red") }),
      ],
    });
    expect(played([asked], { for: hours(1) }).incidents).toEqual(["EXTRACT_VALUE_ERROR how-much"]);
    expect(played([asked], { for: hours(1) }).messages[0]).toContain("No variable found with name 'sum'");
    expect(played([asked], { for: hours(1), variables: { sum: 1 } }).incidents).toEqual(["CONDITION_ERROR how-much"]);
    expect(played([asked], { for: hours(1), variables: { sum: 1, colour: "red" } }).state).toBe("COMPLETED");
  });

  test("carries an error out of a called process to the event that catches it, or raises an incident where none does", () => {
    const called = model("called", {
      nodes: [start("cs", ""), end("give-up", "", { event: error("NO_MORE") })],
      flows: chain("cs", "give-up"),
    });
    const caller = (code: string) =>
      model("caller", {
        nodes: [
          start("s", ""),
          call("ask", "Ask", { calls: "called", inputs: [{ source: value("n"), target: "n" }] }),
          boundary("gave-up", "", { attachedTo: "ask", event: error(code) }),
          end("e", ""),
          end("caught", ""),
        ],
        flows: [...chain("s", "ask", "e"), ...chain("gave-up", "caught")],
      });
    expect(played([caller("NO_MORE"), called], { for: hours(1) })).toMatchObject({
      state: "COMPLETED",
      children: ["called TERMINATED"],
      elements: expect.arrayContaining(["ask TERMINATED", "gave-up COMPLETED", "caught COMPLETED"]),
    });
    const uncaught = played([caller("OTHER"), called], { for: hours(1) });
    expect(uncaught).toMatchObject({
      state: "ACTIVE",
      hasIncident: true,
      incidents: ["UNHANDLED_ERROR_EVENT give-up"],
    });
    expect(uncaught.messages[0]).toContain("[OTHER]");
    expect(played([caller("NO_MORE")], { for: hours(1) }).incidents).toEqual(["CALLED_ELEMENT_ERROR ask"]);
  });
});
