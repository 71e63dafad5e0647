import type { Fate } from "./plan.ts";

/** How many incidents agree in all of this. */
export interface Tally {
  /** Name of the cause; its messages differ in details only. */
  readonly cause: string;
  readonly errorType: string;
  readonly processDefinitionKey: string;
  readonly processDefinitionId: string;
  readonly processDefinitionVersion: number;
  readonly elementId: string;
  readonly state: "ACTIVE" | "RESOLVED";
  readonly count: number;
}

/** Counts the incidents of so many instances, from one round of fates. */
export const tallies = (fates: readonly Fate[], instances: number): readonly Tally[] => {
  const counted = new Map<string, Tally>();
  for (const [slot, { definition, cause, path, stuck, resolved }] of fates.entries()) {
    const rounds = Math.floor(instances / fates.length) + (slot < instances % fates.length ? 1 : 0);
    const agreed = {
      cause: cause.name,
      errorType: cause.errorType,
      processDefinitionKey: definition.key,
      processDefinitionId: definition.model.id,
      processDefinitionVersion: definition.version,
      elementId: path[stuck] ?? "",
      state: resolved ? ("RESOLVED" as const) : ("ACTIVE" as const),
    };
    const name = Object.values(agreed).join();
    if (rounds > 0) counted.set(name, { ...agreed, count: (counted.get(name)?.count ?? 0) + rounds });
  }
  return [...counted.values()];
};
