import { variablesIn } from "./layer.ts";
import { variablesOf } from "./setting.ts";
import { allSettings } from "./settings.ts";

const MENTIONED = new RegExp(`(?<!\\w)(?:${allSettings.flatMap(variablesOf).join("|")})(?!\\w)`);

/**
 * The numbers of the lines that mean to set one of our variables and do not, as they are written for a shell (`set NAME=value`,
 * `$env:NAME="value"`); lines of other programs and comments do not count.
 */
export const unreadLines = (content: string): readonly number[] => {
  const values = Object.values(variablesIn(content));
  return content.split(/\r\n|\n|\r/).flatMap((line, index) => {
    const isOurs = MENTIONED.test(line) && !line.trimStart().startsWith("#");
    const isRead = () => Object.keys(variablesIn(line)).length > 0 || values.some((value) => value.includes(line));
    return isOurs && !isRead() ? [index + 1] : [];
  });
};

/** What is wrong with those lines, as a phrase after the file that has them. */
export const unreadPhrase = (lines: readonly number[]): string =>
  `${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")} cannot be read`;

/** How to write a line. */
export const LINE = "write each line as NAME=value, without set, $env: or the like before it";
