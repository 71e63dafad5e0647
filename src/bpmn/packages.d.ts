declare module "bpmn-moddle" {
  /** The part of the parser that is used here; what it gives is narrowed where it is read. */
  export class BpmnModdle {
    constructor(packages: Readonly<Record<string, unknown>>);
    fromXML(xml: string): Promise<{
      readonly rootElement: unknown;
      readonly elementsById: unknown;
      readonly warnings: readonly unknown[];
    }>;
  }
}

declare module "zeebe-bpmn-moddle/resources/zeebe.json" {
  const descriptor: unknown;
  export default descriptor;
}
