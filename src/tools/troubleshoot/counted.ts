/** A number of things as people say it: `1 element`, `2 elements`; `plural` where an s is not enough. */
export const counted = (count: number, thing: string, plural = `${thing}s`): string =>
  `${count} ${count === 1 ? thing : plural}`;
