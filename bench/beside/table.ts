import { benchmarkTable } from '../table.js';
import type { Part } from './benchmark.js';
import { isMet, type Ratio } from './outcome.js';

/** All figures of a part, a table of its own. */
export function renderPart({ title, rows, remarks, failure }: Part): string {
  const columns = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const table = benchmarkTable(
    ['measured', 'by', ...columns, 'runs'],
    2,
    rows.map(({ of, by, figures, runs }) => [
      of,
      by,
      ...columns.map((column) => shown(figures[column])),
      String(runs),
    ]),
  );
  return [
    ...(rows.length === 0 ? [title] : [table]),
    ...remarks,
    ...(failure === undefined ? [] : [`FAILED: ${failure}`]),
    '',
  ].join('\n');
}

/** The ratios of all parts, with their goals. */
export function renderRatios(parts: readonly Part[]): string {
  const rows = parts.flatMap(({ ratios }) => ratios.map(ratioCells));
  return `${benchmarkTable(['', 'measured', 'unit', 'goal', 'met'], 5, rows)}\n`;
}

function ratioCells(ratio: Ratio): string[] {
  const { name, measured, unit, goal } = ratio;
  const met = isMet(ratio);
  return [
    name,
    shown(measured),
    unit,
    goal === undefined ? '' : `${goal.kind} ${shown(goal.value)}`,
    met === undefined ? '' : met ? 'met' : 'MISSED',
  ];
}

/** Three digits, and no fewer than those before the point. */
function shown(figure: number | undefined): string {
  if (figure === undefined) return '';
  return Math.abs(figure) >= 100
    ? Math.round(figure).toLocaleString('en')
    : String(Number(figure.toPrecision(3)));
}
