import { join } from 'node:path';
import { runTimed } from '../beside/timed-process.js';
import type { Counts } from '../oracle.js';
import { packageRoot } from '../package-root.js';
import type { Compiled } from './spin.js';

/** One thread, all states, and no search for deadlocks, which would end it. */
const RUMUR_FLAGS = ['--threads', '1', '--symmetry-reduction', 'off', '--deadlock-detection', 'off'] as const;

/** As Rumur's manual has it. */
const COMPILER_FLAGS = ['-std=c11', '-O3', '-march=native', '-mcx16'] as const;

/** Makes the verifier of a Murphi model. */
export async function compileRumur(model: string, folder: string): Promise<Compiled> {
  const source = join(packageRoot(), 'bench', 'peers', 'models', model);
  const generated = await runTimed(['rumur', ...RUMUR_FLAGS, '--output', 'model.c', source], folder);
  const verifier = join(folder, 'model');
  const compiled = await runTimed(['cc', ...COMPILER_FLAGS, '-o', verifier, 'model.c', '-lpthread'], folder);
  return { command: [verifier], compileSeconds: generated.cpuSeconds + compiled.cpuSeconds };
}

/** @throws when the search was not complete */
export function rumurCounts(output: string): Counts {
  const found = /State Space Explored:\s+(\d+) states, (\d+) rules fired/.exec(output);
  if (found === null || !output.includes('No error found')) {
    throw new Error(`Rumur did not search the whole state space:\n${output}`);
  }
  return { states: Number(found[1]), transitions: Number(found[2]) };
}
