// Goal: a core that does not perform the steps of sources that sleep finds the very states, steps, violations and numbers that it finds otherwise. Method: networks
// beside a search without the core; that much sleeps in them; and footprints that leave something out, each of which must show. (Random networks, also on
// several threads and where the step log is given up: `test/twins/cores.test.ts`, `test/core/threads.test.ts`.)

import { afterEach, describe, expect, it, vi } from 'vitest';
import { assign, createMachine, sendTo, setup } from 'xstate';
import { creditChain } from '../../bench/networks/credit-chain.js';
import { filterLock } from '../../bench/networks/filter-lock.js';
import { naivePhilosophers } from '../../bench/networks/naive-philosophers.js';
import { pingPong } from '../../bench/networks/ping-pong.js';
import { twoPhaseCommit } from '../../bench/networks/two-phase-commit.js';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { Footprints } from '../../src/core/footprints.js';
import type { StepEvent } from '../../src/core/step-trace.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { CoreSearch } from '../../src/explore/core-search.js';
import { STEP_LOG } from '../../src/explore/progress/step-log.js';
import { run } from '../../src/explore/search.js';
import {
  type ChannelSpec,
  choose,
  componentRef,
  defineNetwork,
  monitor,
  type ExploreOptions,
  type Network,
} from '../../src/index.js';

const mover = createMachine({
  initial: 'here',
  states: { here: { after: { 1: 'there' } }, there: { after: { 1: 'gone' } }, gone: {} },
});

/** Components that do not know each other, and may start in several ways. */
function strangers(): Network {
  const counter = setup({
    types: { context: {} as { count: number }, input: {} as { count: number } },
    guards: { isLess: ({ context }) => context.count < 3 },
    actions: { count: assign({ count: ({ context }) => context.count + 1 }) },
  }).createMachine({
    context: ({ input }) => input,
    initial: 'counting',
    states: {
      counting: { after: { 1: { guard: 'isLess', target: 'counting', reenter: true, actions: 'count' } } },
    },
  });
  return defineNetwork({
    name: 'strangers',
    components: {
      counter: { machine: counter, inputs: [{ count: 0 }, { count: 2 }] },
      mover: { machine: mover },
    },
  });
}

/** Of one component steps change nothing but a monitor that counts them: a state that has no others is a deadlock. */
function watched(): Network {
  const idler = createMachine({
    initial: 'idle',
    states: { idle: { after: { 1: { target: 'idle', reenter: true } } } },
  });
  const counting = createMachine({
    initial: 'none',
    states: {
      none: { on: { step: 'one' } },
      one: { on: { step: 'more' } },
      more: { on: { step: 'many' } },
      many: { tags: 'violation' },
    },
  });
  return defineNetwork({
    name: 'watched',
    components: { idler: { machine: idler }, mover: { machine: mover } },
    properties: [monitor('few steps', counting)],
  });
}

/** Sends one thing after the other to somebody who answers neither. */
function sending(name: string, channel: ChannelSpec): Network {
  const sender = setup({
    actions: {
      tellA: sendTo(componentRef('receiver'), { type: 'A' }),
      tellB: sendTo(componentRef('receiver'), { type: 'B' }),
    },
  }).createMachine({
    initial: 'first',
    states: {
      first: { after: { 1: { target: 'second', actions: 'tellA' } } },
      second: { after: { 1: { target: 'done', actions: 'tellB' } } },
      done: {},
    },
  });
  const receiver = createMachine({
    initial: 'p',
    states: { p: { on: { A: 'q', B: 'w' } }, q: { on: { A: 'w', B: 'p' } }, w: { on: { A: 'p', B: 'q' } } },
  });
  return defineNetwork({
    name,
    components: { sender: { machine: sender }, receiver: { machine: receiver } },
    channels: { default: channel },
  });
}

const QUEUE = sending('what a lossy queue holds', { kind: 'fifo', capacity: 3, lossy: true });
const SET = sending('what a set holds', { kind: 'set' });

