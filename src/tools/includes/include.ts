import type { Engine, Row } from "../../camunda/engine.ts";
import type { Entity, Version } from "../../camunda/entity.ts";
import type { Wording } from "../../phrase.ts";
import type { RowsPart } from "../answer.ts";
import type { Context } from "../tool.ts";

/** What an include is made from. */
export interface Subject {
  readonly engine: Engine;
  readonly entity: Entity;
  /** The row that was asked for. */
  readonly row: Row;
  readonly context: Context;
}

/** A part with what the reader has to know about it. */
export interface Loaded {
  readonly part: RowsPart | Wording;
  readonly notices: readonly string[];
}

/** Something that a get tool adds on request: `include: ["xml"]`. */
export interface Include {
  readonly name: string;
  /** Long text that can be read on by `offset`, or rows. */
  readonly kind: "text" | "rows";
  /** What it is, where the name does not say it. */
  readonly about?: string;
  /** First version of Camunda that has it, where not all have. */
  readonly since?: Version;
  /** Of a text: characters that one answer shows at most. */
  readonly most?: number;
  load(subject: Subject): Promise<Loaded>;
}

/** Rows of a part, at most this many. */
export const MOST_ROWS = 100;

/** The key of the row that was asked for. */
export const keyOf = ({ entity, row }: Subject): string => String(row[entity.key]);
