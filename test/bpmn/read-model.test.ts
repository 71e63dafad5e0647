import { describe, expect, test } from "vitest";
import { readModel } from "../../src/bpmn/read-model.ts";
import { OperateError } from "../../src/errors.ts";
import { bakery } from "./bakery.ts";
import { document, processDocument } from "./document.ts";

const model = await readModel(bakery);

describe("a model", () => {
  test("has its processes with name, pool, version tag and listeners", () => {
    expect(model.processes).toStrictEqual([
      {
        id: "bake-bread",
        name: "Bake bread",
        pool: "Bakery",
        executable: true,
        versionTag: "2.1",
        documentation: "From order to loaf.",
        listeners: [{ on: "execution", event: "end", type: "count-loaves", retries: "1" }],
      },
    ]);
  });

  test("has its flow nodes in document order, each with type and parent, and no data objects", () => {
    expect(model.elements.map(({ id, type, parent, process }) => [id, type, parent, process])).toStrictEqual([
      ["ordered", "START_EVENT", "bake-bread", "bake-bread"],
      ["knead", "SERVICE_TASK", "bake-bread", "bake-bread"],
      ["sticky", "BOUNDARY_EVENT", "bake-bread", "bake-bread"],
      ["slow", "BOUNDARY_EVENT", "bake-bread", "bake-bread"],
      ["good", "EXCLUSIVE_GATEWAY", "bake-bread", "bake-bread"],
      ["loaves", "SUB_PROCESS", "bake-bread", "bake-bread"],
      ["shape", "USER_TASK", "loaves", "bake-bread"],
      ["oops", "EVENT_SUB_PROCESS", "loaves", "bake-bread"],
      ["burnt", "START_EVENT", "oops", "bake-bread"],
      ["bake", "CALL_ACTIVITY", "bake-bread", "bake-bread"],
      ["price", "BUSINESS_RULE_TASK", "bake-bread", "bake-bread"],
    ]);
  });

  test("has its sequence flows with name, condition and which is the default", () => {
    expect(model.flows).toStrictEqual([
      { id: "f1", source: "ordered", target: "knead" },
      { id: "f2", source: "knead", target: "good" },
      { id: "f3", name: "yes", source: "good", target: "loaves", condition: "=dough.good\n    and flour > 0" },
      { id: "f4", name: "no", source: "good", target: "knead", isDefault: true },
      { id: "f5", source: "loaves", target: "bake" },
      { id: "f6", source: "bake", target: "price" },
    ]);
  });

  test("may hold several processes, and elements know theirs", async () => {
    const two = await readModel(
      document(
        '<bpmn:process id="a" isExecutable="true"><bpmn:task id="t1"/></bpmn:process>',
        '<bpmn:process id="b"><bpmn:task id="t2"/></bpmn:process>',
      ),
    );
    expect(two.processes.map(({ id, executable }) => [id, executable])).toStrictEqual([
      ["a", true],
      ["b", false],
    ]);
    expect(two.elements.map(({ id, process }) => [id, process])).toStrictEqual([
      ["t1", "a"],
      ["t2", "b"],
    ]);
  });

  test("may be nested as deep as its author likes", async () => {
    const deep = 5000;
    const opening = Array.from({ length: deep }, (_, level) => `<bpmn:subProcess id="s${level}">`).join("");
    const { elements } = await readModel(processDocument(opening + "</bpmn:subProcess>".repeat(deep)));
    expect(elements).toHaveLength(deep);
    expect(elements.at(-1)).toStrictEqual({
      id: `s${deep - 1}`,
      type: "SUB_PROCESS",
      parent: `s${deep - 2}`,
      process: "p",
    });
  });

  test("leaves out a sequence flow that leads nowhere, and keeps the rest", async () => {
    const { elements, flows } = await readModel(
      processDocument(
        '<bpmn:task id="a"/><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="gone"/><bpmn:task id="b"/>',
      ),
    );
    expect(elements.map(({ id }) => id)).toStrictEqual(["a", "b"]);
    expect(flows).toStrictEqual([]);
  });

  test.each([
    ["nothing", ""],
    ["a web page", "<!doctype html><html><body>Sign in</body></html>"],
    ["a plain word", "secret-word"],
    ["a cut document", bakery.slice(0, bakery.length / 2)],
    ["another document type", '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="n"/>'],
    ["a document without a process", document('<bpmn:message id="m" name="secret-word"/>')],
  ])("is refused when the document is %s, without a word of it in the error", async (_, xml) => {
    const thrown: unknown = await readModel(xml).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(OperateError);
    expect(thrown).toMatchObject({ code: "BAD_RESPONSE", facts: {} });
    expect(thrown).toHaveProperty(
      "message",
      expect.stringMatching(/^the (XML|BPMN model) of this process definition /),
    );
    expect(thrown).not.toHaveProperty("message", expect.stringMatching(/secret-word|unparsable|line:|tag/));
  });
});
