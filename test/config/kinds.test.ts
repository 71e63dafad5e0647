import { describe, expect, it } from "vitest";
import { basicUser, directory, flag, int, type Kind, label, text, token, word } from "../../src/config/kinds.ts";

const value = <T>(kind: Kind<T>, written: string): T | undefined => {
  const parsed = kind.parse(written);
  return "value" in parsed ? parsed.value : undefined;
};

describe("kinds", () => {
  it("takes text as it stands and refuses control characters", () => {
    expect(value(text, "pä$$ 'w\"ord")).toBe("pä$$ 'w\"ord");
    for (const bad of ["a\nb", "a\u0000", "\u001b[31m", "a\u007f"]) expect(value(text, bad)).toBeUndefined();
  });

  it("takes the path of a directory, but none that only a shell understands", () => {
    expect(value(directory, "/var/cache/operate-mcp")).toBe("/var/cache/operate-mcp");
    for (const bad of ["~/.cache", "~", "a\nb"]) expect(value(directory, bad)).toBeUndefined();
  });

  it("takes whole numbers within bounds, both included, and nothing else", () => {
    const kind = int(10, 20);
    expect([value(kind, "10"), value(kind, "20"), value(kind, "015")]).toEqual([10, 20, 15]);
    for (const bad of ["9", "21", "-10", "1e1", "0x0f", "12.0", "12 ", "ten", "9".repeat(40)]) {
      expect(value(kind, bad), bad).toBeUndefined();
    }
  });

  it("takes a word of the list in any case and gives it as the list spells it", () => {
    const kind = word(["OAUTH", "NONE"]);
    expect(value(kind, "oAuth")).toBe("OAUTH");
    expect(kind.parse("OAUT")).toMatchObject({ remedy: expect.stringContaining("OAUTH, NONE") });
  });

  it("switches a permission on by the exact word true only, and warns of unknown words", () => {
    expect(flag.parse("true")).toEqual({ value: true });
    expect(flag.parse("false")).toEqual({ value: false });
    for (const other of ["TRUE", "1", "yes", "on"]) {
      expect(flag.parse(other)).toEqual({ value: false, warning: expect.stringContaining("true") });
    }
  });

  it("lets nothing into a derived host name that could change the host", () => {
    expect(value(label, "bru-2")).toBe("bru-2");
    for (const bad of ["evil.example/", "a.b", "a@b", "a:1", "a b", "-a", "a-", "ä"]) {
      expect(value(label, bad), bad).toBeUndefined();
    }
  });

  it("refuses a token that a header cannot carry", () => {
    expect(value(token, "eyJ.a-b_c.d=")).toBe("eyJ.a-b_c.d=");
    for (const bad of ["Bearer eyJ", "a\nb", "tökén"]) expect(value(token, bad), bad).toBeUndefined();
  });

  it("refuses a colon in a user name for Basic authentication", () => {
    expect(value(basicUser, "demo")).toBe("demo");
    expect(value(basicUser, "demo:x")).toBeUndefined();
    expect(value(basicUser, "de\nmo")).toBeUndefined();
  });
});
