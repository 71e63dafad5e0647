import { behaviourSettings } from "./behaviour-settings.ts";
import { connectionSettings } from "./connection-settings.ts";
import type { Setting } from "./setting.ts";

/** Every setting there is, each declared once, in the order of the docs. */
export const settings = { ...connectionSettings, ...behaviourSettings };

/** The same as a list, in the order of the docs. */
export const allSettings: readonly Setting[] = Object.values(settings);
