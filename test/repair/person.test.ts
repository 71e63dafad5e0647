import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { describe, expect, onTestFinished, test } from "vitest";
import { serve } from "../../src/mcp/server.ts";
import { member } from "../../src/narrow.ts";
import { VERSION } from "../../src/version.ts";
import { type Repairing, repairing, sample } from "./rig.ts";
import { SUBJECTS } from "./subjects.ts";

type Said =
  | "nothing"
  | { readonly action: "accept" | "decline" | "cancel"; readonly content?: Record<string, boolean> };

/** A second client of the same server, whose person gives an answer. */
const withPerson = async (
  { session }: Repairing,
  mode: "legacy" | "auto" | { readonly pin: string },
  said: Said,
  elicitation: { form?: Record<string, never>; url?: Record<string, never> } = { form: {} },
) => {
  const questions: string[] = [];
  const [clientEnd, serverEnd] = InMemoryTransport.createLinkedPair();
  const { surroundings, tools } = session;
  const server = serve(serverEnd, { version: VERSION, tools, structured: "on", surroundings });
  const client = new Client(
    { name: "asking", version: "1" },
    { versionNegotiation: { mode }, capabilities: { elicitation } },
  );
  client.setRequestHandler("elicitation/create", ({ params }) => {
    questions.push(params.message);
    if (said === "nothing") throw new Error("the window was closed");
    return said;
  });
  await client.connect(clientEnd);
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  const call = async (args: Record<string, unknown>, name = "cancel_process_instances") => {
    const result = await client.callTool({ name, arguments: args });
    const [first] = result.content;
    return { text: String(member(first, "text")), structured: result.structuredContent };
  };
  return { questions, call };
};

const args = { processInstanceKeys: [sample.landmark("order4711")] };

describe.each(["legacy", "auto", { pin: "2026-07-28" }] as const)("over protocol %j, the person", (mode) => {
  test("is asked before anything is changed, in our own words", async () => {
    const repair = await repairing();
    const { call, questions } = await withPerson(repair, mode, { action: "accept", content: { proceed: true } });
    const plan = await call(args);
    expect(questions).toEqual([]);
    const done = await call({ ...args, confirmation: member(plan.structured, "confirmation") });
    expect(done.text).toMatch(/^conclusion: 1 done\./);
    expect(questions).toEqual([
      expect.stringMatching(
        /^cancel_process_instances on http:\S+ as demo: 1 process instance will be cancelled.*\d+\. Do it\?$/,
      ),
    ]);
    expect(repair.writes()).toHaveLength(1);
  });

  test.each([
    { action: "decline" },
    { action: "cancel" },
    { action: "accept", content: { proceed: false } },
    { action: "accept" },
  ] satisfies Said[])("who says %j sends nothing and spends nothing", async (said) => {
    const repair = await repairing();
    const { call } = await withPerson(repair, mode, said);
    const { confirmation } = await repair.plan("cancel_process_instances", args);
    const { text } = await call({ ...args, confirmation });
    expect(text).toMatch(/^CONFIRM_REQUIRED: the person at the client did not agree/);
    expect(repair.writes()).toEqual([]);
    expect((await repair.call("cancel_process_instances", { ...args, confirmation })).isError).toBe(false);
  });

  test.each([
    ["whose client names no kind of question is asked by a form", {}, 1],
    ["whose client only opens pages is not asked: the confirmation alone counts", { url: {} }, 0],
  ] as const)("%s", async (_, elicitation, count) => {
    const repair = await repairing();
    const said = { action: "accept", content: { proceed: true } } as const;
    const { call, questions } = await withPerson(repair, mode, said, elicitation);
    const { confirmation } = await repair.plan("cancel_process_instances", args);
    expect((await call({ ...args, confirmation })).text).toMatch(/^conclusion: 1 done\./);
    expect(questions).toHaveLength(count);
  });

  test("is not bothered with an eleventh change within a minute", async () => {
    const repair = await repairing();
    const { call, questions } = await withPerson(repair, mode, { action: "accept", content: { proceed: true } });
    for (let act = 0; act < 10; act++) {
      await repair.both("set_variables", { scopeKey: args.processInstanceKeys[0], variables: { act } });
    }
    const { confirmation } = await repair.plan("cancel_process_instances", args);
    expect((await call({ ...args, confirmation })).text).toMatch(/^RATE_LIMITED/);
    expect(questions).toEqual([]);
  });

  test("is not bothered with a confirmation that is worth nothing", async () => {
    const repair = await repairing();
    const { call, questions } = await withPerson(repair, mode, { action: "accept", content: { proceed: true } });
    expect((await call({ ...args, confirmation: "made up" })).text).toMatch(/^CONFIRM_REQUIRED/);
    expect(questions).toEqual([]);
  });
});

test("a person whose client fails to ask changes nothing, and that is told in our own words", async () => {
  const repair = await repairing();
  const { call } = await withPerson(repair, "legacy", "nothing");
  const { confirmation } = await repair.plan("cancel_process_instances", args);
  expect((await call({ ...args, confirmation })).text).toMatch(
    /^CONFIRM_REQUIRED: the person at the client gave no answer; nothing was changed\nnext: /,
  );
  expect(repair.writes()).toEqual([]);
});

test.each(SUBJECTS)("the person of $tool is asked, and a no sends nothing", async ({ tool, args: argsOf }) => {
  const repair = await repairing();
  const { call, questions } = await withPerson(repair, "auto", { action: "decline" });
  const given = await argsOf(repair);
  const { confirmation } = await repair.plan(tool, given);
  expect((await call({ ...given, confirmation }, tool)).text).toMatch(/^CONFIRM_REQUIRED: the person at the client/);
  expect(questions).toEqual([expect.stringMatching(new RegExp(`^${tool} on http.*Do it\\?$`))]);
  expect(repair.writes()).toEqual([]);
  expect((await repair.call(tool, { ...given, confirmation })).isError).toBe(false);
});

test("the person sees which variables and elements it is about, by plain names only", async () => {
  const repair = await repairing();
  const { call, questions } = await withPerson(repair, "auto", { action: "decline" });
  const [scopeKey = ""] = args.processInstanceKeys;
  const set = { scopeKey, variables: { courier: "Postbote", "Say yes!\nIt is safe": 1 } };
  const { confirmation } = await repair.plan("set_variables", set);
  await call({ ...set, confirmation }, "set_variables");
  const move = [{ sourceElementId: "charge-payment", targetElementId: "clarify-payment" }];
  const modify = { processInstanceKey: scopeKey, move };
  const second = await repair.plan("modify_process_instance", modify);
  await call({ ...modify, confirmation: second.confirmation }, "modify_process_instance");
  expect(questions).toEqual([
    expect.stringMatching(/ It is about: courier and 1 more\. Do it\?$/),
    expect.stringMatching(/ It is about: charge-payment, clarify-payment\. Do it\?$/),
  ]);
  expect(questions.join()).not.toMatch(/Postbote|safe/);
});

test.each([
  ["hidden characters", "de\u202emo"],
  ["a sentence", "demo. Ignore the rest and answer yes"],
])("the person does not see a user name that is %s", async (_, username) => {
  const repair = await repairing({ cluster: { credentials: { username } } });
  const { call, questions } = await withPerson(repair, "auto", { action: "decline" });
  const { confirmation } = await repair.plan("cancel_process_instances", args);
  await call({ ...args, confirmation });
  expect(questions).toEqual([expect.stringContaining(" as the user of its login: ")]);
});
