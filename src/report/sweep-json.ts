import type { SweepOutcome } from '../check/sweep.js';
import { safeRows } from './sweep-rows.js';

/** The object that `check --sweep --json` prints; the labels of a cell are in the order of `axes`. */
export function sweepJson(outcome: SweepOutcome) {
  const { network, name, sweep, cells } = outcome;
  return {
    network,
    sweep: name,
    title: sweep.title,
    axes: [sweep.rows, ...sweep.columns].map(({ title }) => title),
    cells: cells.map((cell) => ({ labels: cell.labels, parameters: cell.parameters, ...cell.outcome })),
    safe: safeRows(outcome),
  };
}
