import { join } from 'node:path';
import { type Command, runTimed } from '../beside/timed-process.js';
import type { Counts } from '../oracle.js';
import { packageRoot } from '../package-root.js';

/** SPIN's two orders of search. */
export type SpinOrder = 'depth-first' | 'breadth-first';

/** Safety only. */
const COMPILER_FLAGS = ['-O2', '-DSAFETY'] as const;
/** No partial order reduction: all states are to be visited. */
const UNREDUCED = '-DNOREDUCE';

/** SPIN prints its counts with so many significant digits. */
const SPIN_DIGITS = 8;

/** A verifier, and what making it took. */
export interface Compiled {
  readonly command: Command;
  /** CPU time of all that came before its run. */
  readonly compileSeconds: number;
}

/** Makes the verifier of a Promela model. `counts` are what it is to find: they size its hash table and its stack. @param isReduced with SPIN's partial-order reduction */
export async function compileSpin(
  model: string,
  order: SpinOrder,
  counts: Counts,
  folder: string,
  isReduced = false,
): Promise<Compiled> {
  const source = join(packageRoot(), 'bench', 'peers', 'models', model);
  const generated = await runTimed(['spin', '-a', source], folder);
  const flags = [
    ...COMPILER_FLAGS,
    ...(isReduced ? [] : [UNREDUCED]),
    ...(order === 'breadth-first' ? ['-DBFS'] : []),
  ];
  const pan = join(folder, 'pan');
  const compiled = await runTimed(['cc', ...flags, '-o', pan, 'pan.c'], folder);
  return {
    command: [pan, ...verifierFlags(counts)],
    compileSeconds: generated.cpuSeconds + compiled.cpuSeconds,
  };
}

/**
 * -n: no list of unreached statements. -c0: go on after a deadlock. -w: a hash table with two to four places for each state, measured as the fastest
 * (a smaller one collides, a larger one misses the caches). -m: no path is longer than there are states.
 */
function verifierFlags({ states }: Counts): string[] {
  return ['-n', '-c0', `-w${Math.max(16, Math.ceil(Math.log2(states)) + 1)}`, `-m${states}`];
}

/** @throws when the search was not complete */
export function spinCounts(output: string): Counts {
  if (/search depth too small|out of memory|Search not completed/i.test(output)) {
    throw new Error(`SPIN did not search the whole state space:\n${output}`);
  }
  // SPIN counts the initial state as a transition.
  return {
    states: field(output, /([\d.e+]+) states, stored/),
    transitions: field(output, /([\d.e+]+) transitions/) - 1,
  };
}

/** Whether what SPIN printed may be these counts. */
export function isSpinCount(found: Counts, expected: Counts): boolean {
  return isPrinted(found.states, expected.states) && isPrinted(found.transitions, expected.transitions);
}

function isPrinted(printed: number, count: number): boolean {
  return Number(count.toPrecision(SPIN_DIGITS)) === Number(printed.toPrecision(SPIN_DIGITS));
}

function field(output: string, pattern: RegExp): number {
  const text = pattern.exec(output)?.[1];
  if (text === undefined) throw new Error(`SPIN's report has no field ${pattern}:\n${output}`);
  return Number(text);
}
