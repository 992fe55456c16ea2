// Goal: a machine with actors that it invokes or spawns comes to what it comes to in a live system, whatever its actors tell it and when. Method: charts of
// every form, and drawn ones, run with XState's own promises and callbacks along every way, beside the network; the tables beside the plain search.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnyStateMachine,
  assign,
  cancel,
  createMachine,
  enqueueActions,
  raise,
  sendTo,
  spawnChild,
  stopChild,
} from 'xstate';
import {
  defineNetwork,
  eventually,
  explore,
  type ExploreOptions,
  type FairnessRule,
  type Network,
  type NetworkSpec,
  reachable,
} from '../../src/index.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { run } from '../../src/explore/search.js';
import { CheckError } from '../../src/network/errors.js';
import { plainSearch } from '../../src/reference/plain-search.js';
import { LIVE_RULES } from '../../src/reference/rules.js';
import { AGAIN_DELAY, chartsWithActors, HELLO_DELAY, type WithActors } from '../support/drawn-actors.js';
import { expectAgreement } from '../support/agreement.js';
import { IS_WHOLE } from '../support/whole.js';
import { type LiveSpace, liveSpace, situationKey } from '../support/live-invocations.js';

const networkOf = ({ machine, actors, stimuli }: WithActors): Network =>
  defineNetwork({ name: 'net', components: { parent: { machine, actors, stimuli } } });

/** What the network comes to, as a live system is looked at. */
function situationsOf(network: Network): { readonly situations: Set<string>; readonly fails: boolean } {
  const search = new BreadthFirst(network, { afterViolation: 'continue', progressChecks: false });
  const { violations } = run(search);
  const situations = [...search.contents()].map(({ locals: [local] }) => {
    const { value, context, status } = local!.snapshot;
    const running = local!.actors.flatMap(({ id, isOver }) => (isOver ? [] : [id]));
    const timers = local!.timers.map(({ event }) => delayOf(event.type)).sort();
    return situationKey({ value, context, status, running, timers });
  });
  const fails = violations.some(({ property }) => property === 'no-exception');
  return { situations: new Set(situations), fails };
}

/** In milliseconds; of what a chart raises itself, see `again`. */
const delayOf = (type: string) =>
  type === 'HELLO' ? HELLO_DELAY : Number(/^xstate\.after\.(\d+)\./.exec(type)?.[1] ?? AGAIN_DELAY);

async function expectLive(each: WithActors): Promise<LiveSpace | undefined> {
  const live = await liveSpace(each.machine, each.actors, each.stimuli);
  if (live === undefined) return undefined;
  const network = networkOf(each);
  const found = situationsOf(network);
  expect([...found.situations].sort()).toEqual([...live.situations].sort());
  expect(found.fails).toBe(live.fails);
  expectAgreement(network);
  return live;
}

/** Networks with more states are left out: the plain search for runs that never end takes long. */
const STATES_MAX = 100;

const RUNS = IS_WHOLE ? 400 : 12;

const stimuli = (...types: readonly string[]) => types.map((type) => ({ type }));
const count = assign({ n: ({ context }: { context: { n: number } }) => (context.n + 1) % 3 }) as never;
const keep = assign({ kept: ({ event }) => (event as unknown as { output: unknown }).output });
const keepError = assign({ kept: ({ event }) => (event as unknown as { error: unknown }).error });

type Spawning = { readonly spawn: (source: string, options: object) => unknown; readonly context: Holding };
interface Holding {
  readonly first: unknown;
  readonly all: readonly unknown[];
}

const hold = (id: string) =>
  assign({
    all: ({ spawn, context }: Spawning) => [...context.all, { actor: spawn('p', { id, input: 1 }) }],
  } as never);
const anew = assign({ held: ({ spawn }: Spawning) => spawn('p', { id: 'held' }) } as never);
const release = enqueueActions(({ enqueue, context }) => {
  for (const held of (context as unknown as Holding).all) enqueue.stopChild((held as { actor: never }).actor);
  enqueue.assign({ all: [] } as never);
});
const lastOf = (context: unknown) =>
  ((context as Holding).all.at(-1) as { actor: unknown } | undefined)?.actor;

