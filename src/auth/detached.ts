/** Waits for something shared; the signal ends this wait only, with its reason, and never what is waited for. */
export const detached = <T>(shared: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    // A signal of its own, as many waits may hang on the one they share.
    const own = AbortSignal.any([signal]);
    const leave = () => reject(own.reason);
    shared.then(resolve, reject).finally(() => own.removeEventListener("abort", leave));
    if (own.aborted) leave();
    else own.addEventListener("abort", leave, { once: true });
  });
