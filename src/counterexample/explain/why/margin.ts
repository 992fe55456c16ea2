import type { AlwaysProperty } from '../../../network/property.js';
import type { WhyLine } from '../explanation.js';
import type { Run } from '../run.js';
import { earlierLine } from './earlier-line.js';

/** Changes of a margin that are told. */
const CHANGES_MAX = 5;

/** Digits of a margin that are told. */
const DIGITS = 5;

/** How a margin became negative: the last steps that changed it. */
export function marginLines(run: Run, { holds }: AlwaysProperty): { lines: WhyLine[]; key: number[] } {
  const margins = Array.from({ length: run.last + 1 }, (_, n) => Number(holds(run.view(n))));
  const changes = [...margins.keys()].filter((n) => n > 0 && margins[n] !== margins[n - 1]);
  const key = changes.slice(-CHANGES_MAX);
  const lines = key.map((n): WhyLine => ({
    n,
    kind: `margin ${Number(margins[n]!.toPrecision(DIGITS))}`,
    words: run.wordsOf(n),
  }));
  return { lines: [...earlierLine(changes.length - key.length), ...lines], key };
}
