import { expect, test } from "vitest";
import { readModel } from "../../src/bpmn/read-model.ts";
import { document, extended, processDocument } from "./document.ts";

test("ids may be of any script, and what refers to them finds them", async () => {
  const { elements, flows } = await readModel(
    processDocument(
      `<bpmn:exclusiveGateway id="Größe" default='f-schön'/>
       <bpmn:receiveTask id="受付" messageRef="Nachricht_ü"/>
       <bpmn:boundaryEvent id="b" attachedToRef="受付"/>
       <bpmn:subProcess id="Pr&#252;fung&#x1F950;"><bpmn:task id="inner"/></bpmn:subProcess>
       <bpmn:sequenceFlow id="f-schön" sourceRef="Größe" targetRef="受付"/>`,
      '<bpmn:message id="Nachricht_ü" name="Größe"/>',
    ),
  );
  expect(elements).toMatchObject([
    { id: "Größe", parent: "p" },
    { id: "受付", event: { kind: "message", name: "Größe" } },
    { id: "b", attachedTo: "受付" },
    { id: "Prüfung\u{1F950}" },
    { id: "inner", parent: "Prüfung\u{1F950}" },
  ]);
  expect(flows).toStrictEqual([{ id: "f-schön", source: "Größe", target: "受付", isDefault: true }]);
});

test("a process may have such an id", async () => {
  const { processes, elements } = await readModel(
    document('<bpmn:process id="bestellung-prüfen" isExecutable="true"><bpmn:task id="t"/></bpmn:process>'),
  );
  expect(processes).toMatchObject([{ id: "bestellung-prüfen" }]);
  expect(elements).toMatchObject([{ parent: "bestellung-prüfen", process: "bestellung-prüfen" }]);
});

test("texts that look like such an id stay as they are, and no id is mistaken for another", async () => {
  const { elements, flows } = await readModel(
    processDocument(
      `<bpmn:task id="ü" name="ü"/><bpmn:task id="_id0"/><bpmn:task id="__id0"/>
       <bpmn:callActivity id="c">${extended('<zeebe:calledElement processId="ü"/>')}</bpmn:callActivity>
       <bpmn:sequenceFlow id="f" sourceRef="ü" targetRef="c">
         <bpmn:conditionExpression><![CDATA[=id = "ü" and sourceRef = "ü" and 1 < 2]]></bpmn:conditionExpression>
       </bpmn:sequenceFlow>`,
    ),
  );
  expect(elements).toMatchObject([
    { id: "ü", name: "ü" },
    { id: "_id0" },
    { id: "__id0" },
    { id: "c", calls: { processId: "ü" } },
  ]);
  expect(flows).toMatchObject([{ source: "ü", target: "c", condition: '=id = "ü" and sourceRef = "ü" and 1 < 2' }]);
});

test("an id may even begin with a digit, which XML does not allow", async () => {
  const { elements, flows } = await readModel(
    processDocument(
      '<bpmn:task id="1"/><bpmn:task id="2-b"/><bpmn:sequenceFlow id="f" sourceRef="1" targetRef="2-b"/>',
    ),
  );
  expect(elements).toMatchObject([{ id: "1" }, { id: "2-b" }]);
  expect(flows).toMatchObject([{ source: "1", target: "2-b" }]);
});

test("an id with a character number that Unicode does not have is taken as it is written", async () => {
  const { elements } = await readModel(processDocument('<bpmn:task id="a&#9999999;"/>'));
  expect(elements).toMatchObject([{ id: "a&#9999999;" }]);
});
