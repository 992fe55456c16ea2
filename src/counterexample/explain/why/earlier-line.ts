import type { WhyLine } from '../explanation.js';

/** Of a list of which the last are told: that there are more before them. */
export function earlierLine(count: number, what = 'change'): WhyLine[] {
  if (count === 0) return [];
  const words = `${count} earlier ${count === 1 ? `${what} is` : `${what}s are`} left out`;
  return [{ n: null, kind: '', words }];
}
