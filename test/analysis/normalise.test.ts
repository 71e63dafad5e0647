import { describe, expect, test } from "vitest";
import { normalised, withMarks } from "../../src/analysis/normalise.ts";
import { random } from "../../src/simulator/company/random.ts";
import { CAUSES, type Cause } from "../../src/simulator/large/causes.ts";

describe("a message loses what differs from case to case", () => {
  test.each([
    [
      "POST https://pay-1.north-pay.example:8443/v2/charges timed out after 20007 ms",
      "POST <url> timed out after <n> ms",
    ],
    ["job with key '2251799813685249' is too large", "job with key '<n>' is too large"],
    ["sent at 2026-11-24T10:15:00.123Z to ada@example.org", "sent at <time> to <email>"],
    ["request 6f1c1f0e-1234-4abc-8def-0123456789ab failed", "request <uuid> failed"],
    ["at de.birkenfeld.Charge.lambda$handle$2(Charge.java:64)", "at de.birkenfeld.Charge.lambda(Charge.java:<n>)"],
    ["order A-4711 is unknown", "order <id> is unknown"],
    ["no customer 'A-4711'", "no customer '<id>'"],
    ["connect to 10.0.0.7:5432 refused", "connect to <host> refused"],
    ["no host db-2.north.internal: gone", "no host <host>: gone"],
    ["java.net.ConnectException: localhost:8080", "java.net.ConnectException: <host>"],
    ["Tue Nov 24 10:15:00 UTC 2026: late", "<time>: late"],
    ["late since 24.11.2026 10:15:00", "late since <time>"],
    ["late since 11/24/2026 10:15 AM", "late since <time>"],
    ["late since Tue, 24 Nov 2026 10:15:00 GMT", "late since <time>"],
    ["late at [24/Nov/2026:10:15:00 +0000]", "late at [<time>]"],
    ["customer code 48213", "customer code <n>"],
    ["row 7 of 12345678 in 5.2MiB, -3 left", "row <n> of <n> in <n>MiB, <n> left"],
    ["certificate 3fa85f645717 of DE12500105170123456789", "certificate <n> of <n>"],
    ["pod payments-worker-7d9f8b6c5-x2x9k and HikariPool-1 and task-48213", "pod <id> and <id> and <id>"],
    ["at Foo$$Lambda$14/0x00000008400b.run, Order@5e2de80c", "at Foo<generated>.run, Order@<id>"],
    ['{"code":"E1","requestId":"6f1c1f0e-1234-4abc-8def-0123456789ab"}', '{"code":"E1","requestId":"<uuid>"}'],
    ["error 'x' with message 'order A-4711 is unknown'", "error 'x' with message 'order <id> is unknown'"],
  ])("%s", (message, shown) => {
    expect(normalised(message)).toBe(shown);
  });
});

describe("what makes another cause stays", () => {
  test.each([
    ["no variable 'total'", "no variable 'totals'"],
    ["no flow out of 'Gateway_10'", "no flow out of 'Gateway_11'"],
    ["condition 'x > 5' failed", "condition 'x > 7' failed"],
    ['condition "x > 5" failed', 'condition "x > 7" failed'],
    ["no element 'step-2'", "no element 'step-3'"],
    ["no parameter param1", "no parameter param2"],
    ["failed to parse duration from 'one'", "failed to parse duration from 'two'"],
    ["exit code 137", "exit code 1"],
    ["errorCode=12051", "errorCode=12052"],
    ["Failed with code 401", "Failed with code 404"],
    ["ORA-00942 of 17", "ORA-00001 of 17"],
    ['{"status":404}', '{"status":409}'],
    ["status code 503: maintenance", "status code 404: maintenance"],
    ["HTTP request: 503 Service Unavailable", "HTTP request: 422 Unprocessable Entity"],
  ])("%s is not %s", (one, other) => {
    expect(normalised(one)).not.toBe(normalised(other));
  });
});

describe("each cause of the large profile is one group of its own", () => {
  const groupsOf = ({ message }: Cause): ReadonlySet<string> =>
    new Set(Array.from({ length: 500 }, (_, seed) => normalised(message(random(seed), String(2 ** 52 + seed)))));
  const groups = CAUSES.map((cause) => ({ name: cause.name, own: [...groupsOf(cause)] }));

  // Which template is missing is a name, so each of the nine is a cause.
  test.each(groups.filter(({ name }) => name !== "template is missing"))("$name", ({ name, own }) => {
    expect(own).toHaveLength(1);
    expect(groups.filter((other) => other.name !== name).flatMap((other) => other.own)).not.toContain(own[0]);
  });
});

test("doing it twice changes nothing more", () => {
  const once = normalised("POST https://a.example/x failed for 'A-4711' at 2026-11-24T10:15:00Z after 3 tries");
  expect(normalised(once)).toBe(once);
});

describe("time grows no faster than the text", () => {
  const pieces = [
    ...[
      "a-",
      "1.",
      "'",
      '"',
      "a@",
      "lambda$",
      "(a.b:",
      "0a",
      "a1.",
      "a1-",
      "a.b-",
      "$$",
      "http://",
      "x://a@",
      "-1",
      "1,",
    ],
    ...["Mon, ", "May 1 ", "12:", "2026-", "a".repeat(60), `${"a".repeat(30)}-`, "Ab1_", ".com", "code ", "' '"],
  ];
  test.each(pieces)(
    "of %j again and again",
    (piece) => {
      expect(withMarks(piece.repeat(100_000)).length).toBeGreaterThan(0);
    },
    2000,
  );
});
