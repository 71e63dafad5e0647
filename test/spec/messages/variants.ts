import { type Random, random } from "../../../src/simulator/company/random.ts";
import { address, businessKey, frame, HOSTS, hex, key, mail, number, pod, TIMES, uuid } from "./details.ts";

/** Numbers that make another cause: the status of an answer, the code of an error. */
const BEFORE_CODE = /(?:code|HTTP|status:?) $/i;

/** What differs from case to case in the messages of the file, and how another case has it. */
const OWN: readonly (readonly [RegExp, (chance: Random, found: string) => string])[] = [
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, uuid],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/g, (chance) => TIMES[0]?.(chance) ?? ""],
  [/lambda\$(\w+)\$\d+/g, (chance, found) => found.replace(/\d+$/, String(chance.whole(0, 40)))],
  [/(?<=\.java:)\d+(?=\))/g, (chance) => String(chance.whole(10, 1400))],
  [/localhost:\d+/g, (chance) => HOSTS[2]?.(chance) ?? ""],
  [/(?<=to server )\w+/g, (chance) => `delivery${String(chance.whole(1, 99)).padStart(2, "0")}`],
  [/\b(?:BK|task)-\d+/g, (chance, found) => found.replace(/\d+$/, String(chance.whole(100, 999_999)))],
  [/(?<=-|:)\d+\.\d+\.\d+(?=\.jar|\])/g, (chance) => [8, chance.whole(0, 9), chance.whole(0, 30)].join(".")],
];

/** A number by itself or with a unit, in quotes only as a whole: what stands in them is a name or an expression otherwise. */
const NUMBER = /'(?:\d+|[^'\n]*)'|"[^"\n]*"|(?<![\w.$/-])\d+(?:\.\d+)?(?=(?:ms|MiB)?(?![\w.]\w|\w))/g;

const withNumbers = (text: string, chance: Random): string =>
  text.replace(NUMBER, (found, at: number) => {
    if (/^'\d+'$/.test(found)) return `'${found.length > 12 ? key(chance) : number(chance)}'`;
    if (/^\D/.test(found) || BEFORE_CODE.test(text.slice(Math.max(0, at - 10), at))) return found;
    if (found.length > 12) return key(chance);
    return found.includes(".") ? `${chance.whole(1, 60)}.${chance.whole(1, 99)}` : number(chance);
  });

/** The same message from another case; the same text where nothing in it is of one case only. */
const ownVariant = (text: string, chance: Random): string => {
  const varied = OWN.reduce((rest, [pattern, other]) => rest.replace(pattern, (found) => other(chance, found)), text);
  return withNumbers(varied, chance);
};

/** What a worker says around a text that is the same in every case. */
const AROUND: readonly ((text: string, chance: Random) => string)[] = [
  ...TIMES.map((time) => (text: string, chance: Random) => `[${time(chance)}] ${text}`),
  ...HOSTS.map((host) => (text: string, chance: Random) => `${text} (asked ${host(chance)})`),
  (text, chance) => `${text} (order ${number(chance)})`,
  (text, chance) => `${text} after ${number(chance)} ms`,
  (text, chance) => `${text} [trace ${hex(chance, 32)}]`,
  (text, chance) => `${text} [commit ${hex(chance, 7)}]`,
  (text, chance) => `${text}: POST ${address(chance)}`,
  (text, chance) => `${text} for customer ${mail(chance)}`,
  (text, chance) => `${text}${frame(chance)}`,
  (text, chance) => `Job ${key(chance)}: ${text}`,
  (text, chance) => `Request ${uuid(chance)} failed. ${text}`,
  (text, chance) => `${text} (invoice ${businessKey(chance)})`,
  (text, chance) => `${pod(chance)}: ${text}`,
  (text, chance) => `${text} com.example.Order@${hex(chance, 8)}`,
];

/** A hash of a text that stays the same for ever. */
export const hashOf = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);

/**
 * The messages of one kind and so many variants of them. What differs from case to case in a text is another in each; where nothing
 * does, a worker has put something of the case around the text, in the same way for all messages of the kind.
 */
export const casesOf = (kind: string, texts: readonly string[], variants: number): readonly string[] => {
  const around = AROUND[hashOf(kind) % AROUND.length] ?? ((same: string) => same);
  return Array.from({ length: texts.length + variants }, (_, index) => {
    const text = texts[index % texts.length] ?? "";
    const chance = random(hashOf(`${kind} ${text}`) + index);
    if (ownVariant(text, random(1)) === text) return around(text, chance);
    return index < texts.length ? text : ownVariant(text, chance);
  });
};
