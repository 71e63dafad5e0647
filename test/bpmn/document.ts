/** A BPMN document around the given root elements. */
export const document = (...roots: readonly string[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"',
    '  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:other="http://example.com/other"',
    '  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions_1" targetNamespace="http://example.com">',
    ...roots,
    "</bpmn:definitions>",
  ].join("\n");

/** A BPMN document of one executable process `p` with this content, and more root elements beside it. */
export const processDocument = (content: string, ...roots: readonly string[]): string =>
  document(`<bpmn:process id="p" isExecutable="true">${content}</bpmn:process>`, ...roots);

/** Camunda's extensions of an element. */
export const extended = (...extensions: readonly string[]): string =>
  `<bpmn:extensionElements>${extensions.join("")}</bpmn:extensionElements>`;
