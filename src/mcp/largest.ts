/** The largest number from 0 to `most` for which `isSmallEnough` holds; 0 when none does. */
export const largest = (most: number, isSmallEnough: (count: number) => boolean): number => {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isSmallEnough(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};
