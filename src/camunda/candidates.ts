import type { Base, Config } from "../config/config.ts";
import type { Send } from "../http/http.ts";
import type { Call } from "./engine.ts";
import type { Generation } from "./entity.ts";
import { type Sighting, sight } from "./sight.ts";

/** An address, and what answered there when nobody was logged in. */
export interface Candidate {
  readonly base: Base;
  readonly sighting: Sighting;
}

/** One API to try at one address. */
export interface Attempt extends Candidate {
  readonly generation: Generation;
}

type Addresses = Pick<Config, "operate" | "rest" | "api">;

/** A configured address, and the same without a last segment `/operate`. */
const variantsOf = (base: Base): Base[] => {
  const path = base.url.pathname.replace(/\/+$/, "");
  if (!path.endsWith("/operate")) return [base];
  const shorter = new URL(base.url);
  shorter.pathname = path.slice(0, -"/operate".length) || "/";
  return [base, { ...base, url: shorter }];
};

/** All addresses: Operate's own first, and of one address's variants the one with an Orchestration Cluster first. */
export const lookAround = async (config: Addresses, bare: Send, call: Call): Promise<Candidate[]> => {
  const all: Candidate[] = [];
  for (const given of [config.operate, config.rest]) {
    const variants = given === undefined ? [] : variantsOf(given);
    const fresh = variants.filter(({ url }) => all.every(({ base }) => base.url.href !== url.href));
    const seen: Candidate[] = [];
    for (const base of fresh) seen.push({ base, sighting: await sight(base.url, bare, call) });
    all.push(...seen.sort((a, b) => Number(a.sighting.kind === "no") - Number(b.sighting.kind === "no")));
  }
  return all;
};

/** What to try in turn: the Orchestration Cluster API wherever it was seen, then the Operate API; or only what is asked for. */
export const attemptsAt = (candidates: readonly Candidate[], api: Config["api"]): Attempt[] => {
  const seen = candidates.filter(({ sighting }) => sighting.kind !== "no" || api === "v2");
  const newer = api === "v1" ? [] : seen.map((candidate): Attempt => ({ ...candidate, generation: "v2" }));
  const older = api === "v2" ? [] : candidates.map((candidate): Attempt => ({ ...candidate, generation: "v1" }));
  return [...newer, ...older];
};
