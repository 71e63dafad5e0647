import type { Patient } from "./patient.ts";

/** How a check ended; `skipped` when it could not run or does not apply. Only `failed` makes the whole fail. */
export type Status = "ok" | "warning" | "failed" | "skipped";

/** One line of the report. */
export interface Finding {
  readonly status: Status;
  readonly text: string;
  /** What to do, with the setting to change. */
  readonly next?: string;
  /** More lines. */
  readonly details?: readonly string[];
}

/** One leg of the way to the cluster. */
export interface Check {
  readonly name: string;
  /** Checks that must not have failed, or this one cannot tell anything. */
  readonly needs: readonly string[];
  /** A finding for each thing it looked at. Rejects with an `OperateError` when what it asked failed in a way of its own. */
  run(patient: Patient): Promise<readonly Finding[]>;
}

/** A finding and the check it is of. */
export interface Result extends Finding {
  readonly check: string;
}

export const ok = (text: string, details?: readonly string[]): Finding => ({
  status: "ok",
  text,
  ...(details === undefined ? {} : { details }),
});

export const skipped = (why: string): Finding => ({ status: "skipped", text: `because ${why}` });

export const warning = (text: string, next: string): Finding => ({ status: "warning", text, next });

export const failed = (text: string, next: string): Finding => ({ status: "failed", text, next });
