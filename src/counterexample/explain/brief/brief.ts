import { CheckError } from '../../../network/errors.js';
import { refuseUnknownOptions } from '../../../network/known-keys.js';
import type { Explanation } from '../explanation.js';
import { endSection } from './end-section.js';
import { headSection } from './head-section.js';
import { wrapLines } from './layout.js';
import { requireExplanation } from '../require-explanation.js';
import { stepsSection } from './steps-section.js';
import { whySection } from './why-section.js';

/** Lines of a brief: with what stands behind it, how to look at its trace, it has 40. And columns: what is wider is harder to read. */
const BRIEF_LINES_MAX = 37;
const WIDTH_MAX = 100;
const WIDTH_MIN = 40;

/** How a brief is laid out. */
export interface BriefOptions {
  /** Columns of the window, of which at most 100 are used. Default: 100. */
  readonly width?: number;
  /** Commands that show more, each on a line of its own at the end. */
  readonly look?: readonly string[];
}

const BRIEF_OPTIONS = { width: true, look: true } as const;

/** Lines that the parts may have, from the most to the least: until the steps have enough room. */
const ROOM: readonly { readonly why: number; readonly end: number }[] = [
  { why: 16, end: 11 },
  { why: 16, end: 9 },
  { why: 16, end: 8 },
  { why: 14, end: 7 },
  { why: 12, end: 6 },
  { why: 9, end: 3 },
  { why: 7, end: 0 },
];

/** Lines of steps for which other parts make room. */
const LINES_WANTED = 16;

/**
 * A counterexample on at most 37 lines: what is violated, why, its steps in folds, and the state at their end.
 *
 * @throws CheckError for what `explain` has not made, and for a width that is no number
 */
export function briefText(explanation: Explanation, options: BriefOptions = {}): string {
  refuseUnknownOptions<BriefOptions>(options, BRIEF_OPTIONS, 'briefText');
  requireExplanation(explanation);
  const { look = [], width: wanted = WIDTH_MAX } = options;
  if (typeof wanted !== 'number' || Number.isNaN(wanted))
    throw new CheckError(`The \`width\` of a brief is ${String(wanted)}; it is a number of columns.`);
  const width = Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, Math.floor(wanted)));
  const head = headSection(explanation, width);
  const also = alsoSection(explanation, width);
  const lookLines = look.map((command, at) => `${at === 0 ? 'Look:  ' : '       '}${command}`);
  const stepLines = stepsSection(explanation, width, Number.POSITIVE_INFINITY).length;
  let text: string[] = [];
  for (const { why, end } of ROOM) {
    const before = [head, whySection(explanation, width, why)];
    const after = [endSection(explanation, width, end), [...also, ...lookLines]];
    const used = [...before, ...after].filter((part) => part.length > 0);
    const room = BRIEF_LINES_MAX - used.reduce((sum, { length }) => sum + length + 1, 0);
    const steps = stepsSection(explanation, width, Math.max(3, room));
    const parts = [...before, steps, ...after].filter((part) => part.length > 0);
    text = parts.flatMap((part, at) => (at === 0 ? part : ['', ...part]));
    if (room >= Math.min(LINES_WANTED, stepLines)) break;
  }
  return text.join('\n');
}

function alsoSection({ also }: Explanation, width: number): string[] {
  if (also.length === 0) return [];
  const names = also.map(({ property }) => property).join(', ');
  return wrapLines(`Also violated, by the same steps: ${names}`, width, '  ', 2);
}
