import { OperateError } from "../errors.ts";
import { isOfProxy } from "../http/proxy-failure.ts";
import type { Engine } from "./engine.ts";

/** The whole API is gone from its address, e.g. because the cluster was upgraded: other than a key that does not exist. */
const isGone = (error: unknown): error is OperateError =>
  error instanceof OperateError && error.code === "CONFIG" && !isOfProxy(error);

/** The failure as it is, and that the next call looks for the cluster anew. */
const withAnotherTry = ({ code, message, next, facts }: OperateError): OperateError =>
  new OperateError(code, message, {
    next: `call again: the cluster may have been upgraded; if that fails, ${next}`,
    facts,
  });

/** The same engine, which tells when its API is no longer there; the failure itself passes. */
export const watched = (engine: Engine, gone: () => void): Engine => {
  const watching =
    <Args extends readonly unknown[], Result>(ask: (...args: Args) => Promise<Result>) =>
    (...args: Args): Promise<Result> =>
      ask(...args).catch((error: unknown) => {
        if (!isGone(error)) throw error;
        gone();
        throw withAnotherTry(error);
      });
  return { ...engine, page: watching(engine.page), get: watching(engine.get) };
};
