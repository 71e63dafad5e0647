import { resolve } from "node:path";
import { directory, path } from "../../config/kinds.ts";
import { type Layer, written } from "../../config/layer.ts";
import { proxyVariablesIn } from "../../config/proxies.ts";
import { fileVariable, namesOf, type Setting } from "../../config/setting.ts";
import { allSettings, settings } from "../../config/settings.ts";

/** A variable for the configuration of a host. */
export interface Variable {
  readonly name: string;
  /** One sentence for people. */
  readonly about: string;
  /**
   * Absent where it must not be shown, as it is a secret or may be one that was put in the wrong place; and where hosts would put
   * something else in for a part of it, with no way to keep them from it.
   */
  readonly value?: string;
}

/** A host starts the server somewhere else, so paths are written whole. */
const shown = ({ kind }: Setting, text: string, cwd: string): string | undefined => {
  if ("problem" in kind.parse(text) || text.includes("${")) return undefined;
  return kind === path || kind === directory ? resolve(cwd, text) : text;
};

const variable = (name: string, about: string, value: string | undefined): Variable => ({
  name,
  about,
  ...(value === undefined ? {} : { value }),
});

/** A host hands on no variables by itself, and these only count where they are asked for. */
const proxiesIn = (layer: Layer): readonly Variable[] =>
  written(layer, settings.useProxy.name) === "true"
    ? proxyVariablesIn(layer).map(({ name, value }) => variable(name, "Proxy on the way to the cluster.", value))
    : [];

/** What is set in the environment of this server's settings, in the order of the docs, under the names it was given. */
export const variablesIn = (env: Layer["variables"], cwd: string): readonly Variable[] => {
  const layer: Layer = { from: "environment", variables: env };
  const own = allSettings.flatMap((setting) =>
    namesOf(setting).flatMap((name) => {
      const text = written(layer, name);
      const file = setting.secret ? written(layer, fileVariable(name)) : undefined;
      return [
        ...(text === undefined
          ? []
          : [variable(name, setting.about, setting.secret ? undefined : shown(setting, text, cwd))]),
        ...(file === undefined ? [] : [variable(fileVariable(name), setting.about, resolve(cwd, file))]),
      ];
    }),
  );
  return [...own, ...proxiesIn(layer)];
};

/** For who has set nothing yet: the fewest settings that reach a cluster of one's own. */
export const exampleVariables: readonly Variable[] = [
  settings.operateBaseUrl,
  settings.cookieUsername,
  settings.cookiePassword,
].map(({ name, about, ...more }) => variable(name, about, "example" in more ? more.example : undefined));
