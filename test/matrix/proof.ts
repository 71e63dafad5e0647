import { current } from "../docs/current.ts";
import type { Proof } from "./row.ts";

/** Whether a file has a test, or a case of one, whose title begins like this, and leaves none of its tests out. */
export const holds = ({ file, title }: Proof): boolean => {
  const text = current(file);
  const beginnings = [`"${title}`, `\`${title}`, `'${title}`];
  return beginnings.some((one) => text.includes(one)) && !/\.(?:skip|todo|only)\(/.test(text);
};
