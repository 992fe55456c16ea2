import { isRefused, type SweptRow } from '../check/system-sweep.js';
import type { SystemOutcome } from '../check/system.js';
import { tableText } from './table.js';

/** What a table of a sweep shows beside the parameters that differ. */
export interface SweepShape {
  /** The figure that has limits, and what its limits are called. */
  readonly figure: string;
  readonly option: string;
  readonly limits: readonly number[];
  readonly seeds: number;
  /** What a reader should know of the sweep. */
  readonly notes: readonly string[];
}

/** The percentiles over seeds that a table has. */
const PERCENTILES = [
  { title: 'p5', of: 'p5' },
  { title: 'p50', of: 'median' },
  { title: 'p95', of: 'p95' },
  { title: 'p99', of: 'p99' },
] as const;

/** Head and cells: figures of the run in the middle, the spread of some over seeds, and the least limit that it is within. */
function cellsOf(rows: readonly SweptRow[], { option, limits, seeds }: SweepShape) {
  const parameters = [...new Set(rows.flatMap(({ varied }) => Object.keys(varied)))];
  const swept = rows.flatMap((row) => (isRefused(row) ? [] : [row]));
  // A run without an end has no figures: the other rows have.
  const figures = namesOf(
    swept.map(({ outcome }) =>
      Object.fromEntries(Object.entries(outcome.figures).filter(([, value]) => typeof value === 'number')),
    ),
  );
  const spread = seeds > 1 ? namesOf(swept.map(({ spreads }) => spreads)) : [];
  const percentiles = spread.flatMap((name) => PERCENTILES.map(({ title, of }) => ({ name, title, of })));
  const head = [
    ...parameters,
    ...figures,
    ...percentiles.map(({ name, title }) => `${name} ${title}`),
    ...(limits.length > 0 ? [option] : []),
    'mode',
  ];
  const cells = rows.map((row) => {
    const start = parameters.map((name) => String(row.varied[name] ?? ''));
    if (isRefused(row)) return [...start, ...head.slice(start.length, -1).map(() => ''), row.reason];
    const { outcome, within, spreads } = row;
    return [
      ...start,
      ...figures.map((name) => numberText(outcome.figures[name])),
      ...percentiles.map(({ name, of }) => numberText(spreads[name]?.[of])),
      ...(limits.length > 0 ? [within.length === 0 ? 'none' : String(Math.min(...within))] : []),
      lastCell(outcome),
    ];
  });
  return { head, cells };
}

/** Names that any of the records has, in the order in which they come. */
const namesOf = (records: readonly Readonly<Record<string, unknown>>[]): string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record))),
];

const numberText = (value: unknown): string => (typeof value === 'number' ? value.toFixed(3) : '');

/** What is said where no message is. */
const UNSAID: Readonly<Record<string, string>> = {
  violated: 'a bound is exceeded',
  inconclusive: 'a run did not come to its end',
};

/** The mode; of a run that is violated or has no end, why: its figures say nothing. */
const lastCell = ({ verdict, message = UNSAID[verdict] ?? '', ran }: SystemOutcome): string =>
  verdict in UNSAID ? `${verdict}: ${message}` : (ran?.mode ?? '');

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A sweep as comma-separated values (RFC 4180), with a head. */
export function sweepCsv(rows: readonly SweptRow[], shape: SweepShape): string {
  const { head, cells } = cellsOf(rows, shape);
  return [head, ...cells].map((row) => row.map(quoted).join(',')).join('\n');
}

/** The same for a person. */
export function systemSweepText(rows: readonly SweptRow[], shape: SweepShape, width?: number): string {
  const { head, cells } = cellsOf(rows, shape);
  return [tableText({ head, rows: cells, numbers: head.slice(0, -1) }, width), ...shape.notes].join('\n');
}

export function systemSweepJson(
  rows: readonly SweptRow[],
  { figure, option, limits, seeds, notes }: SweepShape,
) {
  return {
    limits: { [option]: limits },
    seeds,
    rows: rows.map((row) =>
      isRefused(row)
        ? { ...row.varied, reason: row.reason }
        : {
            ...row.varied,
            ...row.outcome.figures,
            ...(row.outcome.ran === undefined ? {} : { ran: row.outcome.ran }),
            ...(row.spreads[figure] === undefined
              ? {}
              : { spread: row.spreads[figure], spreads: row.spreads }),
            within: row.within,
            verdict: row.outcome.verdict,
            ...(row.outcome.message === undefined ? {} : { message: row.outcome.message }),
          },
    ),
    notes,
  };
}
