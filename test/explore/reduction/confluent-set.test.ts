// Goal: whichever steps of the greatest confluent set are taken alone, or choices that are persistent sets, nothing is lost; and the set is as great as it is known to be. Method: random choices on
// the full graphs of random networks, by the reference alone; the same with other sets, which must be noticed; counts of published models.
// Source of the counts: a search by a program of its own, which agrees on the chain (18 of 12,167), and the philosophers (768 of 1,154).

import { describe, expect, it } from 'vitest';
import { searchAlone, toldBy } from '../../../bench/confluence/alone-search.js';
import {
  compareChoices,
  type MayBeTaken,
  persistentChoices,
} from '../../support/reduction/compare-choices.js';
import { ConfluentSet, type Visibility } from '../../../bench/confluence/confluent-set.js';
import { choicesOf } from '../../../bench/confluence/persistent-set.js';
import { stepGraph } from '../../../bench/confluence/step-graph.js';
import { creditChain } from '../../../bench/networks/credit-chain.js';
import { naivePhilosophers } from '../../../bench/networks/naive-philosophers.js';
import { twoPhaseCommit } from '../../../bench/networks/two-phase-commit.js';
import type { Network } from '../../../src/index.js';
import { IS_WHOLE } from '../../support/whole.js';

const NETWORKS = IS_WHOLE ? 4_000 : 60;

describe('steps of the greatest confluent set', () => {
  it('may be taken alone, whichever are', () => {
    const { compared, differences, visited, ofStates } = compareChoices(NETWORKS, 11, 3);
    expect({ compared, differences }).toEqual({ compared: NETWORKS, differences: [] });
    // Otherwise nothing was left out, and the test says nothing.
    expect(visited).toBeLessThan(0.9 * ofStates);
  });

  const any: MayBeTaken = (graph) => (state) => [...graph.nodes[state]!.edges.values()].map((edge) => [edge]);
  /** What commutes with the other steps of the state, whatever comes after them. */
  const nowOnly: MayBeTaken = (graph) => (state) => {
    const { nodes } = graph;
    const { edges } = nodes[state]!;
    return [...edges.values()]
      .filter(({ label, to }) =>
        [...edges.values()].every(
          (other) =>
            other.label === label ||
            (nodes[to]!.edges.get(other.label) !== undefined &&
              nodes[to]!.edges.get(other.label)?.to === nodes[other.to]!.edges.get(label)?.to),
        ),
      )
      .map((edge) => [edge]);
  };
  /** What is invisible in no way but that ends are kept. */
  const unseen: MayBeTaken = (graph) => {
    const set = new ConfluentSet(graph, 'deadlock');
    return (state) => set.in(state).map((edge) => [edge]);
  };

  it.each([
    ['any step', any],
    ['what commutes now', nowOnly],
    ['what hides violations', unseen],
  ])('are not %s', (_, mayBeTaken) => {
    expect(compareChoices(60, 11, 1, mayBeTaken).differences).not.toEqual([]);
  });
});

describe('choices that are persistent sets', () => {
  it('may be taken alone, whichever are', () => {
    const { compared, differences, visited, ofStates } = compareChoices(
      NETWORKS,
      7,
      3,
      persistentChoices,
      'choosing',
    );
    expect({ compared, differences }).toEqual({ compared: NETWORKS, differences: [] });
    // Otherwise nothing was left out, and the test says nothing.
    expect(visited).toBeLessThan(0.95 * ofStates);
  });

  it('are not any choices', () => {
    const anyChoice: MayBeTaken = (graph) => (state) => choicesOf(graph, state);
    expect(compareChoices(60, 7, 1, anyChoice, 'choosing').differences).not.toEqual([]);
  });
});

interface Count {
  readonly name: string;
  readonly network: Network;
  readonly states: number;
  readonly visited: Readonly<Partial<Record<Visibility, number>>>;
  readonly isLarge?: true;
}

const COUNTS: readonly Count[] = [
  {
    name: '8 philosophers',
    network: naivePhilosophers(8),
    states: 1_154,
    visited: { deadlock: 768, 'one-sided': 768, equal: 1_154 },
    isLarge: true,
  },
  {
    name: 'two-phase commit of 5',
    network: twoPhaseCommit(5),
    states: 8_832,
    visited: { deadlock: 5_398, 'one-sided': 5_398, equal: 8_832 },
    isLarge: true,
  },
  {
    name: 'a chain of 3 links',
    network: creditChain({ links: 3, credits: 2, values: 2 }),
    states: 12_167,
    visited: { deadlock: 18, 'one-sided': 18, equal: 18 },
    isLarge: true,
  },
  {
    name: '5 philosophers',
    network: naivePhilosophers(5),
    states: 82,
    visited: { deadlock: 72, 'one-sided': 72, equal: 82 },
  },
  {
    name: 'two-phase commit of 3',
    network: twoPhaseCommit(3),
    states: 288,
    visited: { deadlock: 248, 'one-sided': 248, equal: 288 },
  },
  {
    name: 'a chain of a link',
    network: creditChain({ links: 1, credits: 2, values: 2 }),
    states: 23,
    visited: {},
  },
];

describe.each(COUNTS.filter(({ isLarge = false }) => IS_WHOLE || !isLarge))(
  '$name',
  ({ network, states, visited }) => {
    it('has this many states, of which so many are visited', () => {
      const graph = stepGraph(network, 20_000)!;
      const full = toldBy(graph, graph.nodes);
      expect(graph.nodes).toHaveLength(states);
      for (const [visibility, count] of Object.entries(visited)) {
        const set = new ConfluentSet(graph, visibility as Visibility);
        const search = searchAlone(graph, (state) => set.in(state).slice(0, 1));
        expect([visibility, search.visited.size]).toEqual([visibility, count]);
        expect(search.told.terminal).toEqual(full.terminal);
        if (visibility !== 'deadlock') expect(search.told).toEqual(full);
      }
    });
  },
);
