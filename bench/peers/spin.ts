import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled, run } from '../command.js';
import type { CreditChainSize } from '../networks/credit-chain.js';
import type { Counts } from '../oracle.js';
import { packageRoot } from '../package-root.js';

/** The two models: as one would write it, and packed by hand. */
export const SPIN_MODELS = { natural: 'credit-chain.pml', packed: 'credit-chain-packed.pml' } as const;
export type SpinModel = keyof typeof SPIN_MODELS;

/** SPIN's two orders of search. */
export const SPIN_SEARCHES = { 'depth-first': [], 'breadth-first': ['-DBFS'] } as const;
export type SpinSearch = keyof typeof SPIN_SEARCHES;

/** Safety only, no partial order reduction (it finds nothing here, and would cost time). */
const COMPILER_FLAGS = ['-O2', '-DSAFETY', '-DNOREDUCE'] as const;

/** Sizes that the packed model can hold. */
const PACKED_LINKS_MAX = 8;
const PACKED_CREDITS_MAX = 3;
/** Values for which both models have a `SEND`. */
const VALUES_MAX = 4;

/** The verifier's own report. */
export interface SpinReport extends Counts {
  readonly secondsOfRuns: readonly number[];
  /** "Total actual memory usage", in bytes: states, hash table and depth-first stack. */
  readonly memoryBytes: number;
  readonly stateVectorBytes: number;
}

/** undefined: SPIN can be run here; otherwise a sentence that says what is missing. */
export async function whySpinCannotRun(): Promise<string | undefined> {
  const missing: string[] = [];
  if (!(await isInstalled('spin', '-V'))) missing.push('spin');
  if (!(await isInstalled('cc', '--version'))) missing.push('a C compiler (cc)');
  return missing.length === 0 ? undefined : `SPIN is left out: ${missing.join(' and ')} not installed.`;
}

/** Whether the Promela model can express this size. */
export function spinCanDo(model: SpinModel, { links, credits, values }: CreditChainSize): boolean {
  if (values > VALUES_MAX) return false;
  return model === 'natural' || (links <= PACKED_LINKS_MAX && credits <= PACKED_CREDITS_MAX);
}

/** Generates, compiles and runs SPIN's verifier in a temporary folder, which is removed in any case. */
export async function runSpin(
  model: SpinModel,
  search: SpinSearch,
  size: CreditChainSize,
  expected: Counts,
  runs: number,
): Promise<SpinReport> {
  const folder = await mkdtemp(join(tmpdir(), 'credit-chain-'));
  try {
    const source = join(packageRoot(), 'bench', 'peers', SPIN_MODELS[model]);
    const { links, credits, values } = size;
    await run('spin', ['-a', `-DL=${links}`, `-DK=${credits}`, `-DV=${values}`, source], folder);
    await run('cc', [...COMPILER_FLAGS, ...SPIN_SEARCHES[search], '-o', 'pan', 'pan.c'], folder);
    const reports: SpinReport[] = [];
    while (reports.length < runs) {
      reports.push(readReport(await run(join(folder, 'pan'), verifierFlags(expected), folder)));
    }
    return { ...reports[0]!, secondsOfRuns: reports.flatMap((report) => report.secondsOfRuns) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * -n: no list of unreached statements. -w: a hash table with two to four places for each state, measured as the fastest
 * (a smaller one collides, a larger one misses the caches). -m: no path is longer than there are states.
 */
function verifierFlags({ states }: Counts): string[] {
  return ['-n', `-w${Math.max(16, Math.ceil(Math.log2(states)) + 1)}`, `-m${states}`];
}

/** Clock ticks of the verifier, in seconds: its report of 0 means less than this. */
const SECONDS_MIN = 0.01;

function readReport(output: string): SpinReport {
  if (
    !/errors: 0\b/.test(output) ||
    /search depth too small|out of memory|Search not completed/i.test(output)
  ) {
    throw new Error(`SPIN did not search the whole state space:\n${output}`);
  }
  return {
    states: field(output, /([\d.e+]+) states, stored/),
    // SPIN counts the initial state as a transition.
    transitions: field(output, /([\d.e+]+) transitions/) - 1,
    secondsOfRuns: [Math.max(SECONDS_MIN, field(output, /elapsed time ([\d.e+-]+) seconds/))],
    memoryBytes: field(output, /([\d.e+]+)\s+total actual memory usage/) * 2 ** 20,
    stateVectorBytes: field(output, /State-vector (\d+) byte/),
  };
}

function field(output: string, pattern: RegExp): number {
  const text = pattern.exec(output)?.[1];
  if (text === undefined) throw new Error(`SPIN's report has no field ${pattern}:\n${output}`);
  return Number(text);
}
