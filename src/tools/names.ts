import type { Entity } from "../camunda/entity.ts";

const snake = (words: string): string => words.replaceAll(" ", "_");

/** `search_process_instances` */
export const searchName = (entity: Entity): string => `search_${snake(entity.plural)}`;

/** `get_process_instance` */
export const getName = (entity: Entity): string => `get_${snake(entity.name)}`;
