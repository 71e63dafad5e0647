import { expect, test } from "vitest";
import { webAppAt } from "../../src/camunda/web-app.ts";

test.each([
  ["http://localhost:8081", false, "http://localhost:8081"],
  ["https://camunda.example/operate/", false, "https://camunda.example/operate"],
  ["https://bru-2.operate.camunda.io/c0ffee", false, "https://bru-2.operate.camunda.io/c0ffee"],
  ["https://bru-2.operate.camunda.io/c0ffee", true, "https://bru-2.operate.camunda.io/c0ffee"],
  ["https://bru-2.zeebe.camunda.io:443/c0ffee/", true, "https://bru-2.operate.camunda.io/c0ffee"],
  ["http://localhost:8080", true, "http://localhost:8080/operate"],
  ["http://localhost:8080/camunda/", true, "http://localhost:8080/camunda/operate"],
  ["http://localhost:8080/operate", true, "http://localhost:8080/operate"],
] as const)("with an API at %s (Orchestration Cluster: %s) people open Operate at %s", (base, isOrchestration, web) => {
  expect(webAppAt(new URL(base), isOrchestration)).toBe(web);
});