/** Two rows of components, along each of which something is handed on: together more sources of steps than there are bits for. */
function relays(): Network {
  const LENGTH = 20;
  const waiting = { waiting: { on: { BATON: 'running' } }, done: {} } as const;
  const runner = (next: string, isFirst: boolean) =>
    setup({ actions: { handOn: sendTo(componentRef(next), { type: 'BATON' }) } }).createMachine({
      initial: isFirst ? 'running' : 'waiting',
      states: { ...waiting, running: { after: { 1: { target: 'done', actions: 'handOn' } } } },
    });
  const last = createMachine({
    initial: 'waiting',
    states: { ...waiting, running: { after: { 1: 'done' } } },
  });
  const row = (name: string) =>
    Array.from({ length: LENGTH }, (_, at) => {
      const machine = at + 1 === LENGTH ? last : runner(`${name}${at + 1}`, at === 0);
      return [`${name}${at}`, { machine }] as const;
    });
  return defineNetwork({ name: 'relays', components: Object.fromEntries([...row('a'), ...row('b')]) });
}

/** Tells a counter of each time that it ticks, and stays as it is, until it is told to stop: what its timer does depends on it, and changes nothing of it. */
function ticking(): Network {
  const counter = setup({
    types: { context: {} as { count: number } },
    actions: { count: assign({ count: ({ context }) => Math.min(3, context.count + 1) }) },
  }).createMachine({ context: { count: 0 }, on: { TICK: { actions: 'count' } } });
  const clock = setup({ actions: { tell: sendTo(componentRef('counter'), { type: 'TICK' }) } }).createMachine(
    {
      initial: 'ticking',
      states: {
        ticking: {
          after: { 1: { target: 'ticking', reenter: true, actions: 'tell' } },
          on: { STOP: 'stopped' },
        },
        stopped: {},
      },
    },
  );
  const stopper = setup({
    actions: { stop: sendTo(componentRef('clock'), { type: 'STOP' }) },
  }).createMachine({ entry: 'stop' });
  return defineNetwork({
    name: 'ticking',
    components: { clock: { machine: clock }, counter: { machine: counter }, stopper: { machine: stopper } },
    channels: { default: { kind: 'fifo', capacity: 2, whenFull: 'block' } },
  });
}

const NETWORKS: readonly (readonly [name: string, network: Network])[] = [
  ['a chain of credit links', creditChain({ links: 2, credits: 2, values: 2 })],
  ['two-phase commit', twoPhaseCommit(4)],
  ['philosophers', naivePhilosophers(6)],
  ['a filter lock', filterLock(3)],
  ['ping-pong', pingPong(4, { kind: 'set', lossy: true })],
  ['a clock that is stopped', ticking()],
  ['strangers', strangers()],
  ['two relays', relays()],
  ['dispatch and combine', choose(dispatchCombine, { dies: 2, tokens: 1, layers: 2 }).network],
];

const usualLog = { ...STEP_LOG };
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(STEP_LOG, usualLog);
});

const ALL = { afterViolation: 'continue', progressChecks: false } as const;

function explored(network: Network, coreFrom: number, options: ExploreOptions = ALL) {
  const search = new BreadthFirst(network, options, coreFrom);
  const { seconds: _, progress: __, bytesPerState: ___, ...result } = run(search);
  return { result, vectors: Array.from(search.vectors(), (vector) => vector.join().replace(/(,0)+$/, '')) };
}

/** What was found by a core from the first state on, and how many steps it did not perform. */
function exploredByCore(network: Network, options: ExploreOptions = ALL) {
  const cores = vi.spyOn(CoreSearch, 'for');
  const found = explored(network, 0, options);
  return { found, slept: cores.mock.results.at(-1)!.value.sleptCount as number };
}

