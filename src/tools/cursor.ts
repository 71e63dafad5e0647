import { createHash } from "node:crypto";
import * as z from "zod";
import type { Engine } from "../camunda/engine.ts";
import type { Entity } from "../camunda/entity.ts";
import type { Resume } from "../camunda/search/query.ts";
import { OperateError } from "../errors.ts";

/** What a cursor carries, so that it suffices alone. */
export interface Bookmark {
  /** The arguments of the first call, as they were given. */
  readonly args: Readonly<Record<string, unknown>>;
  /** When the first call was made (milliseconds since 1970): ages like `-2h` keep their meaning. */
  readonly now: number;
  readonly resume: Resume;
}

/** Tells a cursor that was cut or mistyped from a whole one. */
const sumOf = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 6);

/** Ties a cursor to the cluster, the API and the entity it came from. */
const markOf = (engine: Pick<Engine, "api" | "address">, entity: Entity): string =>
  createHash("sha256").update(`${engine.api}|${engine.address}|${entity.name}`).digest("base64url").slice(0, 8);

const count = z.number().int().min(0);

const place = z.strictObject({
  after: z.string().exactOptional(),
  read: count.exactOptional(),
  of: count.exactOptional(),
  past: z.string().exactOptional(),
  branch: z.string().exactOptional(),
});

const resume = z.strictObject({
  ...place.shape,
  branches: z.record(z.string(), place).exactOptional(),
  group: z.string().exactOptional(),
  shown: count,
});

const LAST_TIME = 8.64e15;

const schema = z.strictObject({
  m: z.string(),
  a: z.record(z.string(), z.unknown()),
  n: z.number().int().min(0).max(LAST_TIME),
  r: resume,
});

const INVALID = "the cursor is not one that this tool gave out";

/** The opaque text of `page.next`. */
export const toCursor = (engine: Pick<Engine, "api" | "address">, entity: Entity, bookmark: Bookmark): string => {
  const content = { m: markOf(engine, entity), a: bookmark.args, n: bookmark.now, r: bookmark.resume };
  const text = JSON.stringify(content);
  return `${Buffer.from(text, "utf8").toString("base64url")}.${sumOf(text)}`;
};

/** The content of a cursor, if it came back as it was given out. */
const parse = (cursor: string): unknown => {
  const [encoded = "", sum] = cursor.split(".");
  const text = Buffer.from(encoded, "base64url").toString("utf8");
  if (sumOf(text) !== sum) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Reads a cursor back; `INVALID_ARGUMENT` when it is damaged, or from another tool, API or cluster. */
export const fromCursor = (engine: Pick<Engine, "api" | "address">, entity: Entity, cursor: string): Bookmark => {
  const next = "start again without a cursor, or copy page.next of the last answer exactly";
  const read = schema.safeParse(parse(cursor));
  if (!read.success) throw new OperateError("INVALID_ARGUMENT", INVALID, { next });
  const { m, a, n, r } = read.data;
  if (m !== markOf(engine, entity)) {
    throw new OperateError("INVALID_ARGUMENT", "the cursor belongs to another search, API or cluster", { next });
  }
  return { args: a, now: n, resume: r };
};
