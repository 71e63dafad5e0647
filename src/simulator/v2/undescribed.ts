import type { Entity, Field, Version, Wire } from "../../camunda/entity.ts";
import {
  type ClusterApiVersion,
  date,
  flag,
  id,
  int,
  json,
  key,
  type Notes,
  type Property,
  text,
  word,
} from "./property.ts";
import { type Resource, resource } from "./resource.ts";
import { resources } from "./resources.ts";

const LATER: readonly ClusterApiVersion[] = ["8.9", "8.10"];

const OF_KIND = { key, id, text, int, flag, date, json };

const sinceOf = (version: Version | undefined): { readonly since?: ClusterApiVersion } => {
  const since = LATER.find((known) => known === version);
  return since === undefined ? {} : { since };
};

const propertyOf = ({ name, kind, words }: Field, wire: Wire, isKey: boolean): Property => {
  const notes: Notes = {
    from: name,
    shown: isKey ? "always" : "maybe",
    filter: wire.filter || kind === "date" ? "operators" : "none",
    sort: wire.sort,
    ...sinceOf(wire.since),
  };
  const listed = words.map((entry) => entry.word);
  return kind === "word" ? word(listed, notes) : OF_KIND[kind](notes);
};

const derived = ({ path, name, key: own, since, fields, searchOnly }: Entity): Resource =>
  resource({
    path: path.v2,
    name,
    key: fields[own]?.v2?.name ?? own,
    readable: !searchOnly,
    ...sinceOf(since.v2),
    properties: Object.fromEntries(
      Object.values(fields).flatMap((field) =>
        field.v2 === undefined || field.isHidden
          ? []
          : [[field.v2.name, propertyOf(field, field.v2, field.name === own)] as const],
      ),
    ),
  });

/** What serves the entities that no table describes: made from their declarations alone. */
export const undescribed = (entities: readonly Entity[]): readonly Resource[] =>
  entities.filter((entity) => resources.every(({ path }) => path !== entity.path.v2)).map(derived);
