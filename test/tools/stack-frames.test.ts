import { expect, test } from "vitest";
import { IN_LIST, shortMessages, withoutFrames } from "../../src/tools/stack-frames.ts";

const TRACE = [
  "acme.Unavailable: POST timed out",
  "\tat acme.Client.post(Client.java:1)",
  "\tat acme.Worker.handle(Worker.java:2)",
  "\tat io.Runner.run(Runner.java:3)",
  "\tat java.base/java.lang.Thread.run(Thread.java:4)",
  "Caused by: java.io.IOException: reset",
  "\tat java.base/sun.Read.read(Read.java:5)",
  "\tat java.base/sun.Read.more(Read.java:6)",
  "\tat java.base/sun.Read.most(Read.java:7)",
  "\t... 8 more",
].join("\n");

test("of a stack trace what was thrown stays, and of each cause the frames next to it", () => {
  expect(withoutFrames(TRACE).split("\n")).toEqual([
    "acme.Unavailable: POST timed out",
    "\tat acme.Client.post(Client.java:1)",
    "\tat acme.Worker.handle(Worker.java:2)",
    "Caused by: java.io.IOException: reset",
    "\tat java.base/sun.Read.read(Read.java:5)",
    "\tat java.base/sun.Read.more(Read.java:6)",
  ]);
});

test.each(["", "at the gateway", "one\ntwo\n three", "x\n  at a(b)\n  at c(d)", "  at  \n  at  \n  at  \n  at  "])(
  "a message without a long stack trace stays as it is: %j",
  (message) => {
    expect(withoutFrames(message)).toBe(message);
  },
);

test("the reader is told when frames are left out, and only then", () => {
  expect(shortMessages([{ errorMessage: TRACE }]).notices).toHaveLength(1);
  expect(shortMessages([{ errorMessage: "short" }, {}])).toEqual({
    rows: [{ errorMessage: "short" }, {}],
    notices: [],
  });
});

test("a list has no frames at all, and its reader is told how to get them", () => {
  const { rows, notices } = shortMessages([{ errorMessage: TRACE }], IN_LIST);
  expect(rows).toEqual([{ errorMessage: "acme.Unavailable: POST timed out\nCaused by: java.io.IOException: reset" }]);
  expect(notices).toEqual(["Of stack traces the frames are left out; errorMessage among fields shows messages whole."]);
});
