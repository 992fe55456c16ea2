import { type Configuration, explore, type ExploreResult, type Network } from '../../src/index.js';
import { type Counts, countsOf, FIRST_STATES_MAX, type Look, type Stage } from './stage.js';

/** What showed an edit. */
interface Killed {
  /** A property, or what else tells that something is wrong. */
  readonly by: string;
  /** Steps of the shortest counterexample; left out where there is none. */
  readonly steps?: number;
  readonly configuration: Configuration;
}

/** What came of an edit. One that was not killed is the `same` if every state space has as many states and steps as the healthy one. */
export type Trial = { readonly killed: Killed } | { readonly killed?: undefined; readonly isSame: boolean };

/** How many times the budget an edited network may have where the healthy one is complete: without all states there is no proof. */
const LARGER_SPACES_MAX = 10;

/** What stands in the place of healthy networks. */
export interface Edited {
  /** @throws whatever shows that there is no such network */
  readonly networkIn: (stage: Stage) => Network;
  /** Whether it can make a difference there. */
  readonly isUsedIn: (look: Look) => boolean;
}

/** Explores an edited network in each stage, with few states first and then within the budget, until one shows that something is wrong. */
export function trial(stages: readonly Stage[], edited: Edited): Trial {
  let isSame = true;
  const left: Stage[] = [];
  for (const stage of stages) {
    const result = explored(stage, edited, FIRST_STATES_MAX);
    if (result.killed !== undefined) return { killed: result.killed };
    const [look] = stage.looks;
    const isAlike = JSON.stringify(result.counts) === JSON.stringify(look!.counts);
    // A part that is the same, although what is edited is used in it: more of it would hardly be another.
    if (result.isCut && !(isAlike && edited.isUsedIn(look!))) left.push(stage);
    else isSame &&= isAlike;
  }
  const growing: Stage[] = [];
  for (const stage of left) {
    const look = stage.looks.at(-1)!;
    const result = explored(stage, edited, look.statesMax);
    if (result.killed !== undefined) return { killed: result.killed };
    isSame &&= JSON.stringify(result.counts) === JSON.stringify(look.counts);
    if (result.isCut && stage.isComplete) growing.push(stage);
  }
  for (const stage of growing) {
    const result = explored(stage, edited, LARGER_SPACES_MAX * stage.looks.at(-1)!.statesMax);
    if (result.killed !== undefined) return { killed: result.killed };
  }
  return { isSame };
}

type Explored =
  | { readonly killed: Killed }
  | { readonly killed?: undefined; readonly counts: Counts; readonly isCut: boolean };

function explored(stage: Stage, edited: Edited, statesMax: number): Explored {
  const { configuration } = stage;
  const result = resultOf(() => edited.networkIn(stage), statesMax);
  const killer = killerOf(result, stage);
  if (result instanceof Error || killer !== undefined) return { killed: { ...killer!, configuration } };
  return { counts: countsOf(result), isCut: result.inconclusive !== undefined };
}

/** An edited network may be one that cannot be run, which is found when it is built or on the way. */
function resultOf(edited: () => Network, statesMax: number): ExploreResult | Error {
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
