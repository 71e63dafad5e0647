import { type Files, readText, SMALL } from "./files.ts";
import type { Findings } from "./findings.ts";
import { type Layer, OWN_PREFIX, variablesIn, written } from "./layer.ts";
import { GROUPS, namesOf, variablesOf } from "./setting.ts";
import { allSettings } from "./settings.ts";
import { LINE, unreadLines, unreadPhrase } from "./unread-lines.ts";

/** The file that is looked for in the working directory. */
export const DOTENV = ".env";

const known = new Set(allSettings.flatMap(variablesOf));
const connection = allSettings.filter(({ group }) => GROUPS[group].connection).flatMap(variablesOf);
const allowed = new Set(allSettings.filter(({ dotenv }) => dotenv).flatMap(namesOf));

// Short and plain, so that a stranger's file cannot speak through our warnings.
const own = new RegExp(`^${OWN_PREFIX}[A-Z0-9_]{1,40}$`);

const ignored = (why: string) => `${DOTENV} in the working directory is ignored: ${why}`;

/** Why the file is not even opened. */
const unsafe = (files: Files, path: string): string | undefined => {
  try {
    const facts = files.stat(path);
    if (facts?.link) return "it is a symbolic link";
    return facts?.exposed ? "others own it or may write to it" : undefined;
  } catch {
    return "it cannot be read";
  }
};

/** The variables of the file, nothing when there is none, or why it is not used. */
const open = (
  files: Files,
  path: string,
): { variables: Record<string, string>; unread: readonly number[] } | { why: string } | undefined => {
  const why = unsafe(files, path);
  if (why !== undefined) return { why };
  const content = readText(files, path, SMALL);
  if ("text" in content) return { variables: variablesIn(content.text), unread: unreadLines(content.text) };
  return content.wrong === "no file" ? undefined : { why: `it is ${content.wrong}` };
};

/** What a stranger may decide: whoever puts a file into a directory must not lower the guard, nor make us read other files. */
const onlyAllowed = (variables: Record<string, string>, warnings: string[]): Layer => {
  const entries = Object.entries(variables).filter(([, value]) => value.trim() !== "");
  for (const [name] of entries) {
    if (allowed.has(name) || !(known.has(name) || own.test(name))) continue;
    warnings.push(
      `${name} in the ${DOTENV} of the working directory is ignored: set it in the environment, or name the file with --env-file`,
    );
  }
  return { from: DOTENV, variables: Object.fromEntries(entries.filter(([name]) => allowed.has(name))) };
};

/**
 * The `.env` lying in the working directory, which may be somebody else's repository: used only where nothing trusted says what to
 * connect to, so that a stranger's address never meets the credentials of the environment.
 */
export const dotenvLayer = (
  path: string,
  files: Files,
  trusted: readonly Layer[],
  { warnings }: Findings,
): Layer | undefined => {
  const opened = open(files, path);
  if (opened === undefined) return undefined;
  if ("why" in opened) {
    warnings.push(ignored(opened.why));
    return undefined;
  }
  const already = connection.find((name) => trusted.some((layer) => written(layer, name) !== undefined));
  if (already === undefined) {
    if (opened.unread.length > 0) {
      warnings.push(`in the ${DOTENV} of the working directory ${unreadPhrase(opened.unread)}: ${LINE}`);
    }
    return onlyAllowed(opened.variables, warnings);
  }
  if (Object.keys(opened.variables).some((name) => known.has(name))) {
    warnings.push(ignored(`${already} is set already, and everything about the connection must come from one place`));
  }
  return undefined;
};
