import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretRegistry } from "../src/secrets.ts";

const registry = (...secrets: readonly string[]) => {
  const made = secretRegistry();
  for (const secret of secrets) made.add(secret);
  return made;
};

describe("secrets", () => {
  it("are masked wherever they stand in a text, and however often", () => {
    expect(registry("hunter2").redact("hunter2 is not hunter, but hunter2hunter2")).toBe(
      "*** is not hunter, but ******",
    );
  });

  it("that overlap leave nothing of either", () => {
    const { redact } = registry("abcdefgh", "defghijklmn", "hijklm");
    expect(redact("<abcdefghijklmn>")).toBe("<***>");
    expect(redact("<abcdefgh.hijklm>")).toBe("<***.***>");
  });

  it.each([
    ["none", `pa"ss&w'rd`, `pa"ss&amp;w'rd`],
    ["the double ones", `pa"ss&w'rd`, `pa&quot;ss&amp;w'rd`],
    ["both as Spring does it", `pa"ss&w'rd`, "pa&quot;ss&amp;w&#39;rd"],
    ["both as Python does it", `pa"ss&w'rd`, "pa&quot;ss&amp;w&#x27;rd"],
    ["both as Go does it", `pa"ss&w'rd`, "pa&#34;ss&amp;w&#39;rd"],
  ])("are masked in HTML that escapes of the quotes %s", (_, secret, html) => {
    expect(registry(secret).redact(`<p>${html}</p>`)).toBe("<p>***</p>");
  });

  it("of less than 12 characters stay in data, and longer ones with the same beginning do not", () => {
    const { redactData, redact } = registry("password", "password-of-the-demo");
    expect(redactData("password, password-of-the-demo")).toBe("password, ***");
    expect(redact("password, password-of-the-demo")).toBe("***, ***");
  });

  it("of less than 6 characters are words like others", () => {
    expect(registry("demo").redact("demo")).toBe("demo");
  });

  it("leave no text behind that holds one, whatever they are and whatever they stand in", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abAB01-_ é"), maxLength: 14 });
    const words = fc.array(word, { maxLength: 30 });
    fc.assert(
      fc.property(words, words, words, (secrets, before, after) => {
        const text = [...before, ...secrets, ...after].join("");
        const clean = registry(...secrets).redact(text);
        for (const secret of secrets) if (secret.length >= 6) expect(clean).not.toContain(secret);
      }),
    );
  });

  it("that are renewed again and again are remembered a thousand times each, those of the settings for ever", () => {
    const secrets = registry("the-password");
    secrets.add("a-session-cookie", "cookie");
    const token = (index: number) => `token-number-${String(index).padStart(5, "0")}`;
    for (let index = 0; index < 5000; index++) secrets.add(token(index), "CSRF token");
    expect(secrets.redact(`the-password a-session-cookie ${token(4000)} ${token(4999)}`)).toBe("*** *** *** ***");
    expect(secrets.redact(token(3999))).toBe(token(3999));
    secrets.add(token(4000), "CSRF token");
    secrets.add(token(5000), "CSRF token");
    expect(secrets.redact(token(4000))).toBe("***");
  });
});
