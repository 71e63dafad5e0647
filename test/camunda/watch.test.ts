import { expect, test } from "vitest";
import { incident } from "../../src/camunda/entities/incident.ts";
import { watched } from "../../src/camunda/watch.ts";
import { OperateError } from "../../src/errors.ts";
import { ProxyFailure } from "../../src/http/proxy-failure.ts";
import { fakeEngine, patientCall } from "../support/fake-engine.ts";
import { failureOf } from "../support/requests.ts";

/** What is told of a search that fails like this, and whether the API counts as gone. */
const failing = async (error: OperateError) => {
  let isGone = false;
  const engine = watched({ ...fakeEngine([]), page: () => Promise.reject(error) }, () => {
    isGone = true;
  });
  const failure = await failureOf(engine.page(incident, { filter: {}, sort: [], size: 1 }, patientCall()));
  return { failure, isGone: () => isGone };
};

test("an API that is no longer at its address is looked for anew", async () => {
  const { failure, isGone } = await failing(new OperateError("CONFIG", "there is no Camunda API"));
  expect(failure.next).toContain("call again");
  expect(isGone()).toBe(true);
});

test("a proxy that wants a password is no sign that the API is gone", async () => {
  const proxy = { url: new URL("http://proxy.example"), variable: "HTTP_PROXY" };
  const refusal = new OperateError("CONFIG", "a password", { next: "write it", cause: new ProxyFailure(proxy, 407) });
  const { failure, isGone } = await failing(refusal);
  expect(failure).toBe(refusal);
  expect(isGone()).toBe(false);
});
