import type { Explanation } from '../../src/counterexample/explain/explanation.js';
import type { ReportCounterexample } from '../../src/report/page/report-data.js';
import { counted } from '../text.js';

/** What a counterexample is called where there is little room. */
export function nameOf({ explanation: { faults, property }, design }: ReportCounterexample): string {
  if (design !== undefined) return design.join(', ');
  return [...faults.map(({ id }) => id), property].join(' ');
}

/** How long it is. */
export function headOf({ steps, loop, minimality, outcome }: Explanation): string {
  const reached = outcome === 'reached' ? 'reached ' : '';
  if (loop === null) return `${reached}after ${counted(steps.length, 'step')}, ${minimality}`;
  return `${reached}after ${counted(loop, 'step')}, by a cycle of ${steps.length - loop}, ${minimality}`;
}
