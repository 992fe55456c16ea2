import {
  type Configuration,
  configurationOf,
  mergeCoverage,
  type Network,
  type NetworkFamily,
} from '../../src/index.js';
import type { Edit } from './edit.js';
import { atRandom, breadthFirst, type Search } from './searches.js';

/** A healthy network of a family, in whose place edited ones are searched. */
export interface Stage {
  readonly configuration: Configuration;
  readonly network: Network;
  /** Whether all its states are within the budget. */
  readonly isComplete: boolean;
  readonly states: number;
  /** How edited networks are searched, one after the other, until one shows something. */
  readonly looks: readonly Look[];
  /** By machine, what the healthy network uses of its chart: paths of states, and transitions by the names that coverage has. */
  readonly used: ReadonlyMap<string, Used>;
}

/** One of the searches, and what it came to in the healthy network. */
export interface Look {
  readonly search: Search;
  /** What the search of the healthy network came to. */
  readonly counts: readonly number[];
  /** Whether something seemed to grow without end in what it saw: what has an end, too, may grow for a while. */
  readonly grows: boolean;
}

interface Used {
  readonly states: ReadonlySet<string>;
  readonly transitions: readonly string[];
}

/** Most edits are shown by few states, of some configuration: so many are looked at in each of them first. */
const FIRST_STATES_MAX = 3_000;

/**
 * The networks that `check` explores, those with fewest states first. All states of those that are complete within the budget are searched; of
 * others the first ones, and random walks.
 *
 * @throws Error where one of them is not healthy by itself: nothing could be said of what is edited in it
 */
export function stagesOf(family: NetworkFamily, statesMax: number): Stage[] {
  return family.exhaustive
    .map((configuration) => stageOf(family, configuration, statesMax))
    .sort((one, other) => one.states - other.states);
}

function stageOf(family: NetworkFamily, given: Configuration, statesMax: number): Stage {
  const configuration = configurationOf(family, given);
  const network = family.build(configuration, new Set());
  const whole = breadthFirst(statesMax);
  const { isComplete, counts } = whole(network);
  const searches = [breadthFirst(Math.min(FIRST_STATES_MAX, statesMax)), isComplete ? whole : atRandom];
  const found = searches.map((search) => ({ search, result: search(network) }));
  if (found.some(({ result }) => result.violated !== undefined)) {
    throw new Error(`The network '${family.name}' with ${JSON.stringify(given)} is not healthy by itself.`);
  }
  const { machines } = mergeCoverage(found.map(({ result }) => result.coverage));
  return {
    configuration,
    network,
    isComplete,
    states: counts[0]!,
    looks: found.map(({ search, result: { counts, grows } }) => ({ search, counts, grows })),
    used: new Map(
      machines.map(({ machine, states, transitions }) => [
        machine,
        { states: new Set(states.visited), transitions: transitions.visited },
      ]),
    ),
  };
}

/** Whether an edit can make a difference there: where what it changes is never entered or taken, every state before it is the same. */
export function isUsed({ used }: Stage, { machine, state, transition }: Edit): boolean {
  const chart = used.get(machine);
  if (chart === undefined || (state !== '' && !chart.states.has(state))) return false;
  return transition === undefined || chart.transitions.some((taken) => taken.startsWith(transition));
}
