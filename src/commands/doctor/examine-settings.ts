import type { Settings } from "../../config/config.ts";
import { noFindings } from "../../config/findings.ts";
import { type Input, layersOf } from "../../config/layers.ts";
import { createLookup } from "../../config/lookup.ts";
import type { Setting } from "../../config/setting.ts";
import { allSettings } from "../../config/settings.ts";
import { choiceWarnings } from "../../mcp/listing.ts";
import { MASK } from "../../secrets.ts";
import { type Finding, failed, ok, warning } from "./check.ts";

const shown = ({ secret }: Setting, value: unknown): string => (secret ? MASK : String(value));

/** Each setting that is set, with where it comes from; a secret without its value. */
const listed = (input: Input): string[] => {
  const findings = noFindings();
  const lookup = createLookup(layersOf(input, findings), input, findings);
  return allSettings.flatMap((setting) => {
    const found = lookup(setting);
    return found.state === "set"
      ? [`${found.source.variable}=${shown(setting, found.value)} (${found.source.from})`]
      : [];
  });
};

const IGNORED = "set it right, or take it out: it has no effect as it is";

/** Reads the settings: what is set and where, and everything that is wrong with it. */
export const examineSettings = (settings: Settings, input: Input): readonly Finding[] => {
  const warnings = [...settings.warnings, ...choiceWarnings(settings)].map((text) => warning(text, IGNORED));
  if ("problems" in settings) {
    const problems = settings.problems.map(({ variable, problem, remedy }) => failed(`${variable} ${problem}`, remedy));
    return [...problems, ...warnings];
  }
  const set = listed(input);
  return [ok(`${set.length} set`, set), ...warnings];
};
