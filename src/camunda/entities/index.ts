import type { Entity } from "../entity.ts";
import { processDefinition } from "./process-definition.ts";
import { processInstance } from "./process-instance.ts";

/** Every entity this server knows, in the order of its tools. */
export const entities: readonly Entity[] = [processDefinition, processInstance];
