import type { LookupFunction } from "node:net";
import type { Call } from "../../camunda/engine.ts";
import type { Config, Proxies, Settings } from "../../config/config.ts";
import type { Send } from "../../http/http.ts";
import type { World } from "../cluster.ts";
import type { Connected } from "./connected.ts";
import type { Place } from "./places.ts";

/** What is examined: usable settings, and the means to try them. */
export interface Patient {
  readonly settings: Settings;
  readonly config: Config;
  /** The proxies that the variables name, whether or not they are used. */
  readonly namedProxies: Proxies;
  /** Every server that is talked to, once each. */
  readonly places: readonly Place[];
  readonly world: Pick<World, "clock" | "random" | "secrets">;
  /** Looks host names up. */
  readonly lookup: LookupFunction;
  /** One try without any credential. */
  readonly bare: Send;
  readonly call: Call;
  /** Connects and logs in as the server does, once; tells how far that came. */
  connected(): Promise<Connected>;
}
