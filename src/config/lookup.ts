import { resolve } from "node:path";
import type { Source } from "./config.ts";
import { readText, SMALL } from "./files.ts";
import type { Findings } from "./findings.ts";
import { type Layer, written } from "./layer.ts";
import type { Input } from "./layers.ts";
import { isPlaceholder } from "./placeholder.ts";
import { fileVariable, namesOf, type Setting, variablesOf } from "./setting.ts";

/** One setting as it was found. `broken` has been reported as a problem, so nobody must call it missing. */
export type Found<T> =
  | { readonly state: "set"; readonly value: T; readonly source: Source }
  | { readonly state: "unset" }
  | { readonly state: "broken" };

/** Reads one setting and reports what is wrong with it. Ask once for each setting. */
export type Lookup = <T>(setting: Setting<T>) => Found<T>;

/** The value where there is one. */
export const valueIn = <T>(found: Found<T>): T | undefined => (found.state === "set" ? found.value : undefined);

/** A variable with its text, which for `NAME_FILE` is that of the file. */
interface Candidate {
  readonly variable: string;
  readonly text: string;
}

const BROKEN = { state: "broken" } as const;

/** Reads settings from the strongest layer that has them. */
export const createLookup = (layers: readonly Layer[], { cwd, files }: Input, findings: Findings): Lookup => {
  const fail = (variable: string, problem: string, remedy: string): undefined => {
    findings.problems.push({ variable, problem, remedy });
  };

  const fromFile = (variable: string, path: string): Candidate | undefined => {
    const content = readText(files, resolve(cwd, path), SMALL);
    if ("wrong" in content) {
      return fail(variable, `names ${content.wrong}`, "give the path of a readable file that holds the value alone");
    }
    const text = content.text.replace(/\r?\n$/, "");
    findings.secrets.add(text);
    return text === ""
      ? fail(variable, "names an empty file", "write the value into the file, or remove the variable")
      : { variable, text };
  };

  const fromVariable = (setting: Setting, variable: string, text: string): Candidate | undefined => {
    if (!isPlaceholder(text)) return { variable, text };
    const literally = setting.secret ? `, or the name of a file with it in ${fileVariable(variable)}` : "";
    return fail(
      variable,
      "is a placeholder that nobody has filled in",
      `put in the value itself${literally}; where it was to be filled in from an environment, it was not set there`,
    );
  };

  /** What one name offers: nothing (`[]`), its text, or undefined after a problem. */
  const candidate = (setting: Setting, layer: Layer, name: string): Candidate[] | undefined => {
    const direct = written(layer, name);
    const path = setting.secret ? written(layer, fileVariable(name)) : undefined;
    if (direct !== undefined && path !== undefined) {
      return fail(name, `and ${fileVariable(name)} are both set`, "keep one of them");
    }
    if (direct === undefined && path === undefined) return [];
    const read = path === undefined ? fromVariable(setting, name, direct ?? "") : fromFile(fileVariable(name), path);
    return read && [read];
  };

  const rememberSecrets = (setting: Setting) => {
    if (!setting.secret) return;
    for (const layer of layers) {
      for (const name of namesOf(setting)) findings.secrets.add(written(layer, name) ?? "");
    }
  };

  return <T>(setting: Setting<T>): Found<T> => {
    rememberSecrets(setting);
    const layer = layers.find((each) => variablesOf(setting).some((name) => written(each, name) !== undefined));
    if (layer === undefined) return { state: "unset" };
    const found: { variable: string; value: T }[] = [];
    for (const name of namesOf(setting)) {
      const offers = candidate(setting, layer, name);
      if (offers === undefined) return BROKEN;
      for (const { variable, text } of offers) {
        const parsed = setting.kind.parse(text);
        if ("problem" in parsed) {
          fail(variable, parsed.problem, parsed.remedy);
          return BROKEN;
        }
        if (parsed.warning !== undefined) findings.warnings.push(`${variable} ${parsed.warning}`);
        found.push({ variable, value: parsed.value });
      }
    }
    const [first, ...others] = found;
    if (first === undefined) return { state: "unset" };
    const other = others.find(({ value }) => String(value) !== String(first.value));
    if (other !== undefined) {
      fail(first.variable, `and ${other.variable} are one setting but have different values`, "keep one of them");
      return BROKEN;
    }
    return { state: "set", value: first.value, source: { variable: first.variable, from: layer.from } };
  };
};
