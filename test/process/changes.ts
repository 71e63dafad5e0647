/** Something that changes, and those who wait for it to be as they want it. */
export interface Changes {
  /** Says that something has changed. */
  changed(): void;
  /** Resolves as soon as `holds` does, looked at now and after each change. */
  until(holds: () => boolean): Promise<void>;
}

export const changes = (): Changes => {
  const checks = new Set<() => void>();
  return {
    changed() {
      for (const check of [...checks]) check();
    },
    until: (holds) =>
      new Promise((resolve) => {
        const check = () => {
          if (!holds()) return;
          checks.delete(check);
          resolve();
        };
        checks.add(check);
        check();
      }),
  };
};
