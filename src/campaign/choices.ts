import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { Engine } from '../engine/engine.js';
import { BreadthFirst } from '../explore/breadth-first.js';
import { BUDGET_OPTIONS, type Budgets } from '../explore/budget.js';
import { Guide } from '../explore/guide.js';
import { PairCounts } from '../explore/pair-counts.js';
import { doAtOnce, doWithPauses, type Pieces } from '../explore/pieces.js';
import { type Choice, SWARM, UNIFORM, Walker } from '../explore/walker.js';
import type { Coverage } from '../interpreter/chart/coverage.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import type { Network } from '../network/network.js';
import { countOption, seedOption } from '../network/whole-numbers.js';
import { PropertyEvaluator } from '../property/property-evaluator.js';
import { FirstTransitions, type UnseenTransition } from './first-transitions.js';

/** The budgets are those of the exploration that finds out how much there is; without one it has 200,000 states. */
export interface ChoicesOptions extends Budgets {
  /** Any 32-bit integer: the same seed gives the same walks on any machine. */
  readonly seed: number;
  /** Steps by each way of choosing. Default 10,000. */
  readonly steps?: number;
  /** Most steps of one walk. Default 1,000. */
  readonly stepsMax?: number;
}

const OPTIONS = { ...BUDGET_OPTIONS, seed: true, steps: true, stepsMax: true } as const;

/** How steps are chosen: with even chances; with chances drawn for each walk, as `walk` does it; by novelty and margins, as campaigns do it. */
export type ChoiceName = 'uniform' | 'swarm' | 'guided';

/** What was seen after so many steps. */
export interface ChoicePoint {
  readonly steps: number;
  /** Different pairs of a component's transition and a peer's local state. */
  readonly pairs: number;
  /** Claims whose hard case has occurred. */
  readonly hardCases: number;
}

/** What ways of choosing steps see of one network, with equal numbers of steps. */
export interface ChoicesResult {
  readonly seed: number;
  /** After an eighth, a quarter, half and all of the steps. */
  readonly choices: readonly { readonly choice: ChoiceName; readonly points: readonly ChoicePoint[] }[];
  /** Claims that have a hard case. */
  readonly hardCases: number;
  /** Of a state space that could be explored completely: how much there is of it, */
  readonly enumerated?: {
    readonly states: number;
    readonly pairs: number;
    readonly hardCases: number;
    /** and the transitions of charts that the guided walks have not taken, each with the shortest way. */
    readonly unseen: readonly UnseenTransition[];
  };
}

const STATES_MAX = 200_000;
const PARTS = [8, 4, 2, 1];
/** Units of work between two pauses. */
const PER_PAUSE = 1_000;

/**
 * Walks through a network by each way of choosing steps, with equal numbers of steps, and tells what each has seen. How much there is to be seen is
 * found out by an exploration, where that comes to its end. Walks end at a violation, and the next begins.
 *
 * @throws CheckError for wrong options, and as `explore` does
 */
export function compareChoices(network: Network, options: ChoicesOptions): ChoicesResult {
  return doAtOnce(comparison(network, options));
}

/** As `compareChoices`, with pauses in which other work happens and `signal` can be aborted: then it is told of fewer steps. */
export function compareChoicesAsync(network: Network, options: ChoicesOptions): Promise<ChoicesResult> {
  return doWithPauses(comparison(network, options));
}

function* comparison(network: Network, options: ChoicesOptions): Pieces<ChoicesResult> {
  refuseUnknownOptions<ChoicesOptions>(options, OPTIONS, 'compareChoices');
  const { seed, steps = 10_000, stepsMax = 1_000, signal, ...budgets } = options;
  seedOption(seed);
  countOption('steps', steps);
  countOption('stepsMax', stepsMax);
  const whole = yield* enumeration(network, { statesMax: STATES_MAX, ...budgets }, signal);
  const walked: { choice: ChoiceName; points: ChoicePoint[]; coverage: Coverage }[] = [];
  let hardCases = 0;
  for (const choice of ['uniform', 'swarm', 'guided'] as const) {
    const engine = new Engine(network);
    const guide = new Guide();
    const evaluator = new PropertyEvaluator(engine);
    const walker = new Walker(engine, undefined, {
      ...CHOICES[choice],
      guide,
      ...(whole === undefined ? {} : { knownPairs: whole.stepPairs }),
    });
    const seeds = xoroshiro128plus(seed);
    const points: ChoicePoint[] = [];
    let done = 0;
    for (const part of PARTS) {
      const until = Math.ceil(steps / part);
      while (done < until && signal?.aborted !== true) {
        // A walk that cannot take a step counts as one, so that the loop ends.
        const most = Math.min(stepsMax, until - done);
        done += Math.max(1, walker.walk(evaluator.fresh(), seeds.next(), most).steps);
        yield undefined;
      }
      const { met, total } = evaluator.hardCases();
      hardCases = total;
      points.push({ steps: done, pairs: guide.seen.size, hardCases: met });
    }
    walked.push({ choice, points, coverage: engine.coverage() });
  }
  const guided = walked.at(-1)!;
  return {
    seed,
    choices: walked.map(({ choice, points }) => ({ choice, points })),
    hardCases,
    ...(whole === undefined
      ? {}
      : {
          enumerated: {
            states: whole.states,
            pairs: whole.pairs,
            hardCases: whole.hardCases,
            unseen: whole.first.without(network, guided.coverage),
          },
        }),
  };
}

const CHOICES: Readonly<Record<ChoiceName, Choice>> = {
  uniform: UNIFORM,
  swarm: SWARM,
  guided: { ...SWARM, isGuided: true },
};

/** All that there is to be seen of a state space; `undefined` if it cannot be explored completely. */
function* enumeration(network: Network, budgets: Budgets, signal: Budgets['signal']) {
  const search = new BreadthFirst(network, {
    ...budgets,
    ...(signal === undefined ? {} : { signal }),
    afterViolation: 'continue',
  });
  const first = new FirstTransitions(search);
  first.note();
  for (let units = 1; !search.advance(1); units++) {
    first.note();
    if (units % PER_PAUSE === 0) yield undefined;
    if (signal?.aborted) return undefined;
  }
  first.note();
  const { inconclusive, states, properties } = search.finish();
  if (inconclusive !== undefined) return undefined;
  const { engine } = search;
  const stepPairs = engine.pairs();
  const pairs = new PairCounts();
  let expanded = 0;
  for (const vector of search.vectors()) {
    const count = engine.expand(vector);
    for (let k = 0; k < count; k++) {
      const { kind, source, item } = engine.stepAt(k);
      stepPairs.of(vector, kind, source, item);
      for (const key of stepPairs.keys) pairs.add(key);
    }
    if (++expanded % PER_PAUSE === 0) yield undefined;
  }
  const hardCases = properties.filter(({ hardCase }) => hardCase === 'met').length;
  return { states, pairs: pairs.size, stepPairs, hardCases, first };
}
