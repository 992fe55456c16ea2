import type { SampledSpace } from '../campaign/state-space.js';
import type { Configuration } from '../network/parameters.js';
import { counted, whole } from './numbers.js';
import { parametersText } from './subject.js';

/** How much random runs saw of a state space whose size is known; `notable` are its parameters that do not have their defaults. */
export function sampleText(notable: Configuration, space: SampledSpace): string {
  const { configuration, runs, seen, states, share } = space;
  const hasParameters = Object.keys(configuration).length > 0;
  const of = hasParameters ? ` of ${parametersText(notable) || 'defaults'}` : '';
  return `  sampled: ${whole(seen)} of ${counted(states, 'state')} (${percentText(share)})${of}, in ${counted(runs, 'run')}`;
}

/** `12.34 %`, rounded down: only all is 100 %. */
function percentText(share: number): string {
  return `${Math.floor(10_000 * share) / 100} %`;
}
