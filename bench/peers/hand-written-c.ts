import { join } from 'node:path';
import { runTimed } from '../beside/timed-process.js';
import { packageRoot } from '../package-root.js';
import type { Compiled } from './spin.js';

/** Makes the search of the credit chain that is written for it alone; it prints its counts as JSON. */
export async function compileByHand(folder: string): Promise<Compiled> {
  const source = join(packageRoot(), 'bench', 'peers', 'models', 'credit-chain.c');
  const program = join(folder, 'credit-chain');
  const { cpuSeconds } = await runTimed(['cc', '-O2', '-o', program, source], folder);
  return { command: [program], compileSeconds: cpuSeconds };
}
