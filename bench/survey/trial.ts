import { type Configuration, explore, type ExploreResult, type Network } from '../../src/index.js';
import { countsOf, type Stage } from './stage.js';

/** What showed an edit. */
export interface Killed {
  /** A property, or what else tells that something is wrong. */
  readonly by: string;
  /** Steps of the shortest counterexample; left out where there is none. */
  readonly steps?: number;
  readonly configuration: Configuration;
}

/** What came of an edit. One that was not killed is the `same` if every state space has as many states and steps as the healthy one. */
export type Trial = { readonly killed: Killed } | { readonly killed?: undefined; readonly isSame: boolean };

/** Most edits are shown by few states, of some configuration: so many are looked at in each of them first. */
const FIRST_STATES_MAX = 3_000;
/** How many times the budget an edited network may have where the healthy one is complete: without all states there is no proof. */
const LARGER_SPACES_MAX = 10;

/**
 * Explores a network in each stage, with few states first and then within the budget, until one shows that something is wrong.
 *
 * @param edited the network that stands in the place of the healthy one
 */
export function trial(stages: readonly Stage[], edited: (stage: Stage) => Network, statesMax: number): Trial {
  let undecided = stages;
  let isSame = true;
  for (const budget of [FIRST_STATES_MAX, statesMax, statesMax * LARGER_SPACES_MAX]) {
    const tried = undecided;
    undecided = [];
    for (const stage of tried) {
      const result = explored(() => edited(stage), budget);
      const killer = killerOf(result, stage);
      if (killer !== undefined) return { killed: { ...killer, configuration: stage.configuration } };
      const { inconclusive, ...rest } = result as ExploreResult;
      const isAlike = JSON.stringify(countsOf(rest)) === JSON.stringify(stage.healthy);
      if (budget < statesMax && inconclusive !== undefined) undecided = [...undecided, stage];
      else isSame &&= isAlike;
      if (budget === statesMax && inconclusive !== undefined && stage.isComplete) {
        undecided = [...undecided, stage];
      }
    }
  }
  return { isSame };
}

/** An edited network may be one that cannot be run, which is found when it is built or on the way. */
function explored(edited: () => Network, statesMax: number): ExploreResult | Error {
  try {
    return explore(edited(), { statesMax });
  } catch (thrown) {
    if (thrown instanceof Error) return thrown;
    throw thrown;
  }
}

function killerOf(
  result: ExploreResult | Error,
  { isComplete }: Stage,
): Omit<Killed, 'configuration'> | undefined {
  if (result instanceof Error) return { by: 'a network that cannot be run' };
  const { verdict, violations, properties, inconclusive } = result;
  const [violation] = violations;
  if (violation !== undefined) return { by: violation.property, steps: violation.steps.length };
  // A witness that is not reached.
  if (verdict === 'violated') return { by: properties.find((one) => one.verdict === 'violated')!.name };
  // The healthy space is complete, so that it is the edit that grows.
  if (isComplete && (inconclusive?.growing ?? []).length > 0) return { by: 'a space without end' };
  return undefined;
}
