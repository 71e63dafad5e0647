import { OperateError } from "../errors.ts";
import type { Engine } from "./engine.ts";

/** The whole API is gone from its address, e.g. because the cluster was upgraded: other than a key that does not exist. */
const isGone = (error: unknown): boolean => error instanceof OperateError && error.code === "CONFIG";

/** The same engine, which tells when its API is no longer there; the failure itself passes. */
export const watched = (engine: Engine, gone: () => void): Engine => {
  const watching =
    <Args extends readonly unknown[], Result>(ask: (...args: Args) => Promise<Result>) =>
    (...args: Args): Promise<Result> =>
      ask(...args).catch((error: unknown) => {
        if (isGone(error)) gone();
        throw error;
      });
  return { ...engine, page: watching(engine.page), get: watching(engine.get) };
};
