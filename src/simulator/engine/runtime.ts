import type { Entity } from "../../camunda/entity.ts";
import type { Store } from "../store.ts";
import type { Row } from "../world.ts";

/** What becomes of something that is tried again; `is taken` means that a worker has its job and is not done yet. */
export type Fate = "moves on" | "fails again" | "is taken" | "waits";

/** What an engine knows about something that is tried again. */
export interface Retried {
  readonly incident: Row;
  /** Whether variables of the instance were set, or its version was changed, since the incident was there. */
  readonly isMended: boolean;
}

/** How the engine of a sample cluster behaves. */
export interface RuntimeOptions {
  /** Milliseconds until what has happened can be read; default 0. */
  readonly lag?: number;
  /** Milliseconds until a worker, or the engine itself, has tried again; default 200. */
  readonly pace?: number;
  readonly fate?: (retried: Retried) => Fate;
}

/** The state of the engine: what is true at once, while the store that is read from hears of it later. */
export interface Runtime {
  /** Lets everything happen that is due. */
  settle(): void;
  find(path: string, key: string): Row | undefined;
  belonging(path: string, processInstanceKey: string): readonly Row[];
  all(path: string): readonly Row[];
  put(path: string, row: Row): void;
  remove(path: string, rows: readonly Row[]): void;
  /** The model of a process definition. */
  xml(processDefinitionKey: string): string;
  /** Does something when a worker has had time. */
  later(work: () => void): void;
  fate(retried: Retried): Fate;
  newKey(): string;
  /** RFC 3339. */
  date(): string;
  /** Instances whose data or version somebody has changed. */
  readonly mended: Set<string>;
}

const TROUBLE_THAT_PASSES = /timed? ?out|time-out|unavailable|refused|reset|after \d+ ms|\b50[234]\b/i;

/** Data that nobody has changed fail again; a worker's trouble with another system has passed. */
const usualFate = ({ incident, isMended }: Retried): Fate =>
  isMended || TROUBLE_THAT_PASSES.test(String(incident["errorMessage"])) ? "moves on" : "fails again";

const FIRST_KEY = 2_251_799_950_000_000n;
const USUAL_PACE = 200;

interface Due {
  readonly at: number;
  readonly work: () => void;
}

/** An engine over a store of its own; `read` is what the APIs read from, the same one where nothing lags. */
export const openRuntime = (
  entities: readonly Entity[],
  { own, read }: { readonly own: Store; readonly read: Store },
  now: () => number,
  { lag = 0, pace = USUAL_PACE, fate = usualFate }: RuntimeOptions = {},
): Runtime => {
  let queue: Due[] = [];
  let keys = 0n;
  const entityAt = (path: string): Entity | undefined => entities.find((entity) => entity.path.v2 === path);

  const schedule = (ms: number, work: () => void): void => {
    queue = [...queue, { at: now() + ms, work }];
  };
  const change = (path: string, make: (store: Store, entity: Entity) => void): void => {
    const entity = entityAt(path);
    if (entity === undefined) return;
    make(own, entity);
    if (own !== read) schedule(lag, () => make(read, entity));
  };

  return {
    settle() {
      for (;;) {
        const [first] = queue.filter(({ at }) => at <= now()).sort((one, other) => one.at - other.at);
        if (first === undefined) return;
        queue = queue.filter((due) => due !== first);
        first.work();
      }
    },
    find: (path, key) => {
      const entity = entityAt(path);
      return entity && own.find(entity, key);
    },
    belonging: (path, processInstanceKey) => {
      const entity = entityAt(path);
      return entity === undefined ? [] : own.belonging(entity, processInstanceKey);
    },
    all: (path) => {
      const entity = entityAt(path);
      return entity === undefined ? [] : own.stock(entity).rows;
    },
    put: (path, row) => change(path, (store, entity) => store.put(entity, row)),
    remove: (path, rows) => change(path, (store, entity) => store.remove(entity, rows)),
    xml: (key) => {
      const entity = entityAt("process-definitions");
      return (entity && own.xml(entity, key)) ?? "";
    },
    later: (work) => schedule(pace, work),
    fate,
    newKey: () => {
      keys += 1n;
      return String(FIRST_KEY + keys);
    },
    date: () => new Date(now()).toISOString(),
    mended: new Set(),
  };
};