const CASES: Readonly<Record<string, WithActors>> = {
  'a promise that is looked for anew': {
    machine: createMachine({
      context: { kept: null },
      initial: 'idle',
      on: { LOOK: { target: '.looking', reenter: true } },
      states: {
        idle: {},
        looking: {
          invoke: {
            src: 'lookup',
            onDone: { target: 'found', actions: keep },
            onError: { target: 'idle', actions: keepError },
          },
          on: { CANCEL: 'idle' },
        },
        found: {},
      },
    }),
    actors: { lookup: { outputs: ['a', 'b'], errors: [{ message: 'offline' }] } },
    stimuli: stimuli('LOOK', 'CANCEL'),
  },
  'an output that is made of the input': {
    machine: createMachine({
      context: { n: 0, kept: null },
      initial: 'looking',
      states: {
        looking: {
          on: { NEXT: { target: 'looking', reenter: true, actions: count } },
          invoke: {
            src: 'lookup',
            input: ({ context }) => (context as unknown as { n: number }).n,
            onDone: { actions: keep },
          },
        },
      },
    }),
    actors: { lookup: { outputs: ({ input }: { input: number }) => [input, input + 10] } },
    stimuli: stimuli('NEXT'),
  },
  'an end that nothing takes, and then one that something takes': {
    machine: createMachine(
      {
        context: { n: 0 },
        initial: 'a',
        states: {
          a: { invoke: { id: 'p', src: 'p' }, on: { GO: 'b', AGAIN: { target: 'a', reenter: true } } },
          b: {
            invoke: { id: 'p', src: 'p', onDone: { guard: 'isUp', target: 'a', actions: count } },
            on: { UP: { actions: count } },
          },
        },
      },
      { guards: { isUp: ({ context }: { context: { n: number } }) => context.n > 0 } } as never,
    ),
    actors: { p: { outputs: [undefined] } },
    stimuli: stimuli('GO', 'AGAIN', 'UP'),
  },
  'a failure that nothing takes': {
    machine: createMachine({ initial: 'a', states: { a: { invoke: { src: 'p', onDone: 'b' } }, b: {} } }),
    actors: { p: { outputs: [1], errors: ['no'] } },
    stimuli: [],
  },
  'a failure that a wildcard takes': {
    machine: createMachine({
      initial: 'a',
      states: { a: { invoke: { src: 'p' }, on: { '*': 'b' } }, b: {} },
    }),
    actors: { p: { outputs: [1], errors: ['no'] } },
    stimuli: stimuli('OTHER'),
  },
  'several at once, in parallel states': {
    machine: createMachine({
      type: 'parallel',
      states: {
        left: {
          initial: 'a',
          states: { a: { invoke: { src: 'r', onDone: 'b' } }, b: { on: { BACK: 'a' } } },
        },
        right: {
          invoke: [
            { id: 'p', src: 'p', onDone: '.b' },
            { id: 'q', src: 'p', onDone: '.c' },
          ],
          initial: 'a',
          states: { a: {}, b: {}, c: {} },
        },
      },
    }),
    actors: { p: { outputs: [1] }, r: { outputs: [2] } },
    stimuli: stimuli('BACK'),
  },
  'a message to an actor that is over, and one to it once it is started anew': {
    machine: createMachine({
      context: { n: 0 },
      invoke: { id: 'p', src: 'p' },
      on: {
        HAIL: { actions: [sendTo('p', { type: 'HELLO' }), sendTo('x', { type: 'HELLO' }), count] },
        ANEW: { actions: [stopChild('x'), spawnChild('p', { id: 'x' })] },
      },
      entry: spawnChild('p', { id: 'x' }),
    }),
    actors: { p: { outputs: [1] } },
    stimuli: stimuli('HAIL', 'ANEW'),
  },
  'a message that an actor is to get later has the id of a timer': {
    machine: createMachine({
      initial: 'a',
      invoke: { id: 'p', src: 'p' },
      states: {
        a: {
          entry: [
            raise({ type: 'AGAIN' }, { delay: AGAIN_DELAY, id: 'same' }),
            sendTo('p', { type: 'HELLO' }, { delay: HELLO_DELAY, id: 'same' }),
          ],
          on: { CANCEL: { target: 'b', actions: cancel('same') }, LEAVE: 'b' },
        },
        b: { on: { AGAIN: 'c' } },
        c: {
          entry: [
            sendTo('p', { type: 'HELLO' }, { delay: HELLO_DELAY, id: 'same' }),
            raise({ type: 'AGAIN' }, { delay: AGAIN_DELAY, id: 'same' }),
          ],
          on: { CANCEL: { target: 'd', actions: cancel('same') } },
        },
        d: { on: { AGAIN: 'e' } },
        e: { type: 'final' },
      },
    }),
    actors: { p: {} },
    stimuli: stimuli('CANCEL', 'LEAVE'),
  },
  'a callback that sends, and is sent to': {
    machine: createMachine({
      context: { n: 0 },
      initial: 'closed',
      states: {
        closed: { on: { OPEN: 'open', MESSAGE: 'wrong' } },
        open: {
          entry: sendTo('socket', { type: 'HELLO' }),
          invoke: { id: 'socket', src: 'socket' },
          on: {
            MESSAGE: { actions: [count, sendTo('socket', { type: 'THANKS' })] },
            GONE: 'closed',
            CLOSE: 'closed',
          },
        },
        wrong: {},
      },
    }),
    actors: { socket: { events: [{ type: 'MESSAGE' }, { type: 'GONE' }] } },
    stimuli: stimuli('OPEN', 'CLOSE'),
  },
  'actors that are spawned and stopped by actions': {
    machine: createMachine({
      context: { n: 0 },
      initial: 'a',
      states: {
        a: { on: { START: { target: 'b', actions: spawnChild('p', { id: 'x' }) } } },
        b: {
          on: {
            STOP: { target: 'a', actions: stopChild('x') },
            LEAVE: 'c',
            'xstate.done.actor.x': { target: 'a', actions: count },
          },
        },
        c: { on: { STOP: { target: 'a', actions: stopChild('x') } } },
      },
    }),
    actors: { p: { outputs: [1] } },
    stimuli: stimuli('START', 'STOP', 'LEAVE'),
  },
  'actors that the context holds, in lists too': {
    machine: createMachine({
      context: (({ spawn }: Spawning) => ({
        first: spawn('p', { id: 'first', input: 7 }),
        all: [],
        n: 0,
      })) as never,
      initial: 'a',
      states: {
        a: { on: { START: { target: 'b', actions: [hold('x'), hold('y')] } } },
        b: {
          entry: sendTo(({ context }) => (context as unknown as Holding).first as never, {
            type: 'HELLO',
          } as never),
          on: {
            STOP: { target: 'c', actions: stopChild(({ context }) => lastOf(context) as never) },
            'xstate.done.actor.x': { actions: count },
          },
        },
        c: {
          always: {
            guard: ({ context }: { context: unknown }) =>
              lastOf(context) === (context as unknown as Holding).first,
            target: 'wrong',
          },
          on: { START: { target: 'a', actions: release } },
        },
        wrong: {},
      },
    } as never) as AnyStateMachine,
    actors: { p: { outputs: ({ input }: { input: number }) => [input] } },
    stimuli: stimuli('START', 'STOP'),
  },
  'one that is held is started anew under its id': {
    machine: createMachine({
      context: { held: null, n: 0 },
      on: {
        GO: { actions: [stopChild(({ context }) => (context as { held: never }).held), anew] },
        STOP: { actions: stopChild(({ context }) => (context as { held: never }).held) },
        'xstate.done.actor.held': { actions: count },
      },
    }),
    actors: { p: { outputs: [1], errors: ['no'] } },
    stimuli: stimuli('GO', 'STOP'),
  },
  'one that is stopped before it has begun': {
    machine: createMachine({
      context: { n: 0 },
      initial: 'a',
      states: {
        a: { on: { GO: 'b' } },
        b: { invoke: { id: 'p', src: 'p', onDone: 'wrong' }, entry: raise({ type: 'ON' }), on: { ON: 'c' } },
        c: { invoke: { id: 'p', src: 'p', onDone: { target: 'a', actions: count } } },
        wrong: {},
      },
    }),
    actors: { p: { outputs: [1] } },
    stimuli: stimuli('GO'),
  },
  'a machine that ends while its actors run, and timers beside them': {
    machine: createMachine({
      context: { n: 0 },
      initial: 'a',
      invoke: { id: 'root', src: 'p', onDone: { actions: count } },
      states: {
        a: { invoke: { id: 'p', src: 'p', onDone: 'b' }, after: { 1000: 'late' } },
        b: { type: 'final' },
        late: { on: { RETRY: 'a' } },
      },
    }),
    actors: { p: { outputs: [1] } },
    stimuli: stimuli('RETRY'),
  },
};

