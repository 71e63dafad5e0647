import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { outline } from "../../src/bpmn/outline.ts";
import { readModel } from "../../src/bpmn/read-model.ts";
import { folder } from "../spec/document/folder.ts";
import { expectWhole } from "./counted.ts";

const given = folder("FIXTURES_DIR");
const models = given === undefined ? undefined : join(given, "models");
if (models !== undefined && !existsSync(models))
  throw new Error(`The folder that FIXTURES_DIR names (${given}) has no models.`);

const files = models === undefined ? [] : readdirSync(models).filter((file) => file.endsWith(".bpmn"));
const read = (file: string): string => readFileSync(join(models ?? "", file), "utf8");

const SKIPPED = models === undefined ? " (skipped: FIXTURES_DIR names no folder with models)" : "";

describe.skipIf(models === undefined)(`models of other people${SKIPPED}`, () => {
  test("are there", () => {
    expect(files.length).toBeGreaterThan(0);
  });

  test.each(files)(
    "%s is read whole: every flow node and sequence flow once, each element on one line",
    async (file) => {
      const xml = read(file);
      expectWhole(xml, await readModel(xml));
    },
  );

  test("are outlined in less than a tenth of their size altogether, and none in more than a fifth", async () => {
    const sizes = await Promise.all(
      files.map(async (file) => {
        const xml = read(file);
        return [Buffer.byteLength(xml), Buffer.byteLength(outline(await readModel(xml)))] as const;
      }),
    );
    const sum = (side: 0 | 1): number => sizes.reduce((total, size) => total + size[side], 0);
    expect(sum(1)).toBeLessThan(sum(0) / 10);
    for (const [whole, short] of sizes) expect(short).toBeLessThan(whole / 5);
  });
});
