import { expect, test } from "vitest";
import { outline } from "../../src/bpmn/outline.ts";
import { readModel } from "../../src/bpmn/read-model.ts";
import { bakery } from "./bakery.ts";
import { document, extended, processDocument } from "./document.ts";

const outlined = async (content: string, ...roots: readonly string[]): Promise<readonly string[]> =>
  outline(await readModel(processDocument(content, ...roots))).split("\n");

test("shows every element on a line of its own, with its facts and flows", async () => {
  expect(outline(await readModel(bakery)).split("\n")).toStrictEqual([
    'process bake-bread "Bake bread": in pool "Bakery"; version tag 2.1; listener end count-loaves',
    '  ordered START_EVENT "Bread\\nordered": message "bread-ordered" key =orderId -> knead',
    '  knead SERVICE_TASK "Knead the \\"dough\\"": job knead retries 5; in flour; out dough -> good',
    "  sticky BOUNDARY_EVENT: on knead; error STICKY",
    "  slow BOUNDARY_EVENT: on knead; non-interrupting; timer duration PT20M",
    '  good EXCLUSIVE_GATEWAY "Good dough?" -> loaves "yes" [=dough.good\\nand flour > 0], knead "no" [default]',
    "  loaves SUB_PROCESS: sequential for each loaf in =loaves into baked until =enough -> bake",
    '    shape USER_TASK "Shape": assignee =baker groups bakers users ann due =due follow-up =later; form shape-form (deployment); listener completing weigh',
    "    oops EVENT_SUB_PROCESS",
    '      burnt START_EVENT: non-interrupting; signal "smoke"',
    "  bake CALL_ACTIVITY: calls oven (version tag hot) -> price",
    "  price BUSINESS_RULE_TASK: decision bread-price as price",
  ]);
});

test("shows scripts, links, conditions, compensation, ad-hoc work and templates in words", async () => {
  const lines = await outlined(
    `<bpmn:scriptTask id="sum">${extended('<zeebe:script expression="=a + b" resultVariable="c"/>')}</bpmn:scriptTask>
     <bpmn:intermediateThrowEvent id="jump"><bpmn:linkEventDefinition id="l" name="A"/></bpmn:intermediateThrowEvent>
     <bpmn:intermediateCatchEvent id="watch"><bpmn:conditionalEventDefinition id="w">${extended('<zeebe:conditionalFilter variableNames="x"/>')}<bpmn:condition xsi:type="bpmn:tFormalExpression">=x</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>
     <bpmn:boundaryEvent id="undo" attachedToRef="sum"><bpmn:compensateEventDefinition id="k"/></bpmn:boundaryEvent>
     <bpmn:task id="redo" isForCompensation="true"/>
     <bpmn:association id="as" sourceRef="undo" targetRef="redo"/>
     <bpmn:adHocSubProcess id="free">${extended('<zeebe:adHoc activeElementsCollection="=todo"/>')}<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">=done</bpmn:completionCondition></bpmn:adHocSubProcess>
     <bpmn:startEvent id="hook" zeebe:modelerTemplate="webhook.v1"/>
     <bpmn:endEvent id="stop"><bpmn:terminateEventDefinition id="x"/></bpmn:endEvent>`,
  );
  expect(lines).toStrictEqual([
    "process p",
    "  sum SCRIPT_TASK: script =a + b as c",
    '  jump INTERMEDIATE_THROW_EVENT: link "A"',
    "  watch INTERMEDIATE_CATCH_EVENT: condition =x on x",
    "  undo BOUNDARY_EVENT: on sum; compensation; compensated by redo",
    "  redo TASK: for compensation",
    "  free AD_HOC_SUB_PROCESS: activates =todo until =done",
    "  hook START_EVENT: template webhook.v1",
    "  stop END_EVENT: terminate",
  ]);
});

test("shows each process of a document before its elements, and which is not executable", async () => {
  const model = await readModel(
    document(
      '<bpmn:process id="a" isExecutable="true"><bpmn:task id="t1"/></bpmn:process>',
      '<bpmn:process id="b"><bpmn:task id="t2"/></bpmn:process>',
    ),
  );
  expect(outline(model)).toBe("process a\n  t1 TASK\nprocess b: not executable\n  t2 TASK");
});

test.each(["\n", "\r", "\r\n", "\u2028", "\u2029", "\u0085", " \n\t "])(
  "shows the line break %j inside a name as \\n",
  async (lineBreak) => {
    const written = [...lineBreak].map((sign) => `&#${sign.codePointAt(0)};`).join("");
    expect(await outlined(`<bpmn:task id="t" name="a${written}b"/>`)).toStrictEqual(["process p", '  t TASK "a\\nb"']);
  },
);

test("lets no text of the model begin a line: ids, codes and job types are on one line too", async () => {
  const lines = await outlined(
    `<bpmn:serviceTask id="a&#10;b">${extended('<zeebe:taskDefinition type="c&#10;d"/>')}</bpmn:serviceTask>
     <bpmn:boundaryEvent id="x" attachedToRef="a&#10;b"><bpmn:errorEventDefinition id="e" errorRef="r"/></bpmn:boundaryEvent>`,
    '<bpmn:error id="r" errorCode="E&#10;1"/>',
  );
  expect(lines).toStrictEqual([
    "process p",
    "  a\\nb SERVICE_TASK: job c\\nd",
    "  x BOUNDARY_EVENT: on a\\nb; error E\\n1",
  ]);
});

test("cuts a long expression, says how long it is, and splits no character", async () => {
  const script = `=${"a".repeat(198)}\u{1F950}${"b".repeat(800)}`;
  const [, line] = await outlined(
    `<bpmn:scriptTask id="t">${extended(`<zeebe:script expression="${script}" resultVariable="r"/>`)}</bpmn:scriptTask>`,
  );
  expect(line).toBe(`  t SCRIPT_TASK: script =${"a".repeat(198)}... (1001 characters) as r`);
});

test("never indents deeper than twelve levels, so that deep nesting does not swell it", async () => {
  const deep = 400;
  const opening = Array.from({ length: deep }, (_, level) => `<bpmn:subProcess id="s${level}">`).join("");
  const lines = await outlined(opening + "</bpmn:subProcess>".repeat(deep));
  expect(lines).toHaveLength(deep + 1);
  expect(lines.at(-1)).toBe(`${" ".repeat(24)}s399 SUB_PROCESS`);
});

test("is the same text every time", async () => {
  expect(outline(await readModel(bakery))).toBe(outline(await readModel(bakery)));
});
