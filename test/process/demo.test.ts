import { spawn } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { environment, MAIN } from "./built.ts";
import { run } from "./server-process.ts";

test("the demo asks its questions of a real server, prints the answers and ends with 0", async () => {
  const { code, stdout, stderr } = await run(["demo"]);
  expect(code, stderr).toBe(0);
  const [intro = "", ...answers] = stdout.split(/^> /m);
  expect(intro).toMatch(/sample Camunda 8\.8 cluster .*127\.0\.0\.1/);
  expect(answers.map((answer) => /^ {2}(\w+) \{/m.exec(answer)?.[1])).toEqual([
    "whoami",
    "search_process_definitions",
    "search_process_instances",
    "get_process_instance",
    "diagnose_process_instance",
  ]);
  const [whoami, definitions, instances, instance = "", why] = answers;
  expect(why).toMatch(/^ {4}conclusion: It is stuck: an incident stops it/m);
  expect(why).toMatch(/^ {6}elementId: charge-payment$/m);
  expect(whoami).toMatch(/^ {4}user: demo$/m);
  expect(definitions).toMatch(/^ {4}\d+\torder-fulfilment\t/m);
  expect(instances).toMatch(/^ {4}process instances: 10 shown, \d+ in all$/m);
  const key = /"processInstanceKey":"(\d+)"/.exec(instance)?.[1] ?? "";
  expect(BigInt(key)).toBeGreaterThan(2n ** 53n);
  expect(instance).toMatch(new RegExp(`^ {4}processInstanceKey: ${key}$`, "m"));
});

/** The conversation without what depends on the hour, the port, or the API: the first answer says which one it is. */
const talk = (stdout: string): string[] =>
  stdout
    .split(/^> /m)
    .slice(2)
    .join("> ")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .split("\n")
    .filter((line) => !/^ {4}(?:processDefinitionName|tags|page\.next|operateUrl): /.test(line));

test("the demo has the same conversation over either API", async () => {
  const [older, newer] = await Promise.all(["v1", "v2"].map((api) => run(["demo", "--api", api])));
  expect(older?.stdout).toMatch(/^ {4}api: operate-v1$/m);
  expect(newer?.stdout).toMatch(/^ {4}api: orchestration-v2$/m);
  expect(talk(newer?.stdout ?? "")).toEqual(talk(older?.stdout ?? ""));
  expect(talk(newer?.stdout ?? "").length).toBeGreaterThan(20);
});

test("a reader that has seen enough of the demo causes no stack trace", async () => {
  const child = spawn(process.execPath, [MAIN, "demo"], { env: environment(), cwd: "/" });
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await closed;
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += chunk));
  child.stdout.once("data", () => child.stdout.destroy());
  expect(await closed).toBe(0);
  expect(stderr).toBe("");
});
