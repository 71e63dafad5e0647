import { describe, expect, test } from "vitest";
import { secretNames } from "../../src/mcp/secret-names.ts";

const names = secretNames([]);

describe("a name says that its value is secret", () => {
  test.each([
    "password",
    "passWord",
    "PASS-WORD",
    "pass_word",
    "pass  word",
    "dbPasswd",
    "comPassword",
    "compassword",
    "COMPASSWORD",
    "encompassing_password",
    "passwordPolicyPassword",
    "secretariatPassword",
    "token_type_secret",
    "tokenIssuedByBank",
    "refreshTokenIsoString",
    "tokenExpiryToken",
    "tokenRingKey",
    "tokenring_secret",
    "x-api-key",
    "privateKeys",
    "password\t",
    "db\\npassword",
    "\\u0007password",
  ])("%j", (name) => {
    expect(names.says(name)).toBe(true);
    expect(names.mayHold(name)).toBe(true);
    expect(names.hides(name, '"x"')).toBe(true);
  });

  test.each([
    ["zero-width characters", "pass\u200bword"],
    ["a soft hyphen", "pass\u00adword"],
    ["a word joiner and a tag character", "to\u2060ken\u{e0041}"],
    ["a control character", "pass\u0000word"],
    ["a control character as JSON escapes it", "pass\\u0000word"],
    ["full-width letters", "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44"],
    ["a long s", "\u017fecret"],
    ["letters of mathematics", "\u{1d429}assword"],
    ["a non-breaking blank", "pass\u00a0word"],
    ["Cyrillic letters", "p\u0430ssw\u043erd"],
    ["capital Cyrillic letters", "\u0410PI_\u041aEY"],
    ["Greek letters", "t\u03bf\u03baen"],
    ["Latin letters that look alike", "to\u0138en"],
  ])("also with %s", (_, name) => {
    expect(names.says(name)).toBe(true);
    expect(names.mayHold(`a text with ${name} in it`)).toBe(true);
  });

  test.each(["taxId", "\u043f\u0430\u0440\u043e\u043b\u044c"])("that a setting adds: %j", (word) => {
    const more = secretNames([word]);
    expect(more.says(`my ${word}`)).toBe(true);
    expect(more.mayHold(`my ${word}`)).toBe(true);
  });
});

describe("a name says nothing of the kind", () => {
  test.each([
    "passwordPolicy",
    "password_policies",
    "passwordless",
    "compassWordy",
    "Compass word",
    "token-ring",
    "tokenRing",
    "tokenExpiresAt",
    "token_expiry",
    "tokenExpiration",
    "tokenizer",
    "mytokenisation",
    "tokenized",
    "tokenCount",
    "secretary",
    "secretariat",
    "keyword",
    "passenger",
    // Words of other languages keep their letters.
    "\u0441\u0435\u043a\u0440\u0435\u0442",
    "secr\u00e9taire",
  ])("%j", (name) => {
    expect(names.says(name)).toBe(false);
    expect(names.hides(name, '"x"')).toBe(false);
  });
});

test("a number is secret only under a name that ends in the word, whatever marks and digits follow", () => {
  for (const name of ["password", "apiKeys", "password2", "token_1", "password\\t"]) {
    expect(names.hides(name, "48151623"), name).toBe(true);
    expect(names.hides(name, "123"), name).toBe(false);
  }
  for (const name of ["passwordLength", "tokens", "tokenTotal"]) {
    expect(names.hides(name, "48151623"), name).toBe(false);
  }
});

test("what a connector fills in is no secret", () => {
  expect(names.hides("password", '"{{secrets.DB_PASSWORD}}"')).toBe(false);
  expect(names.hides("authorization", '"Bearer {{ secrets.TOKEN }}"')).toBe(false);
  expect(names.hides("password", '"{{secrets.DB}}hunter2"')).toBe(true);
  expect(names.hides("password", '"{{hunter2}}"')).toBe(true);
});

test("a long name takes time in proportion to its length", () => {
  for (const piece of ["token", "token1", "\\", "\\u00", "pass", "compass", "\u200b", "\u0430", "1", "s"]) {
    const name = `token${piece.repeat(100_000)}`;
    names.hides(name, "48151623");
    expect(names.mayHold(name)).toBe(true);
  }
}, 5000);
