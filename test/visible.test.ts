import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneLine, visible } from "../src/visible.ts";

describe("hidden characters", () => {
  test.each([
    ["a control character", "a\u0007b", "a\\u0007b"],
    ["an escape sequence of a terminal", "\u001b[31mred", "\\u001b[31mred"],
    ["a carriage return", "a\rb", "a\\u000db"],
    ["a C1 control", "a\u009bb", "a\\u009bb"],
    ["a bidirectional override", "a\u202eb", "a\\u202eb"],
    ["a bidirectional isolate", "a\u2066b", "a\\u2066b"],
    ["a zero-width space", "a\u200bb", "a\\u200bb"],
    ["a byte order mark", "a\ufeffb", "a\\ufeffb"],
    ["a tag character", "a\u{e0041}b", "a\\udb40\\udc41b"],
    ["a selector that smuggles bytes", "a\u{e0100}b", "a\\udb40\\udd00b"],
    ["half of a surrogate pair", "a\ud800b", "a\\ud800b"],
    ["a line separator", "a\u2028b", "a\\u2028b"],
    ["an invisible letter", "a\u3164b", "a\\u3164b"],
    ["a soft hyphen", "a\u00adb", "a\\u00adb"],
  ])("show %s", (_, text, shown) => {
    expect(visible(text)).toBe(shown);
    expect(oneLine(text)).toBe(shown);
  });

  test("leave what can be read as it is", () => {
    const text = 'Grüße, 在庫, عربي, ❤️ 👍 <default> "quoted" \\n';
    expect(visible(text)).toBe(text);
  });

  test("keep line breaks and tabs, but not on one line", () => {
    expect(visible("a\n\tb")).toBe("a\n\tb");
    expect(oneLine("a\n\tb")).toBe("a\\n\\tb");
  });

  test("never survive in one line, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 50 }), (text) => {
        expect(oneLine(text)).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
