import { describe, expect, test } from "vitest";
import { normalised } from "../../src/analysis/normalise.ts";

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
  ])("%s", (message, shown) => {
    expect(normalised(message)).toBe(shown);
  });
});

describe("what makes another cause stays", () => {
  test.each([
    ["no variable 'total'", "no variable 'totals'"],
    ["no flow out of 'Gateway_10'", "no flow out of 'Gateway_11'"],
    ["condition 'x > 5' failed", "condition 'x > 7' failed"],
    ["status code 503: maintenance", "status code 404: maintenance"],
    ["HTTP request: 503 Service Unavailable", "HTTP request: 422 Unprocessable Entity"],
  ])("%s is not %s", (one, other) => {
    expect(normalised(one)).not.toBe(normalised(other));
  });
});

test("doing it twice changes nothing more", () => {
  const once = normalised("POST https://a.example/x failed for 'A-4711' at 2026-11-24T10:15:00Z after 3 tries");
  expect(normalised(once)).toBe(once);
});

test("time grows with what is looked at only, whatever the text is", () => {
  for (const piece of ["a-", "1.", "'", "a@", "lambda$", "(a.b:", "0a"])
    expect(normalised(piece.repeat(100_000))).toBeDefined();
}, 5000);
