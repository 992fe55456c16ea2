import picocolors from 'picocolors';
import type { CanaryVerdict } from '../check/result.js';
import type { Verdict } from '../property/verdict.js';

/** Colours, or none where the output is not a terminal. */
export type Palette = ReturnType<typeof picocolors.createColors>;

export const PLAIN: Palette = picocolors.createColors(false);

export function palette(isColoured: boolean): Palette {
  return picocolors.createColors(isColoured);
}

const WORDS = {
  holds: 'holds',
  'holds-in-sample': 'holds in the sample',
  violated: 'violated',
  inconclusive: 'inconclusive',
  caught: 'caught',
  MISSED: 'MISSED',
} as const;

/** A verdict in words, coloured by how good it is. */
export function verdictWords(verdict: Verdict | CanaryVerdict, colours: Palette): string {
  const words = WORDS[verdict];
  if (verdict === 'violated' || verdict === 'MISSED') return colours.red(words);
  return verdict === 'inconclusive' ? colours.yellow(words) : colours.green(words);
}
