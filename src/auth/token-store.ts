/** Where tokens outlive the process that got them: texts by a name. What it holds is secret. */
export interface TokenStore {
  /** The text kept under a name; undefined where there is none that can be trusted. Never rejects. */
  read(name: string): Promise<string | undefined>;
  /** Keeps a text in place of what was there; rejects with a `NotKept` when that is not possible. */
  write(name: string, text: string): Promise<void>;
}

/** Why nothing can be kept, as a phrase about the directory. */
export class NotKept extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = "NotKept";
  }
}
