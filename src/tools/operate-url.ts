import type { Engine } from "../camunda/engine.ts";

/** Where a person sees a process instance in Operate. */
export const operateUrl = (engine: Engine, processInstanceKey: string): string =>
  `${engine.webApp}/processes/${processInstanceKey}`;
