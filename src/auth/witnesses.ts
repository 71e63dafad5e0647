import type { HttpRequest } from "../http/http.ts";

/** What of a request decides whether the API takes it, besides its credential. */
export interface Place {
  /** How much of the credential it needs. Where the whole is taken, a part of it is, too. */
  readonly needs: "part" | "whole";
  /** Method and path, whatever keys and names are in it. */
  readonly route: string;
}

/** Questions that the API has answered: asked once more, they tell whether a credential is still good. */
export interface Witnesses {
  /** Keeps a request that was answered, unless it changes something, is about one thing only, or is answered to everybody. */
  keep(place: Place, request: HttpRequest): void;
  /** The latest that needs as much of the credential, of another route if there is one: a route may be forbidden from now on. */
  find(place: Place): HttpRequest | undefined;
}

/** What stands in a route for a key or a name. */
const ANY = "*";
const WORD = /^(?:[a-z-]*|v\d)$/;

/** The place of a request. */
export const placeOf = ({ method, url }: HttpRequest, needs: Place["needs"]): Place => {
  const parts = url.pathname.split("/").map((part) => (WORD.test(part) ? part : ANY));
  return { needs, route: `${method} ${parts.join("/")}` };
};

/** What Camunda answers to everybody (8.8 and later); that an answer came from there says nothing. */
const UNPROTECTED = /\/v2\/(?:license|status|setup)/;

/** None yet. Two are kept for a part and for the whole, of different routes. */
export const createWitnesses = (): Witnesses => {
  type Witness = { readonly route: string; readonly request: HttpRequest };
  const kept: Record<Place["needs"], readonly Witness[]> = { part: [], whole: [] };
  return {
    keep({ needs, route }, request) {
      // A thing may be gone by the time it is asked for once more.
      if (!request.repeatable || route.endsWith(ANY) || UNPROTECTED.test(route)) return;
      const other = kept[needs].findLast((one) => one.route !== route);
      kept[needs] = [...(other === undefined ? [] : [other]), { route, request }];
    },
    find({ needs, route }) {
      const all = needs === "part" ? [...kept.whole, ...kept.part] : kept.whole;
      return (all.findLast((one) => one.route !== route) ?? all.at(-1))?.request;
    },
  };
};
