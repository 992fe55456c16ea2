import { CheckError } from '../../../src/index.js';
import { searchAlone, toldBy } from '../../../bench/confluence/alone-search.js';
import { ConfluentSet, showing, type Visibility } from '../../../bench/confluence/confluent-set.js';
import { choicesOf, dependence } from '../../../bench/confluence/persistent-set.js';
import { type DrawingKind, drawings, networkOf } from '../../../bench/confluence/random-network.js';
import { type StepEdge, type StepGraph, stepGraph } from '../../../bench/confluence/step-graph.js';

const STATES_MAX = 60;
const VISIBILITIES: readonly Visibility[] = ['deadlock', 'one-sided', 'equal'];

/** What came of taking steps alone at random. */
export interface ChoiceComparison {
  readonly compared: number;
  readonly differences: readonly string[];
  readonly states: number;
  /** States that were visited, over all choices, and how many there would have been. */
  readonly visited: number;
  readonly ofStates: number;
}

/** What may be taken alone in each state of a graph: one step, or several of one component. */
export type MayBeTaken = (
  graph: StepGraph,
  visibility: Visibility,
) => (state: number) => readonly (readonly StepEdge[])[];

/** Those of the greatest confluent set. */
const confluent: MayBeTaken = (graph, visibility) => {
  const set = new ConfluentSet(graph, visibility);
  return (state) => set.in(state).map((edge) => [edge]);
};

/** Persistent sets that are a choice of one component. */
export const persistentChoices: MayBeTaken = (graph, visibility) => {
  const shows = showing(graph, visibility);
  return (state) =>
    choicesOf(graph, state).filter((edges) => {
      const labels = edges.map(({ label }) => label);
      return dependence(graph, state, labels, shows) === undefined;
    });
};

/**
 * Tries what the definitions of the greatest confluent set, and of persistent sets, promise: whichever are taken alone, what is told stays the same. No rule of the checker takes
 * part in it.
 *
 * @param mayBeTaken another set, for tests
 */
export function compareChoices(
  count: number,
  seed: number,
  choices: number,
  mayBeTaken: MayBeTaken = confluent,
  kind: DrawingKind = 'mixed',
): ChoiceComparison {
  const differences: string[] = [];
  let [at, compared, states, visited, ofStates] = [0, 0, 0, 0, 0];
  const random = randomNumbers(seed);
  for (const drawing of drawings(seed, kind)) {
    if (compared >= count) break;
    at++;
    const graph = graphOf(drawing);
    if (graph === undefined) continue;
    compared++;
    states += graph.nodes.length;
    const full = toldBy(graph, graph.nodes);
    for (const visibility of VISIBILITIES) {
      const takenAt = mayBeTaken(graph, visibility);
      for (let choice = 0; choice < choices; choice++) {
        const search = searchAlone(graph, (state) => {
          const sets = takenAt(state);
          // The first choice is greedy; the others expand some states in full.
          return sets[choice === 0 ? 0 : random(sets.length + 1)] ?? [];
        });
        visited += search.visited.size;
        ofStates += graph.nodes.length;
        const isSame =
          visibility === 'deadlock'
            ? String(search.told.terminal) === String(full.terminal)
            : JSON.stringify(search.told) === JSON.stringify(full);
        if (!isSame) differences.push(`network ${at} of seed ${seed}, ${visibility}, choice ${choice}`);
      }
    }
  }
  return { compared, differences, states, visited, ofStates };
}

function graphOf(drawing: Parameters<typeof networkOf>[0]): StepGraph | undefined {
  try {
    return stepGraph(networkOf(drawing), STATES_MAX);
  } catch (thrown) {
    if (thrown instanceof CheckError) return undefined;
    throw thrown;
  }
}

/** Whole numbers below a limit, by a seed (mulberry32). */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
