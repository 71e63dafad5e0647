import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyText, isExposed, readText, SMALL, systemFiles } from "../../src/config/files.ts";
import { readSettings } from "../../src/config/read-settings.ts";

const folder = mkdtempSync(join(tmpdir(), "settings-"));
const at = (name: string) => join(folder, name);

beforeAll(() => {
  writeFileSync(at("plain"), "grüße", { mode: 0o600 });
  writeFileSync(at("open"), "x");
  chmodSync(at("open"), 0o666);
  mkdirSync(at("folder"));
  symlinkSync(at("plain"), at("link"));
  symlinkSync(at("nowhere"), at("dangling"));
});

afterAll(() => rmSync(folder, { recursive: true }));

it("counts a file as exposed when somebody else owns it or may write to it", () => {
  const file = (uid: number, mode: number) => isExposed({ uid, mode }, 1000);
  expect([file(1000, 0o100644), file(0, 0o100644), file(1000, 0o100400)]).toEqual([false, false, false]);
  expect([file(1001, 0o100600), file(1000, 0o100664), file(1000, 0o100602)]).toEqual([true, true, true]);
  expect(isExposed({ uid: 0, mode: 0o100666 }, undefined)).toBe(false);
});

describe("the file system of this machine", () => {
  it("gives a text that is UTF-8, and no other", () => {
    writeFileSync(at("latin"), Buffer.from("gr\xfc\xdfe", "latin1"), { mode: 0o600 });
    expect(readText(systemFiles, at("plain"), SMALL)).toEqual({ text: "grüße" });
    expect(readText(systemFiles, at("latin"), SMALL)).toEqual({
      wrong: "a file that is not UTF-8 (PowerShell's > may write UTF-16)",
    });
    expect(readText(systemFiles, at("latin"), SMALL, anyText)).toEqual({ text: "gr\ufffd\ufffde" });
  });

  it("tells what must be known before reading", () => {
    expect(systemFiles.stat(at("plain"))).toEqual({ regular: true, link: false, size: 7, exposed: false });
    expect(systemFiles.stat(at("link"))).toEqual({ regular: true, link: true, size: 7, exposed: false });
    expect(systemFiles.stat(at("folder"))).toMatchObject({ regular: false });
    expect(systemFiles.stat(at("absent"))).toBeUndefined();
    expect(systemFiles.stat(at("dangling"))).toBeUndefined();
  });

  it.skipIf(process.platform === "win32")("tells when others may write to a file", () => {
    expect(systemFiles.stat(at("open"))).toMatchObject({ exposed: true });
  });

  it("reads text, and says why it does not", () => {
    expect(readText(systemFiles, at("plain"), SMALL)).toEqual({ text: "grüße" });
    expect(readText(systemFiles, at("plain"), 6)).toHaveProperty("wrong");
    expect(readText(systemFiles, at("folder"), SMALL)).toEqual({ wrong: "something that is not a regular file" });
    expect(readText(systemFiles, join(at("plain"), "below"), SMALL)).toHaveProperty("wrong");
    expect(readText(systemFiles, "a\u0000b", SMALL)).toEqual({ wrong: "a file that cannot be read" });
  });
});

it("reads a .env from the disk", () => {
  writeFileSync(at(".env"), "CAMUNDA_OPERATE_BASE_URL=http://localhost:8080\n", { mode: 0o600 });
  const settings = readSettings({ env: {}, cwd: folder, files: systemFiles });
  expect(settings).toMatchObject({ config: { operate: { source: { from: ".env" } } }, warnings: [] });
});
