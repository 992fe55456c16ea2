import { type Coverage, explore, type Network, walk } from '../../src/index.js';

/** What a search came to. */
export interface Searched {
  /** States, steps and the like: what tells searches of one kind apart without comparing what they saw. */
  readonly counts: readonly number[];
  /** Whether it has seen all states. */
  readonly isComplete: boolean;
  /** The first property that is violated, and in how many steps; a witness that is not reached has no counterexample. */
  readonly violated?: { readonly property: string; readonly steps?: number };
  /** Whether something seems to grow without end. */
  readonly grows: boolean;
  readonly coverage: Coverage;
}

export type Search = (network: Network) => Searched;

const SEED = 384;
const WALKS = 50;
/** Longer than any run of these networks that ends. */
const WALK_STEPS_MAX = 600;

/** Breadth first, so far. */
export const breadthFirst =
  (statesMax: number): Search =>
  (network) => {
    const { states, steps, depth, terminal, ...result } = explore(network, { statesMax });
    const { violations, properties, inconclusive, coverage } = result;
    const first = violations.map((violation) => ({
      property: violation.property,
      steps: violation.steps.length,
    }))[0];
    const violated = first ?? unreached(properties);
    return {
      counts: [states, steps, depth, terminal],
      isComplete: inconclusive === undefined,
      ...(violated === undefined ? {} : { violated }),
      grows: (inconclusive?.growing ?? []).length > 0,
      coverage,
    };
  };

function unreached(
  properties: readonly { readonly name: string; readonly verdict: string }[],
): Searched['violated'] {
  const witness = properties.find(({ verdict }) => verdict === 'violated');
  return witness === undefined ? undefined : { property: witness.name };
}

/** At random, to the ends of runs: much of what is lost is missed only there, far from the first states. */
export const atRandom: Search = (network) => {
  const options = { seed: SEED, walks: WALKS, stepsMax: WALK_STEPS_MAX };
  const { states, steps, ended, violations, coverage } = walk(network, options);
  const [violation] = violations;
  return {
    counts: [states, steps, ended],
    isComplete: false,
    ...(violation === undefined
      ? {}
      : { violated: { property: violation.property, steps: violation.steps.length } }),
    grows: false,
    coverage,
  };
};
