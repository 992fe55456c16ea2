import {
  type Configuration,
  configurationOf,
  explore,
  type ExploreResult,
  type Network,
  type NetworkFamily,
} from '../../src/index.js';
import type { Edit } from './edit.js';

/** A healthy network of a family, in whose place edited ones are explored. */
export interface Stage {
  readonly configuration: Configuration;
  readonly network: Network;
  readonly healthy: Counts;
  /** Whether all states are within the budget. */
  readonly isComplete: boolean;
  /** By machine, what is used of its chart: paths of states, and transitions by the names that coverage has. */
  readonly used: ReadonlyMap<string, Used>;
}

interface Used {
  readonly states: ReadonlySet<string>;
  readonly transitions: readonly string[];
}

/** What tells state spaces apart without comparing them. */
export type Counts = Pick<ExploreResult, 'states' | 'steps' | 'depth' | 'terminal'>;

export const countsOf = ({ states, steps, depth, terminal }: Counts): Counts => ({
  states,
  steps,
  depth,
  terminal,
});

/**
 * The networks that `check` explores, those with fewest states first.
 *
 * @throws Error where one of them is not healthy by itself: nothing could be said of what is edited in it
 */
export function stagesOf(family: NetworkFamily, statesMax: number): Stage[] {
  return family.exhaustive
    .map((configuration) => stageOf(family, configuration, statesMax))
    .sort((one, other) => one.healthy.states - other.healthy.states);
}

function stageOf(family: NetworkFamily, given: Configuration, statesMax: number): Stage {
  const configuration = configurationOf(family, given);
  const network = family.build(configuration, new Set());
  const result = explore(network, { statesMax });
  if (result.verdict === 'violated') {
    throw new Error(`The network '${family.name}' with ${JSON.stringify(given)} is not healthy by itself.`);
  }
  const used = result.coverage.machines.map(({ machine, states, transitions }): [string, Used] => [
    machine,
    { states: new Set(states.visited), transitions: transitions.visited },
  ]);
  const isComplete = result.inconclusive === undefined;
  return { configuration, network, healthy: countsOf(result), isComplete, used: new Map(used) };
}

/** Whether an edit can make a difference: where what it changes is never entered or taken, every state before it is the same. */
export function isUsed({ used }: Stage, { machine, state, transition }: Edit): boolean {
  const chart = used.get(machine);
  if (chart === undefined || (state !== '' && !chart.states.has(state))) return false;
  return transition === undefined || chart.transitions.some((taken) => taken.startsWith(transition));
}
