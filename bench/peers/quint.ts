import { join } from 'node:path';
import type { Command } from '../beside/timed-process.js';
import { packageRoot } from '../package-root.js';
import { peerCommand } from './installed.js';

/** Quint's simulator on the credit chain: so many random walks of `steps` steps, each state judged. Its faster backend is a program that is not in the package. */
export function quintCommand(walks: number, steps: number): Command {
  const model = join(packageRoot(), 'bench', 'peers', 'models', 'credit-chain.qnt');
  return [
    process.execPath,
    peerCommand('quint'),
    ...['run', model, '--backend', 'typescript', '--invariant', 'creditsAreKept'],
    ...['--max-samples', String(walks), '--max-steps', String(steps), '--seed', '1', '--verbosity', '1'],
  ];
}

/** Whether it did what it was told to, and found nothing. */
export function isQuintDone(output: string): boolean {
  return output.includes('[ok] No violation found');
}
