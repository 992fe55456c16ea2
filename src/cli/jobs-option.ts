import { Option } from 'commander';
import { type CheckWorkers, searchesAtOnce } from '../index.js';
import { positiveInteger } from './numbers.js';
import { type BudgetOptions, budgetsOf } from './options.js';

export const jobsOption = (): Option =>
  new Option(
    '--jobs <number>',
    'threads that share the work; what comes out is the same (default: once it takes longer than 3 s, as many as there are processors, and memory for the most that each may use)',
  ).argParser(positiveInteger);

/** The threads that share the work with the command's own, which is one of the jobs. */
export function workersOf(
  options: BudgetOptions & { readonly jobs?: number },
  start: CheckWorkers['start'],
): CheckWorkers {
  const { jobs } = options;
  // Who asks for threads has work for them.
  if (jobs !== undefined) return { max: jobs - 1, afterMs: 0, start };
  return { max: searchesAtOnce(budgetsOf(options)) - 1, start };
}
