import type { Findings } from "./findings.ts";
import type { Found, Lookup } from "./lookup.ts";
import { valueIn } from "./lookup.ts";
import type { Setting } from "./setting.ts";
import { settings } from "./settings.ts";
import { isLoopback } from "./url.ts";

/** Reads addresses, and refuses those that would send credentials over plain http to another machine. */
export const secureLookup = (lookup: Lookup, { problems }: Findings): ((setting: Setting<URL>) => Found<URL>) => {
  const allowed = valueIn(lookup(settings.allowInsecure)) ?? settings.allowInsecure.default;
  return (setting) => {
    const found = lookup(setting);
    if (found.state !== "set" || allowed || found.value.protocol === "https:" || isLoopback(found.value)) return found;
    problems.push({
      variable: found.source.variable,
      problem: "is plain http to another machine, which shows the credentials to everyone on the way",
      remedy: `use https, or set ${settings.allowInsecure.name}=true if the network between is trusted`,
    });
    return { state: "broken" };
  };
};
