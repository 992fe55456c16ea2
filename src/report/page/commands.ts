import type { Configuration } from '../../network/parameters.js';
import { shellWord } from '../shell.js';
import { parameterOption } from '../subject.js';

/** The command that explores a configuration by itself. @param reference how the command line is told of the network */
export function exploreCommand(
  reference: string,
  notable: Configuration,
  faults: readonly string[] = [],
): string {
  return [
    `npx cloudmatrix-check explore ${shellWord(reference)}`,
    ...faults.map((fault) => `--fault ${shellWord(fault)}`),
    ...Object.entries(notable).map(([name, value]) => `${parameterOption(name)} ${shellWord(String(value))}`),
  ].join(' ');
}

/** The command that makes random runs of a network by themselves. */
export function campaignCommand(reference: string, runs: number, seed: number): string {
  return `npx cloudmatrix-check campaign ${shellWord(reference)} --runs ${runs} --seed ${seed}`;
}

/** The command that checks a suite of bounds by itself. */
export function suiteCommand(name: string, inputs: number, seed: number, faults: readonly string[]): string {
  const switched = faults.map((fault) => ` --fault ${shellWord(fault)}`).join('');
  return `npx cloudmatrix-check ${shellWord(name)} --runs ${inputs} --seed ${seed}${switched}`;
}

export const COMPARISON_COMMAND = 'npx cloudmatrix-check simulate table';