describe('steps that are not performed', () => {
  it.each(NETWORKS)('are known to lead nowhere else: %s', (_, network) => {
    const { found, slept } = exploredByCore(network);
    expect(found).toEqual(explored(network, Infinity));
    expect(slept).toBeGreaterThan(0);
  });

  it.each([QUEUE, SET])('are not taken for others: $name', (network) => {
    expect(exploredByCore(network).found).toEqual(explored(network, Infinity));
  });

  it('are most of those of components that have little to do with each other', () => {
    const { found, slept } = exploredByCore(twoPhaseCommit(6));
    expect(slept).toBeGreaterThan(0.7 * found.result.steps);
  });

  it('are none while it is written down where all steps lead, and some once there is no room for that', () => {
    const network = creditChain({ links: 2, credits: 2, values: 2 });
    const options = { afterViolation: 'continue' } as const;
    expect(exploredByCore(network, options).slept).toBe(0);
    STEP_LOG.stepsMax = 100;
    const { found, slept } = exploredByCore(network, options);
    expect(found).toEqual(explored(network, Infinity, options));
    expect(slept).toBeGreaterThan(0);
  });

  it('are none where a monitor hears all steps, which it may not hear in another order', () => {
    const { found, slept } = exploredByCore(watched());
    expect(found).toEqual(explored(watched(), Infinity));
    expect(slept).toBe(0);
  });
});

it('leaves bytes a state as they are, however a search is cut into pieces', () => {
  const network = creditChain({ links: 3, credits: 2, values: 2 });
  STEP_LOG.stepsMax = 3_000;
  const bytes = [1, 7, 400].map((units) => {
    const search = new BreadthFirst(network, { afterViolation: 'continue' }, 0);
    while (!search.advance(units));
    return search.finish().bytesPerState;
  });
  expect(new Set(bytes).size).toBe(1);
});

/** Places in a footprint: bits of what is touched, bits of what is written, how many cells may be written. */
const [TOUCHED, WRITTEN, CELLS] = [0, 2, 4] as const;

describe('footprints that leave something out are told', () => {
  const { of } = Footprints.prototype;
  type Of = typeof of;
  it.each<[string, (this: Footprints, ...given: Parameters<Of>) => number[]]>([
    [
      'what is only read',
      function (...given) {
        const whole = [...of.apply(this, given)];
        whole.splice(TOUCHED, 2, whole[WRITTEN]!, whole[WRITTEN + 1]!);
        return whole;
      },
    ],
    [
      'what is written',
      function (...given) {
        const whole = [...of.apply(this, given)];
        whole.fill(0, WRITTEN, CELLS);
        return whole;
      },
    ],
    [
      'what the source itself depends on',
      function (steps, _, before) {
        return [...of.call(this, steps, [], before)];
      },
    ],
    [
      'what a channel holds that is no queue',
      function (steps, places, before) {
        return [...of.call(this, steps, places.length === 2 ? places.slice(1) : places, before)];
      },
    ],
    [
      'that losses take more than the head of a queue',
      function (steps, places, before) {
        const tailOf = (event: StepEvent): StepEvent =>
          event.does === 'map' && places.length < 2 ? { ...event, end: 'tail' } : event;
        const pushing = steps.map((step) => ({ ...step, events: step.events.map(tailOf) }));
        return [...of.call(this, pushing, places, before)];
      },
    ],
    [
      'which cells are written',
      function (...given) {
        return [...of.apply(this, given).slice(0, CELLS), 0];
      },
    ],
    [
      'what steps write that go another way than the first',
      function (steps, places, before) {
        return [...of.call(this, before === 0 ? steps : [], places, before)];
      },
    ],
  ])('%s', (_, wrong) => {
    const told = [...NETWORKS.map(([, network]) => network), QUEUE, SET].some((network) => {
      const expected = explored(network, Infinity);
      vi.spyOn(Footprints.prototype, 'of').mockImplementation(wrong);
      const { found } = exploredByCore(network, { ...ALL, statesMax: 2 * expected.result.states });
      vi.restoreAllMocks();
      return JSON.stringify(found) !== JSON.stringify(expected);
    });
    expect(told).toBe(true);
  });
});
