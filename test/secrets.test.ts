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
    ["both as PHP does it", `pa"ss&w'rd`, "pa&quot;ss&amp;w&#039;rd"],
    ["both as XML does it", `pa"ss&w'rd`, "pa&quot;ss&amp;w&apos;rd"],
    ["both as JSP does it", `pa"ss&w'rd`, "pa&#034;ss&amp;w&#039;rd"],
  ])("are masked in HTML that escapes of the quotes %s", (_, secret, html) => {
    expect(registry(secret).redact(`<p>${html}</p>`)).toBe("<p>***</p>");
  });

  it.each([
    ["an address with small hex digits", "aB+Zq7/rT9=mX2é", "aB%2bZq7%2frT9%3dmX2%c3%a9"],
    ["an address that keeps slashes", "aB+Zq7/rT9=mX2", "aB%2BZq7/rT9%3DmX2"],
    ["an address in an address", "aB+Zq7/rT9=mX2", "aB%252BZq7%252FrT9%253DmX2"],
    ["a form", "a b+(c)~*!", "a+b%2B%28c%29%7E*%21"],
    ["a form with %20", "a b+(c)~*!", "a%20b%2B%28c%29%7E%2A%21"],
    ["JSON with escaped slashes", "aB+Zq7/rT9=mX2é", "aB+Zq7\\/rT9=mX2é"],
    ["JSON in ASCII with escaped slashes", "aB+Zq7/rT9=mX2é", "aB+Zq7\\/rT9=mX2\\u00e9"],
    ["JSON as Go has it", "a<b>&c=d'e", "a\\u003cb\\u003e\\u0026c=d'e"],
    ["JSON as Gson has it", "a<b>&c=d'e", "a\\u003cb\\u003e\\u0026c\\u003dd\\u0027e"],
    ["the name of a host", "aBZq7rT9mX2", "abzq7rt9mx2"],
    ["hexadecimal", "hunter2", "68756e74657232"],
    ["hexadecimal in capitals", "hunter/2", "68756E7465722F32"],
  ])("are masked in %s", (_, secret, spelling) => {
    expect(registry(secret).redact(`<${spelling}>`)).toBe("<***>");
  });

  it("are masked inside longer base64, but for what they share with their neighbours", () => {
    const { redact } = registry("hunter2-of-operate");
    for (const before of ["", "u", "us", "user:", "demo:", "admin:"])
      for (const after of ["", "1", "12", "123"])
        for (const kind of ["base64", "base64url"] as const) {
          const rest = redact(Buffer.from(`${before}hunter2-of-operate${after}`).toString(kind)).replace("***", "");
          expect(rest.length).toBeLessThanOrEqual(Math.ceil(((before.length + after.length) * 8) / 6) + 4);
        }
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
