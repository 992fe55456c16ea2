/**
 * The tables must mean what XState means. On every network here that has at most 50,000 states, three searches must agree: the
 * tables, a plain search that asks XState at every step and keeps states as text, and random walks. They must find the same states
 * (not only as many), the same number of edges, levels and ends, and the same violations and witnesses.
 */
import { describe, expect, it } from 'vitest';
import { creditChain } from '../bench/networks/credit-chain.js';
import { dispatchCombine } from '../machines/networks/dispatch-combine.js';
import { Engine } from '../src/engine/engine.js';
import { BreadthFirst } from '../src/explore/breadth-first.js';
import { plainSearch } from '../src/explore/plain-search.js';
import { Walker } from '../src/explore/random-walk.js';
import { run } from '../src/explore/search.js';
import { type Configuration, configurationOf, type Network } from '../src/index.js';
import { BUILT_IN_PROPERTIES } from '../src/network/property.js';
import { Judge } from '../src/property/judge.js';
import { alternatingBit } from './ground-truth/alternating-bit.network.js';
import { chandyMisraPhilosophers } from './ground-truth/chandy-misra-philosophers.network.js';
import { independentComponents, parallelRegions } from './ground-truth/independent-switches.network.js';
import { naivePhilosophers } from './ground-truth/naive-philosophers.network.js';
import { peterson } from './ground-truth/peterson.network.js';
import { pingPong } from './ground-truth/ping-pong.network.js';
import { terminationDetection } from './ground-truth/termination-detection.network.js';
import { twoPhaseCommit } from './ground-truth/two-phase-commit.network.js';

const STATES_MAX = 50_000;

const dispatchCombineWith = (configuration: Configuration, ...faults: string[]): Network => {
  const set = new Set(faults);
  return dispatchCombine.build(configurationOf(dispatchCombine, configuration, set), set);
};

const networks: Record<string, Network> = {
  'alternating bit': alternatingBit(2),
  'Chandy-Misra philosophers, 4': chandyMisraPhilosophers(4),
  'independent components, 6': independentComponents(6),
  'parallel regions, 6': parallelRegions(6),
  'naive philosophers, 5': naivePhilosophers(5),
  Peterson: peterson(),
  'ping-pong on a lossy set': pingPong(3, { kind: 'set', lossy: true }),
  'ping-pong on a lossy bag': pingPong(3, { kind: 'bag', lossy: true }),
  'ping-pong, duplicated': pingPong(3, { kind: 'fifo', duplicating: true, capacity: 2 }),
  'ping-pong on a bounded queue that must not overflow': pingPong(3, {
    kind: 'fifo',
    capacity: 1,
    whenFull: 'error',
  }),
  'termination detection, 3': terminationDetection(3),
  'two-phase commit, 4': twoPhaseCommit(4),
  'credit chain, 2 links': creditChain({ links: 2, credits: 2, values: 2 }),
  'credit chain, 3 links': creditChain({ links: 3, credits: 1, values: 2 }),
  'dispatch-combine, 1 layer': dispatchCombineWith({ tokens: 1, layers: 1 }),
  'dispatch-combine, 2 layers, balanced': dispatchCombineWith({ tokens: 1, layers: 2, routing: 'balanced' }),
  'dispatch-combine, 2 microbatches': dispatchCombineWith({
    tokens: 0,
    layers: 1,
    microbatches: 2,
    routing: 'balanced',
  }),
  ...Object.fromEntries(
    ['A1', 'A2', 'B1', 'D3'].map((fault) => [
      `dispatch-combine under ${fault}`,
      dispatchCombineWith({ layers: 1, tokens: 1 }, fault),
    ]),
  ),
};

describe('tables, plain XState search and random walks agree', () => {
  for (const [name, network] of Object.entries(networks)) {
    it(name, () => {
      const search = new BreadthFirst(network, { afterViolation: 'continue' });
      const tables = run(search);
      expect(tables.distinct).toBeLessThanOrEqual(STATES_MAX);
      const plain = plainSearch(network);

      const { distinct, edges, depth, terminal } = tables;
      expect({ distinct, edges, depth, terminal }).toEqual({
        distinct: plain.distinct,
        edges: plain.edges,
        depth: plain.depth,
        terminal: plain.terminal,
      });
      const keys = [...search.stateKeys()];
      expect(keys.filter((key) => !plain.keys.has(key))).toEqual([]);
      expect(new Set(keys).size).toBe(plain.distinct);

      const isWitness = (property: string) =>
        network.properties.some((each) => each.name === property && each.kind === 'reachable');
      const violated = tables.properties.filter(
        (each) => each.verdict === 'violated' && !isWitness(each.name),
      );
      expect(violated.map((each) => each.name).sort()).toEqual(plain.violated);
      const met = tables.properties.filter((each) => each.verdict === 'holds' && isWitness(each.name));
      expect(met.map((each) => each.name).sort()).toEqual(plain.witnessed);

      const engine = new Engine(network);
      const seen = new Set<string>();
      const walker = new Walker(engine, (vector) => seen.add(engine.stateKey(vector)));
      const judge = new Judge(engine);
      const found = new Set<string>();
      for (let seed = 1; seed <= 40; seed++) {
        const { finding } = walker.walk(judge.fresh(), seed, 200);
        if (finding !== undefined) found.add(finding.property);
      }
      expect(seen.size).toBeGreaterThan(1);
      expect([...seen].filter((key) => !plain.keys.has(key))).toEqual([]);
      expect([...found].filter((property) => !plain.violated.includes(property))).toEqual([]);
      expect(tables.properties.slice(0, BUILT_IN_PROPERTIES.length).map((each) => each.name)).toEqual([
        ...BUILT_IN_PROPERTIES,
      ]);
    });
  }
});
