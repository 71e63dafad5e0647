import type { Writable } from "node:stream";

/** Shows a person how far a long call is. */
export interface ProgressBar {
  show(seen: number, total?: number): void;
  /** Takes the bar away, so that something else can be written. */
  clear(): void;
}

/** What the bar is drawn on. */
export type Terminal = Writable & { readonly isTTY?: boolean };

const WIDTH = 24;
const CLEAR = "\r\u001b[2K";

const figure = (count: number): string => count.toLocaleString("en-US");

const drawn = (seen: number, total: number | undefined): string => {
  // A total that stops counting early is overtaken; then it says nothing any more.
  if (total === undefined || seen > total || total === 0) return `${figure(seen)} looked at`;
  const full = Math.round((seen / total) * WIDTH);
  return `[${"#".repeat(full)}${"-".repeat(WIDTH - full)}] ${figure(seen)} of ${figure(total)} looked at`;
};

/** A bar on a terminal; on anything else nothing is ever written. */
export const progressBar = (terminal: Terminal): ProgressBar => {
  let isShown = false;
  return {
    show(seen, total) {
      if (!terminal.isTTY) return;
      isShown = true;
      terminal.write(`${CLEAR}${drawn(seen, total)}`);
    },
    clear() {
      if (isShown) terminal.write(CLEAR);
      isShown = false;
    },
  };
};