describe('beside live actors', () => {
  for (const [name, each] of Object.entries(CASES)) {
    it(name, async () => {
      expect(await expectLive(each)).toBeDefined();
    });
  }
});

it('drawn charts', async () => {
  let compared = 0;
  let failing = 0;
  await fc.assert(
    fc.asyncProperty(chartsWithActors('again'), async (each) => {
      const live = await expectLive(each);
      if (live !== undefined) compared++;
      if (live?.fails === true) failing++;
    }),
    { numRuns: RUNS, seed: 20_261_201 },
  );
  // Those with many situations take too long to follow.
  expect(compared).toBeGreaterThan(RUNS / 3);
  expect(failing).toBeGreaterThan(0);
});

it('drawn charts that hold actors in their contexts', async () => {
  let compared = 0;
  let holding = 0;
  await fc.assert(
    fc.asyncProperty(chartsWithActors('respawn', 'dismiss', 'greet'), async (each) => {
      const live = await expectLive(each);
      if (live === undefined) return;
      compared++;
      if ([...live.situations].some((situation) => situation.includes('"actor":"held"'))) holding++;
    }),
    { numRuns: 2 * RUNS, seed: 20_261_204 },
  );
  expect(compared).toBeGreaterThan(RUNS / 3);
  expect(holding).toBeGreaterThan(2);
});

