import type { Configuration, Network } from '../../src/index.js';
import { breadthFirst, type Searched } from './searches.js';
import type { Look, Stage } from './stage.js';

/** What showed an edit. */
interface Killed {
  /** A property, or what else tells that something is wrong. */
  readonly by: string;
  /** Steps of the counterexample; left out where there is none. */
  readonly steps?: number;
  readonly configuration: Configuration;
}

/** What came of an edit. One that was not killed is the `same` if every search came to as many states and steps as that of the healthy network. */
export type Trial = { readonly killed: Killed } | { readonly killed?: undefined; readonly isSame: boolean };

/** An edited network in the place of a healthy one. @throws whatever shows that there is no such network */
export type EditedIn = (stage: Stage) => Network;

/** How many times the states of the healthy network an edited one may have: without all of them there is no proof. */
const LARGER_SPACES_MAX = 10;

/** How far an edited network is searched: as far as the healthy one, or its first states only. */
export type Depth = 'whole' | 'first states';

/** Searches an edited network in each stage, a little first and then as far as the healthy one, until one shows that something is wrong. */
export function trial(stages: readonly Stage[], editedIn: EditedIn, depth: Depth = 'whole'): Trial {
  let isSame = true;
  let left = stages;
  for (const at of depth === 'whole' ? [0, 1] : [0]) {
    const unfinished: Stage[] = [];
    for (const stage of left) {
      const look = stage.looks[at]!;
      const { counts } = look;
      const result = searched(stage, editedIn, look);
      if (result.killed !== undefined) return { killed: result.killed };
      const isAlike = result.counts.join() === counts.join();
      if (!result.isComplete && (at === 0 || stage.isComplete)) unfinished.push(stage);
      else isSame &&= isAlike;
    }
    left = unfinished;
  }
  if (depth === 'first states') return { isSame };
  for (const stage of left) {
    // The healthy space is complete, so that it is the edit that makes it larger.
    isSame = false;
    const search = breadthFirst(LARGER_SPACES_MAX * stage.states);
    const { killed } = searched(stage, editedIn, { search, grows: false });
    if (killed !== undefined) return { killed };
  }
  return { isSame };
}

type Outcome = { readonly killed: Killed } | ({ readonly killed?: undefined } & Searched);

function searched(stage: Stage, editedIn: EditedIn, look: Pick<Look, 'search' | 'grows'>): Outcome {
  const { configuration, isComplete } = stage;
  let result: Searched;
  try {
    // An edited network may be one that cannot be run, which is found when it is built or on the way.
    result = look.search(editedIn(stage));
  } catch {
    return { killed: { by: 'a network that cannot be run', configuration } };
  }
  const { violated, grows } = result;
  if (violated !== undefined) {
    const { property, steps } = violated;
    return { killed: { by: property, ...(steps === undefined ? {} : { steps }), configuration } };
  }
  return isComplete && grows && !look.grows
    ? { killed: { by: 'a space without end', configuration } }
    : result;
}
