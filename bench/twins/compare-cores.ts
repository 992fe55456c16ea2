import fc from 'fast-check';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import type { ExploreOptions } from '../../src/explore/explore-options.js';
import { run } from '../../src/explore/search.js';
import { CheckError, type Network } from '../../src/index.js';
import { randomNetwork } from './random-network.js';

/** How a search may go otherwise than to its end: each is tried on every network. */
const WAYS: readonly ExploreOptions[] = [
  { afterViolation: 'continue' },
  {},
  { afterViolation: 'continue', statesMax: 17 },
  { until: 'deadlock-freedom', progressChecks: false },
];

/** Where networks have more states than this, a search ends by its budget. */
const STATES_MAX = 3_000;

/** What came of comparing the core with the tables. */
export interface CoreComparison {
  readonly compared: number;
  /** One sentence for each network on which the two differ. */
  readonly differences: readonly string[];
  /** States that were explored by each. */
  readonly states: number;
}

/**
 * Explores random networks by the core from the first state on, and by the tables alone: the whole results must be equal, but for times and bytes,
 * and so must the states be, one by one.
 */
export function compareCores(
  count: number,
  seed: number,
  onCompared: (compared: number) => void = () => {},
): CoreComparison {
  const differences: string[] = [];
  let states = 0;
  const stream = fc.sample(fc.noShrink(fc.infiniteStream(randomNetwork)), { seed, numRuns: 1 })[0]!;
  let compared = 0;
  for (const network of stream) {
    if (compared === count) break;
    compared++;
    for (const options of WAYS) {
      const byTables = explored(network, options, Infinity);
      const byCore = explored(network, options, 0);
      states += byTables.states;
      if (byCore.text !== byTables.text)
        differences.push(
          `network ${compared}, ${JSON.stringify(options)}: ${firstDifference(byTables.text, byCore.text)}`,
        );
    }
    onCompared(compared);
  }
  return { compared, differences, states };
}

function explored(network: Network, options: ExploreOptions, coreFrom: number) {
  try {
    const search = new BreadthFirst(network, { statesMax: STATES_MAX, ...options }, coreFrom);
    const { seconds: _, progress: __, bytesPerState: ___, ...result } = run(search);
    const vectors = [...search.vectors()].map((vector) => [...vector].join().replace(/(,0)+$/, ''));
    return { text: JSON.stringify([result, vectors]), states: result.states };
  } catch (thrown) {
    if (thrown instanceof CheckError) return { text: thrown.message, states: 0 };
    throw thrown;
  }
}

function firstDifference(one: string, other: string): string {
  let at = 0;
  while (one[at] === other[at]) at++;
  const part = (text: string) => text.slice(Math.max(0, at - 60), at + 100);
  return `the tables say …${part(one)}…, the core …${part(other)}…`;
}
