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
  /** Whether all its states are within the budget. */
  readonly isComplete: boolean;
  /** How far it is looked at, one after the other: what is not complete is looked at less far first. */
  readonly looks: readonly Look[];
}

/** What an exploration of the healthy network came to. */
export interface Look {
  readonly statesMax: number;
  readonly counts: Counts;
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

/** States of a network when it is looked at first: most edits are shown by few, of some configuration. */
export const FIRST_STATES_MAX = 3_000;

/**
 * The networks that `check` explores, those with fewest states first.
 *
 * @throws Error where one of them is not healthy by itself: nothing could be said of what is edited in it
 */
export function stagesOf(family: NetworkFamily, statesMax: number): Stage[] {
  const sizeOf = ({ looks }: Stage) => looks.at(-1)!.counts.states;
  return family.exhaustive
    .map((configuration) => stageOf(family, configuration, statesMax))
    .sort((one, other) => sizeOf(one) - sizeOf(other));
}

function stageOf(family: NetworkFamily, given: Configuration, statesMax: number): Stage {
  const configuration = configurationOf(family, given);
  const network = family.build(configuration, new Set());
  const result = explore(network, { statesMax });
  if (result.verdict === 'violated') {
    throw new Error(`The network '${family.name}' with ${JSON.stringify(given)} is not healthy by itself.`);
  }
  const whole = lookOf(result, statesMax);
  const isComplete = result.inconclusive === undefined;
  if (isComplete || statesMax <= FIRST_STATES_MAX)
    return { configuration, network, isComplete, looks: [whole] };
  const part = lookOf(explore(network, { statesMax: FIRST_STATES_MAX }), FIRST_STATES_MAX);
  return { configuration, network, isComplete, looks: [part, whole] };
}

function lookOf(result: ExploreResult, statesMax: number): Look {
  const used = result.coverage.machines.map(({ machine, states, transitions }): [string, Used] => [
    machine,
    { states: new Set(states.visited), transitions: transitions.visited },
  ]);
  return { statesMax, counts: countsOf(result), used: new Map(used) };
}

/** Whether an edit can make a difference there: where what it changes is never entered or taken, every state before it is the same. */
export function isUsed({ used }: Look, { machine, state, transition }: Edit): boolean {
  const chart = used.get(machine);
  if (chart === undefined || (state !== '' && !chart.states.has(state))) return false;
  return transition === undefined || chart.transitions.some((taken) => taken.startsWith(transition));
}
