import { systemClock } from "../../clock.ts";
import { secretRegistry } from "../../secrets.ts";
import type { Reach } from "../arguments.ts";
import { EXIT } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import { reached, type Shell } from "../reached.ts";
import { examine, NAMES } from "./doctor.ts";
import { asJson, asText, summary } from "./render.ts";

/** Tests every leg of the way to the cluster; gives the exit code. */
export const doctorProcess = async (process: Shell, request: Reach & { readonly json: boolean }): Promise<number> => {
  const { settings, input, close } = await reached(process, request);
  const interrupt = onInterrupt(process);
  const { stdout } = process;
  try {
    const results = await examine({
      ...{ settings, input, signal: interrupt.signal },
      world: { clock: systemClock, random: Math.random, secrets: secretRegistry() },
      report: (result) => {
        if (!request.json) stdout.write(asText(result, NAMES));
      },
    });
    const interrupted = interrupt.code();
    if (interrupted !== undefined) return interrupted;
    stdout.write(request.json ? asJson(results) : summary(results));
    return results.some(({ status }) => status === "failed") ? EXIT.failed : EXIT.ok;
  } finally {
    await close();
  }
};
