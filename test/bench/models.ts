import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { outline } from "../../src/bpmn/outline.ts";
import { readModel } from "../../src/bpmn/read-model.ts";
import { processDefinition } from "../../src/camunda/entities/process-definition.ts";
import { company } from "../../src/simulator/company/company.ts";
import { median } from "./median.ts";

const ROUNDS = 9;

interface Sample {
  readonly name: string;
  readonly xml: string;
}

/** The sample company's models, and those in the folder that FIXTURES_DIR names. */
const samples = async (): Promise<Sample[]> => {
  const world = company({ now: Date.UTC(2026, 10, 24) });
  const own = world.table("process-definitions").map((row): Sample => {
    const xml = world.xml(processDefinition, String(row["processDefinitionKey"])) ?? "";
    return { name: `${row["processDefinitionId"]} v${row["version"]}`, xml };
  });
  const folder = process.env["FIXTURES_DIR"];
  if (folder === undefined) return own;
  const names = (await readdir(join(folder, "models"))).filter((name) => name.endsWith(".bpmn"));
  const real = names.map(async (name) => ({ name, xml: await readFile(join(folder, "models", name), "utf8") }));
  return [...own, ...(await Promise.all(real))];
};

/** Time to read each model and to write its outline: median of the rounds, in milliseconds. */
export const benchModels = async (print: (line: string) => void): Promise<void> => {
  print("\nmodel\tXML bytes\toutline bytes\tms");
  for (const { name, xml } of await samples()) {
    const times: number[] = [];
    let text = "";
    for (let round = 0; round < ROUNDS; round += 1) {
      const start = performance.now();
      text = outline(await readModel(xml));
      times.push(performance.now() - start);
    }
    print(`${name}\t${Buffer.byteLength(xml)}\t${Buffer.byteLength(text)}\t${median(times).toFixed(1)}`);
  }
};
