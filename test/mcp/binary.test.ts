import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { withoutBinary } from "../../src/mcp/binary.ts";
import { faultyOperate, PAGE } from "../matrix/faulty-operate.ts";
import { serverRig } from "../matrix/server-rig.ts";
import { json } from "../support/fault-server.ts";

const BYTES = randomBytes(9000);

describe("long base64", () => {
  test.each(["base64", "base64url"] as const)(
    "in the alphabet of %s is cut to its beginning, with its length",
    (encoding) => {
      const encoded = BYTES.toString(encoding);
      expect(withoutBinary(`{"file":"${encoded}","name":"a.pdf"}`)).toBe(
        `{"file":"${encoded.slice(0, 40)}… [base64, ${encoded.length} characters]","name":"a.pdf"}`,
      );
    },
  );

  test("is not what is short, of words, or of one letter", () => {
    for (const text of [
      BYTES.toString("base64").slice(0, 500),
      "Some words, 1000 times. ".repeat(1000),
      "vV".repeat(1000),
    ]) {
      expect(withoutBinary(text)).toBe(text);
    }
  });

  test("is cut where values are listed", async () => {
    const encoded = BYTES.toString("base64");
    const row = PAGE.replace('"42"', JSON.stringify(JSON.stringify(encoded)));
    const operate = await faultyOperate(() => [json(row)]);
    const server = await serverRig({ env: operate.env });
    const text = await server.call("search_variables", { fields: ["name", "value"] });
    expect(text).toContain(`[base64, ${encoded.length} characters]`);
    expect(text).not.toContain(encoded.slice(0, 100));
  });
});
