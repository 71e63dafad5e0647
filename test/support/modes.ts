import type { ConnectOptions } from "./connect.ts";

/** The protocol eras that a client may speak, by a name for each. */
export const MODES: readonly (readonly [name: string, mode: NonNullable<ConnectOptions["mode"]>])[] = [
  ["legacy", "legacy"],
  ["auto", "auto"],
  ["pinned", { pin: "2026-07-28" }],
];
