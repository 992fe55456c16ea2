/**
 * Goal: the interpreter, which runs machines in a scope of its own, takes them to mean what XState's public functions take them to mean.
 * Method: a small search and some walks of every network of the repository; each question that they put to XState is put to `transition` or
 * `initialTransition` too, and the answers are compared: the next state with its history, what is sent to whom and emitted, in order, and which
 * timers are started and cancelled.
 */
import type { AnyStateMachine } from 'xstate';
import { describe, expect, it } from 'vitest';
import { creditChain } from '../../bench/networks/credit-chain.js';
import { catalogue } from '../../properties/catalogue.js';
import { type Configuration, configurationOf, explore, type Network, walk } from '../../src/index.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import { TextCanon } from '../../src/reference/text-canon.js';
import { MachineCopies } from '../../src/interpreter/machine-copies.js';
import { OWN_NAMES } from '../../src/interpreter/names.js';
import { alternatingBit } from '../ground-truth/alternating-bit.network.js';
import { chandyMisraPhilosophers } from '../ground-truth/chandy-misra-philosophers.network.js';
import { independentComponents, parallelRegions } from '../ground-truth/independent-switches.network.js';
import { naivePhilosophers } from '../../bench/networks/naive-philosophers.js';
import { peterson } from '../ground-truth/peterson.network.js';
import { pingPong } from '../../bench/networks/ping-pong.js';
import { terminationDetection } from '../ground-truth/termination-detection.network.js';
import { twoPhaseCommit } from '../../bench/networks/two-phase-commit.js';
import { PublicTwin } from '../support/public-twin.js';

const STATES_MAX = 100;
const WALK = { seed: 1, walks: 1, stepsMax: 200 };

/** Configurations that have what the default one has not. */
const FURTHER: Readonly<Record<string, readonly Configuration[]>> = {
  'dispatch-combine': [{ dies: 2, tokens: 1, layers: 1, limit: 'probe', failures: 1 }],
  // Who writes into decode's pages, and nodes that die.
  'kv-transfer': [
    { direction: 'push', fails: 'prefill' },
    { fails: 'prefill', comesBack: 'yes' },
  ],
  'request-life': [{ requests: 1, prefills: 2, aborts: 1, deaths: 1 }],
  'context-cache': [{ tenants: 2, quota: 2, prompts: 1 }],
};

function look(network: Network, twin: PublicTwin): void {
  twin.watch(() => {
    explore(network, { statesMax: STATES_MAX, afterViolation: 'continue' });
    walk(network, WALK);
  });
}

describe('XState answers as its public functions do', () => {
  it.each([
    alternatingBit(1),
    chandyMisraPhilosophers(3),
    independentComponents(3),
    parallelRegions(3),
    naivePhilosophers(3),
    peterson(),
    pingPong(3, { kind: 'fifo', capacity: 1 }),
    terminationDetection(3),
    twoPhaseCommit(2),
    creditChain({ links: 2, credits: 2, values: 2 }),
  ])('$name', (network) => {
    const twin = new PublicTwin();
    look(network, twin);
    expect(twin.questions).toBeGreaterThan(10);
    expect(twin.unknown).toBe(0);
  });

  it('every chart of the catalogue', () => {
    const twin = new PublicTwin();
    for (const family of catalogue.families) {
      for (const given of [{}, ...(FURTHER[family.name] ?? [])])
        look(family.build(configurationOf(family, given), new Set()), twin);
    }
    expect(twin.unknown).toBe(0);
    expect(twin.questions).toBeGreaterThan(5_000);

    const others = Object.values(catalogue.machines).filter(({ id }) => !twin.machines.has(id));
    // Monitors that only other configurations have, or that hear of nothing in these.
    expect(others.map(({ id }) => id).sort()).toEqual([
      'all-parts-end',
      'dispatches-in-turn',
      'evicts-the-shortfall',
      'expired-when-over',
      'leased-in-order',
      'overtaken-at-most',
      'own-blocks',
      'prompts-computed-whole',
      'prompts-in-turn',
      'replicas-share-the-dies',
      'served-in-order',
      'writes-within-credits',
    ]);
    twin.watch(() => others.forEach(askAboutEachEvent));
    expect(Object.keys(catalogue.machines).filter((id) => !twin.machines.has(id))).toEqual([]);
  });
});

function askAboutEachEvent(machine: AnyStateMachine): void {
  const interpreter = new Interpreter(
    machine.id,
    machine.id,
    { machine },
    OWN_NAMES,
    new MachineCopies(),
    new TextCanon(),
  );
  const { next } = interpreter.initial(undefined);
  for (const type of [...machine.events, 'SOMETHING']) interpreter.ask(next, { type });
}