it('drawn charts of which the environment has promised what actors tell: runs that never end are judged alike', () => {
  const promise = fc.constantFrom(
    { stimulus: 'xstate.done.actor.spawned' },
    { stimulus: 'xstate.done.actor.0.a' },
    { stimulus: 'MESSAGE' },
    { stimulus: 'GO' },
    { actor: 'spawned' },
    { actor: '0.a' },
  );
  const promised = fc.uniqueArray(fc.tuple(promise, fc.constantFrom('weak', 'weak', 'strong')), {
    minLength: 1,
    selector: ([about]) => about,
  });
  const seen = { violated: 0, restarts: 0 };
  fc.assert(
    fc.property(chartsWithActors('again'), promised, fc.boolean(), (each, rules, isCrashing) => {
      const { machine, actors, stimuli } = each;
      const crashes = isCrashing ? { crashes: { atMost: 1, restarts: true } } : {};
      const spec = (units: readonly FairnessRule[]): NetworkSpec => ({
        name: 'net',
        components: { parent: { machine, actors, stimuli, ...crashes } },
        properties: ['a', 'b', 'end'].map((state) =>
          eventually(`comes to ${state}`, (view) => view.matches('parent', state)),
        ),
        fairness: { units },
      });
      const units = rules.map(
        ([about, fairness]) => ({ ...about, fairness, component: 'parent' }) as FairnessRule,
      );
      const network = networkWith(spec, units);
      if (network === undefined) return;
      const { states, inconclusive } = explore(network, {
        statesMax: STATES_MAX,
        afterViolation: 'continue',
      });
      if (inconclusive !== undefined) return;
      expectAgreement(network, states);
      const [live, forgetful] = (['interrupts', 'counts as enabled'] as const).map(
        (restart) => plainSearch(network, { rules: { ...LIVE_RULES, restart } }).violated,
      );
      if (live!.some((name) => name.startsWith('comes to'))) seen.violated++;
      if (String(live) !== String(forgetful)) seen.restarts++;
    }),
    { numRuns: 3 * RUNS, seed: 20_261_203 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
});

/** With those of the rules that are about what the chart knows. */
function networkWith(spec: (units: readonly FairnessRule[]) => NetworkSpec, units: readonly FairnessRule[]) {
  const known = units.filter((unit) => {
    try {
      defineNetwork(spec([unit]));
      return true;
    } catch (thrown) {
      if (thrown instanceof CheckError) return false;
      throw thrown;
    }
  });
  return known.length === 0 ? undefined : defineNetwork(spec(known));
}

const verdictsOf = (network: Network, options: ExploreOptions) =>
  explore(network, { ...options, afterViolation: 'continue' }).properties.map(({ name, verdict }) => ({
    name,
    verdict,
  }));

it('of two drawn charts that send each other events, all searches say the same', () => {
  const seen = { reduced: 0, conclusive: 0, violated: 0 };
  fc.assert(
    fc.property(chartsWithActors('tell'), chartsWithActors('tell'), (one, two) => {
      const component = ({ machine, ...rest }: WithActors, other: string) => ({
        machine,
        aliases: { other },
        ...rest,
      });
      const network = defineNetwork({
        name: 'net',
        components: { one: component(one, 'two'), two: component(two, 'one') },
        channels: { default: { kind: 'fifo', capacity: 1, deferring: true } },
        properties: [reachable('one ends', (view) => view.isDone('one'))],
      });
      const plainly = explore(network, { statesMax: STATES_MAX, afterViolation: 'continue' });
      if (plainly.inconclusive !== undefined) return;
      expectAgreement(network, plainly.states);
      const expected = verdictsOf(network, {});
      const reduced = explore(network, { reduction: true, afterViolation: 'continue' });
      if (reduced.states < plainly.states) seen.reduced++;
      for (const [at, { name, verdict }] of reduced.properties.entries()) {
        // What a reduced search leaves open it says.
        if (verdict === 'inconclusive') continue;
        expect({ name, verdict }).toEqual(expected[at]);
        seen.conclusive++;
        if (verdict === 'violated') seen.violated++;
      }
    }),
    { numRuns: 2 * RUNS, seed: 20_261_202 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
});
