import type { BoundResult, BoundsResult, MeasuredInput } from '../bounds/check-bounds.js';
import { budgetText } from './budget-text.js';
import { counted, marginText, secondsText, whole } from './numbers.js';
import { type Palette, PLAIN, verdictWords } from './palette.js';
import type { Subject } from '../check/subject.js';
import { subjectText } from './subject.js';
import { tableText } from './table.js';
import { seedText } from './walk-text.js';

/** What came of a suite of bounds, for a person: the verdict, a table of all claims, and what breaks those that do not hold. */
export function boundsText(subject: Subject, result: BoundsResult, colours: Palette, width?: number): string {
  const { verdict, seconds, seed, bounds } = result;
  const runs = bounds.reduce((sum, bound) => sum + bound.runs, 0);
  return [
    `${subjectText(subject)}: ${verdictWords(verdict, colours)}.`,
    `${counted(bounds.length, 'claim')}, ${counted(runs, 'random input')}. ${secondsText(seconds)}.`,
    seedText(seed, 'inputs'),
    boundsTable(bounds, colours, width),
    ...boundsRemarks(result),
  ].join('\n');
}

const HEAD = ['', 'claim', 'inputs', 'largest error / bound', 'of input', 'tight'];
const NUMBERS = ['inputs', 'largest error / bound'];
const WIDTHS = [24, 48, 9, 11, 32, 32];

/** All claims, a row each. */
export function boundsTable(bounds: readonly BoundResult[], colours: Palette, width?: number): string {
  const rows = bounds.map((bound) => cells(bound, colours));
  const table = tableText({ head: HEAD, rows, numbers: NUMBERS, widths: WIDTHS }, width);
  return `${table}\nInputs are shortened here; --json has them whole.`;
}

/** A claim that was checked, in one line: `3 of 27  Q3: holds in the sample, 300 inputs`. */
export function boundLine(
  { name, verdict, runs }: BoundResult,
  { number, of }: { readonly number: number; readonly of: number },
): string {
  const position = `${String(number).padStart(String(of).length)} of ${of}`;
  return `${position}  ${name}: ${verdictWords(verdict, PLAIN)}, ${counted(runs, 'input')}`;
}

/** Sentences on what the table alone does not explain: violations, witnesses that were not met, an interruption. */
export function boundsRemarks({ bounds, left, endedBy = 'interrupted' }: BoundsResult): string[] {
  return [
    ...bounds.flatMap((bound) => (bound.violation === undefined ? [] : ['', violationText(bound)])),
    ...bounds.filter(({ verdict }) => verdict === 'inconclusive').map(unmetText),
    ...(left > 0 ? ['', budgetText(endedBy, `${counted(left, 'claim')} left`)] : []),
  ];
}

function cells(bound: BoundResult, colours: Palette): string[] {
  const { name, title, formula, runs, verdict, worst, kind, violation } = bound;
  const largest = worst ?? violation;
  const isExact = kind === 'law' && largest === undefined;
  return [
    verdict === 'holds-in-sample' ? name : `${name}\n${verdictWords(verdict, colours)}`,
    `${title}: ${formula}`,
    whole(runs),
    isExact ? 'exact' : ratioText(largest?.ratio ?? 0),
    largest === undefined ? '' : shortened(inputText(largest.input)),
    tightText(bound),
  ];
}

/** `kind gaussian, length 3, seed 5`: an input without the punctuation of JSON. */
function inputText(input: unknown): string {
  if (Array.isArray(input)) return `[${input.map(inputText).join('; ')}]`;
  if (typeof input !== 'object' || input === null) return String(input);
  return Object.entries(input)
    .map(([name, value]) => `${name} ${inputText(value)}`)
    .join(', ');
}

function tightText({ kind, tight, isTight }: BoundResult): string {
  if (kind === 'law') return tight.map(({ title }) => title).join('\n');
  const known = tight.map(({ title, ratio }) => `${ratioText(ratio)}: ${title}`).join('\n');
  return isTight ? known : `no${known === '' ? '' : `\n${known}`}`;
}

/** Ratios near to 1 differ in the fifth place, small ones in their size. */
function ratioText(ratio: number): string {
  if (ratio === Number.POSITIVE_INFINITY) return 'not exact';
  return ratio >= 0.1 ? ratio.toFixed(5) : ratio.toPrecision(3);
}

function violationText({ name, title, formula, violation }: BoundResult): string {
  const { ratio, input, message, shrinks } = violation!;
  const times = Number.isFinite(ratio) ? ` (${ratioText(ratio)} times the bound)` : '';
  return [
    `${name} is violated: ${title}: ${formula}`,
    `  ${message}${times}`,
    `  input, made smaller ${counted(shrinks, 'time')}: ${JSON.stringify(input)}`,
  ].join('\n');
}

function unmetText({ name, runs, witness, isInterrupted }: BoundResult): string {
  return isInterrupted === true || witness.isMet
    ? `${name} was interrupted after ${counted(runs, 'input')}.`
    : `${name}: no input was like its witness, ${witness.title}. Raise --runs, or choose other parameters.`;
}

/** Characters of an input that a table has room for. */
const INPUT_WIDTH = 84;

const shortened = (text: string): string =>
  text.length <= INPUT_WIDTH ? text : `${text.slice(0, INPUT_WIDTH - 1)}…`;

/** The claim that came nearest to being broken, with how much of its bound was left. */
export function nearestBound(bounds: readonly BoundResult[]): string {
  let nearest: (BoundResult & { worst: MeasuredInput }) | undefined;
  for (const bound of bounds) {
    if (bound.worst !== undefined && bound.worst.ratio > (nearest?.worst.ratio ?? 0)) {
      nearest = { ...bound, worst: bound.worst };
    }
  }
  return nearest === undefined ? '' : `${nearest.name} ${marginText(1 - nearest.worst.ratio)}`;
}
