import { document, extended } from "./document.ts";

const expression = (tag: string, text: string): string =>
  `<bpmn:${tag} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${tag}>`;

/** A bakery's process: every kind of fact that the outline shows. */
export const bakery = document(
  `<bpmn:collaboration id="c"><bpmn:participant id="pool" name="Bakery" processRef="bake-bread"/></bpmn:collaboration>`,
  `<bpmn:process id="bake-bread" name="Bake bread" isExecutable="true">
    <bpmn:documentation>From order to loaf.</bpmn:documentation>
    ${extended('<zeebe:versionTag value="2.1"/>', '<zeebe:executionListeners><zeebe:executionListener eventType="end" type="count-loaves" retries="1"/></zeebe:executionListeners>')}
    <bpmn:startEvent id="ordered" name="Bread&#10;ordered">
      <bpmn:outgoing>f1</bpmn:outgoing>
      <bpmn:messageEventDefinition id="m1" messageRef="Message_order"/>
    </bpmn:startEvent>
    <bpmn:serviceTask id="knead" name="Knead the &quot;dough&quot;" zeebe:modelerTemplate="bakery.kneader.v1">
      <bpmn:documentation>  Ten minutes by hand.  </bpmn:documentation>
      ${extended(
        '<zeebe:taskDefinition type="knead" retries="5"/>',
        '<zeebe:jobPriorityDefinition priority="=prio"/>',
        '<zeebe:taskHeaders><zeebe:header key="speed" value="slow"/></zeebe:taskHeaders>',
        '<zeebe:ioMapping><zeebe:input source="=order.flour" target="flour.kind"/><zeebe:input source="=order.grams" target="flour.grams"/><zeebe:output source="=result" target="dough"/></zeebe:ioMapping>',
        '<zeebe:properties><zeebe:property name="colour" value="white"/></zeebe:properties>',
        "<other:nobody-knows>this</other:nobody-knows>",
      )}
    </bpmn:serviceTask>
    <bpmn:boundaryEvent id="sticky" attachedToRef="knead"><bpmn:errorEventDefinition id="e1" errorRef="Error_sticky"/></bpmn:boundaryEvent>
    <bpmn:boundaryEvent id="slow" cancelActivity="false" attachedToRef="knead"><bpmn:timerEventDefinition id="t1">${expression("timeDuration", "PT20M")}</bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:exclusiveGateway id="good" name="Good dough?" default="f4"/>
    <bpmn:subProcess id="loaves">
      <bpmn:multiInstanceLoopCharacteristics isSequential="true">
        ${extended('<zeebe:loopCharacteristics inputCollection="=loaves" inputElement="loaf" outputCollection="baked" outputElement="=loaf.weight"/>')}
        ${expression("completionCondition", "=enough")}
      </bpmn:multiInstanceLoopCharacteristics>
      <bpmn:userTask id="shape" name="Shape">
        ${extended("<zeebe:userTask/>", '<zeebe:formDefinition formId="shape-form" bindingType="deployment"/>', '<zeebe:assignmentDefinition assignee="=baker" candidateGroups="bakers" candidateUsers="ann"/>', '<zeebe:taskSchedule dueDate="=due" followUpDate="=later"/>', '<zeebe:priorityDefinition priority="70"/>', '<zeebe:taskListeners><zeebe:taskListener eventType="completing" type="weigh"/></zeebe:taskListeners>')}
      </bpmn:userTask>
      <bpmn:subProcess id="oops" triggeredByEvent="true">
        <bpmn:startEvent id="burnt" isInterrupting="false"><bpmn:signalEventDefinition id="s1" signalRef="Signal_smoke"/></bpmn:startEvent>
      </bpmn:subProcess>
    </bpmn:subProcess>
    <bpmn:callActivity id="bake">${extended('<zeebe:calledElement processId="oven" propagateAllParentVariables="false" bindingType="versionTag" versionTag="hot"/>')}</bpmn:callActivity>
    <bpmn:businessRuleTask id="price">${extended('<zeebe:calledDecision decisionId="bread-price" resultVariable="price"/>')}</bpmn:businessRuleTask>
    <bpmn:sequenceFlow id="f1" sourceRef="ordered" targetRef="knead"/>
    <bpmn:sequenceFlow id="f2" sourceRef="knead" targetRef="good"/>
    <bpmn:sequenceFlow id="f3" name="yes" sourceRef="good" targetRef="loaves">${expression("conditionExpression", "\n  =dough.good\n    and flour &gt; 0  ")}</bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f4" name="no" sourceRef="good" targetRef="knead"/>
    <bpmn:sequenceFlow id="f5" sourceRef="loaves" targetRef="bake"/>
    <bpmn:sequenceFlow id="f6" sourceRef="bake" targetRef="price"/>
    <bpmn:dataObject id="data"/>
    <bpmn:dataObjectReference id="dataRef" dataObjectRef="data"/>
  </bpmn:process>`,
  `<bpmn:message id="Message_order" name="bread-ordered">${extended('<zeebe:subscription correlationKey="=orderId"/>')}</bpmn:message>`,
  '<bpmn:error id="Error_sticky" name="Sticky" errorCode="STICKY"/>',
  '<bpmn:signal id="Signal_smoke" name="smoke"/>',
);
