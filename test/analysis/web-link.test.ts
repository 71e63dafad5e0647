import { expect, test } from "vitest";
import { instanceLink } from "../../src/analysis/web-link.ts";

const KEY = "9007199254740993";

test.each([
  ["http://localhost:8081", "v1", "http://localhost:8081/processes/9007199254740993"],
  ["https://camunda.example/operate", "v1", "https://camunda.example/operate/processes/9007199254740993"],
  [
    "https://bru-2.operate.camunda.io/c0ffee",
    "v1",
    "https://bru-2.operate.camunda.io/c0ffee/processes/9007199254740993",
  ],
  [
    "https://bru-2.zeebe.camunda.io/c0ffee/",
    "v2",
    "https://bru-2.operate.camunda.io/c0ffee/processes/9007199254740993",
  ],
  ["http://localhost:8080", "v2", "http://localhost:8080/operate/processes/9007199254740993"],
  ["http://localhost:8080/camunda/", "v2", "http://localhost:8080/camunda/operate/processes/9007199254740993"],
  ["http://localhost:8080/operate", "v2", "http://localhost:8080/operate/processes/9007199254740993"],
] as const)("an instance of %s, reached over %s, is shown to people at %s", (address, generation, link) => {
  expect(instanceLink(address, generation, KEY)).toBe(link);
});

test("there is no link where the address is none", () => {
  expect(instanceLink("nowhere", "v1", KEY)).toBeUndefined();
});
