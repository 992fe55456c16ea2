import { isRefused, type SweptRow } from '../check/system-sweep.js';
import { tableText } from './table.js';

/** What a table of a sweep shows beside the parameters that differ. */
export interface SweepShape {
  /** The figure that has limits, and what its limits are called. */
  readonly figure: string;
  readonly option: string;
  readonly limits: readonly number[];
  readonly seeds: number;
}

/** Head and cells: figures of the run in the middle, the spread of one of them over seeds, and the least limit that it is within. */
function cellsOf(rows: readonly SweptRow[], { figure, option, limits, seeds }: SweepShape) {
  const parameters = [...new Set(rows.flatMap(({ varied }) => Object.keys(varied)))];
  const first = rows.find((row) => !isRefused(row));
  const figures =
    first === undefined || isRefused(first)
      ? []
      : Object.entries(first.outcome.figures).flatMap(([name, value]) =>
          typeof value === 'number' ? [name] : [],
        );
  const spread = seeds > 1 ? [`${figure} p5`, `${figure} p95`] : [];
  const head = [...parameters, ...figures, ...spread, ...(limits.length > 0 ? [option] : []), 'mode'];
  const cells = rows.map((row) => {
    const start = parameters.map((name) => row.varied[name] ?? '');
    if (isRefused(row)) return [...start, ...head.slice(start.length, -1).map(() => ''), row.reason];
    const { outcome, within } = row;
    return [
      ...start,
      ...figures.map((name) => (outcome.figures[name] as number).toFixed(3)),
      ...(seeds > 1 ? [row.spread.p5.toFixed(3), row.spread.p95.toFixed(3)] : []),
      ...(limits.length > 0 ? [within.length === 0 ? 'none' : String(Math.min(...within))] : []),
      outcome.ran?.mode ?? '',
    ];
  });
  return { head, cells };
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A sweep as comma-separated values (RFC 4180), with a head. */
export function sweepCsv(rows: readonly SweptRow[], shape: SweepShape): string {
  const { head, cells } = cellsOf(rows, shape);
  return [head, ...cells].map((row) => row.map(quoted).join(',')).join('\n');
}

/** The same for a person. */
export function systemSweepText(rows: readonly SweptRow[], shape: SweepShape, width?: number): string {
  const { head, cells } = cellsOf(rows, shape);
  return tableText({ head, rows: cells, numbers: head.slice(0, -1) }, width);
}

export function systemSweepJson(rows: readonly SweptRow[], { option, limits, seeds }: SweepShape) {
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
            spread: row.spread,
            within: row.within,
            verdict: row.outcome.verdict,
          },
    ),
  };
}
