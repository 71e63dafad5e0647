/** Which tools to offer. */
export interface Choice {
  readonly toolsets: readonly string[];
  /** Tools left out by name. */
  readonly excludeTools: readonly string[];
  /** Everything is restricted to this tenant, so that nobody has to name one. */
  readonly tenantId?: string;
}

/** The argument that a restriction to one tenant makes pointless. */
export const TENANT = "tenantId";

/** Those of the chosen toolsets. */
export const chosen = <T extends { readonly name: string; readonly toolset: string }>(
  all: readonly T[],
  { toolsets, excludeTools }: Choice,
): readonly T[] => all.filter(({ name, toolset }) => toolsets.includes(toolset) && !excludeTools.includes(name));
