import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { tookPart } from '../../src/check/took-part.js';
import { choose, type Configuration, explore } from '../../src/index.js';
import type { DeepCheck, DeepOutcome } from '../deep-check.js';

/** A run can end in one state only: all tokens are combined. */
const TERMINAL = 1;

/** Four dies with any routing: no search of all states has come to their end. A run that visits more has lost some of the reduction. */
export const exploreFourDies = exploring({ dies: 4, tokens: 1, layers: 1 }, 60_000);

/** Layer after layer, each with any routing: what lies far ahead must not matter. */
export const exploreSixteenLayers = exploring({ dies: 3, tokens: 1, layers: 16 }, 41_000);

function exploring(sizes: Configuration, statesMax: number): DeepCheck['run'] {
  return (onProgress) => explored(sizes, statesMax, onProgress);
}

/** Explores dispatch-combine with the reduction. */
function explored(
  sizes: Configuration,
  statesMax: number,
  onProgress: (progress: string) => void,
): DeepOutcome {
  const { network } = choose(dispatchCombine, sizes);
  const before = process.cpuUsage();
  const result = explore(network, {
    reduction: true,
    progressChecks: false,
    statesMax,
    onProgress: ({ states }) => onProgress(`${states} states visited`),
  });
  const { user, system } = process.cpuUsage(before);
  const { verdict, states, terminal, reduction, violations } = result;
  const faults: string[] = [];
  if (verdict !== 'holds')
    faults.push(`the verdict is '${verdict}': ${violations.map(({ property }) => property).join(', ')}`);
  if (terminal !== TERMINAL) faults.push(`${terminal} terminal states were visited instead of ${TERMINAL}`);
  if (tookPart(reduction) === undefined) faults.push('no reduction took part');
  const seconds = ((user + system) / 1e6).toFixed(0);
  const megabytes = (process.memoryUsage().rss / 1e6).toFixed(0);
  return {
    summary: `${states} states visited in ${seconds} s of CPU time, ${megabytes} MB at the end`,
    faults,
  };
}
