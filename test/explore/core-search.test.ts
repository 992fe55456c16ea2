// Goal: the core looks at everything that may have changed. Method: a network drawn so that what the core knew of a claim is out of date at the very next state,
// explored by the core from the first state on.

import { describe, expect, it } from 'vitest';
import { assign, emit, sendTo, setup } from 'xstate';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { run } from '../../src/explore/search.js';
import { always, defineNetwork, monitor, type Network } from '../../src/index.js';
import type { Property } from '../../src/network/property.js';

const sends = (to: string) => sendTo(({ system }) => system.get(to), { type: 'HELLO' });

/**
 * `late` uses its channel for the first time in its second step. The first of the two states after one step is the one in which that is found out; in the second
 * `early` has sent its message.
 */
function lateAndEarly(properties: readonly Property[]): Network {
  const delays = { tick: 1 };
  const late = setup({ actions: { tell: sends('listener') }, delays }).createMachine({
    id: 'late',
    initial: 'zero',
    states: {
      zero: { after: { tick: 'one' } },
      one: { after: { tick: { target: 'two', actions: 'tell' } } },
      two: { type: 'final' },
    },
  });
  const early = setup({ actions: { tell: sends('listener') }, delays }).createMachine({
    id: 'early',
    initial: 'zero',
    states: { zero: { after: { tick: { target: 'one', actions: 'tell' } } }, one: { type: 'final' } },
  });
  const listener = setup({}).createMachine({ id: 'listener', tags: 'rest' });
  return defineNetwork({
    name: 'late and early',
    components: { late: { machine: late }, early: { machine: early }, listener: { machine: listener } },
    channels: { default: { kind: 'fifo', deferring: true } },
    properties: [...properties],
  });
}

const explored = (network: Network) => run(new BreadthFirst(network, {}, 0));

/** Counts to 6. */
const counter = setup({
  types: { context: {} as { readonly n: number } },
  guards: { isBelowSix: ({ context }) => context.n < 6 },
  actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
}).createMachine({
  id: 'counter',
  context: { n: 0 },
  tags: 'rest',
  on: { UP: { guard: 'isBelowSix', actions: 'count' } },
});

/** `teller` violates a claim in the state out of which it may use its channel for the first time; `counter` counts to 6 beside it. */
function tellsWhenViolated(): Network {
  const teller = setup({ actions: { tell: sends('listener') } }).createMachine({
    id: 'teller',
    initial: 'begins',
    states: {
      begins: { tags: 'rest', on: { A: 'a', B: 'b', WRONG: 'wrong' } },
      a: { tags: 'rest' },
      b: { tags: 'rest' },
      wrong: { tags: 'rest', on: { SAY: { target: 'a', actions: 'tell' } } },
    },
  });
  const listener = setup({}).createMachine({ id: 'listener', tags: 'rest', on: { HELLO: {} } });
  return defineNetwork({
    name: 'tells when violated',
    components: {
      counter: { machine: counter, stimuli: [{ type: 'UP' }] },
      teller: { machine: teller, stimuli: ['A', 'B', 'WRONG', 'SAY'].map((type) => ({ type })) },
      listener: { machine: listener },
    },
    properties: [
      always('never wrong', (view) => !view.matches('teller', 'wrong')),
      always(
        'few wait',
        (view) =>
          view.waiting('teller', 'listener').length < 9 &&
          (view.matches('teller', 'begins') || !view.matches('teller', 'begins')),
      ),
    ],
  });
}

describe('when a channel appears, a claim about others is evaluated in the next state', () => {
  it('which may violate it', () => {
    const silent = always('silent', (view) => view.waiting('early', 'listener').length === 0);
    const { violations } = explored(lateAndEarly([silent]));
    expect(violations.map(({ property, steps }) => [property, steps.length])).toEqual([['silent', 1]]);
  });

  it('which may have the tightest margin', () => {
    const room = always('room', (view) =>
      view.matches('late', 'zero') ? 2 - view.waiting('early', 'listener').length : 2,
    );
    const { properties } = explored(lateAndEarly([room]));
    expect(properties.find(({ name }) => name === 'room')).toMatchObject({ verdict: 'holds', margin: 1 });
  });
});

it('what is known of a claim is renewed when telling of another violation has used a channel for the first time', () => {
  const [byCore, byTables] = [0, Infinity].map((coreFrom) => {
    const { states, steps, violations } = run(
      new BreadthFirst(tellsWhenViolated(), { afterViolation: 'continue' }, coreFrom),
    );
    return { states, steps, violated: violations.map(({ property }) => property) };
  });
  expect(byCore).toEqual(byTables);
  expect(byTables).toMatchObject({ violated: ['never wrong'] });
});

/** `speaker` speaks softly or loudly, which only a monitor tells apart afterwards; beside it so many components stand still. */
function loudBesideMany(idle: number, properties?: readonly Property[]): Network {
  const speaker = setup({ actions: { say: emit({ type: 'LOUD' }) } }).createMachine({
    id: 'speaker',
    initial: 'before',
    states: {
      before: { tags: 'rest', on: { SPEAK_SOFTLY: 'after', SHOUT: { target: 'after', actions: 'say' } } },
      after: { type: 'final' },
    },
  });
  const still = setup({}).createMachine({ id: 'still', tags: 'rest' });
  const isLoud = setup({}).createMachine({
    id: 'isLoud',
    initial: 'silent',
    states: { silent: { on: { LOUD: 'loud' } }, loud: { tags: 'violation' } },
  });
  return defineNetwork({
    name: 'loud beside many',
    components: {
      speaker: { machine: speaker, stimuli: [{ type: 'SPEAK_SOFTLY' }, { type: 'SHOUT' }] },
      ...Object.fromEntries(
        Array.from({ length: idle }, (_, index) => [`still.${index}`, { machine: still }]),
      ),
    },
    properties: [monitor('never loud', isLoud), ...(properties ?? [])],
  });
}

it.each([0, 61, 62, 63, 64, 65, 127, 200])(
  'a monitor is looked at whatever the number of its cell, beside %i components',
  (idle) => {
    const { violations } = explored(loudBesideMany(idle));
    expect(violations.map(({ property, steps }) => [property, steps.length])).toEqual([['never loud', 1]]);
  },
);

it('a claim that reads more than 64 components is evaluated in each state', () => {
  const nobody = always('nobody is done', (view) =>
    view.components.every((id) => id === '' || !view.isDone(id)),
  );
  const reversed = always('likewise', (view) => view.components.toReversed().every((id) => !view.isDone(id)));
  const { violations } = run(
    new BreadthFirst(loudBesideMany(80, [reversed, nobody]), { afterViolation: 'continue' }, 0),
  );
  expect(violations.map(({ property, steps }) => [property, steps.length]).sort()).toEqual([
    ['likewise', 1],
    ['never loud', 1],
    ['nobody is done', 1],
  ]);
});

/**
 * What `asker` sends after ASK is not handled, and there is no room for more of it: so it fails in the same ways again and again, while `counter` counts beside it.
 * Only after TURN it shouts before it fails.
 */
function asksInVain(): Network {
  const asker = setup({ actions: { ask: sends('deaf'), say: emit({ type: 'LOUD' }) } }).createMachine({
    id: 'asker',
    initial: 'before',
    states: {
      before: { tags: 'rest', on: { ASK: { target: 'asked', actions: 'ask' } } },
      asked: { tags: 'rest', on: { ASK: { actions: 'ask' }, TURN: 'turned' } },
      turned: { tags: 'rest', on: { ASK: { actions: ['say', 'ask'] } } },
    },
  });
  const deaf = setup({}).createMachine({ id: 'deaf', tags: 'rest' });
  const isLoud = setup({}).createMachine({
    id: 'isLoud',
    initial: 'silent',
    states: { silent: { on: { LOUD: 'loud' } }, loud: { tags: 'violation' } },
  });
  return defineNetwork({
    name: 'asks in vain',
    components: {
      asker: { machine: asker, stimuli: [{ type: 'ASK' }, { type: 'TURN' }] },
      deaf: { machine: deaf },
      counter: { machine: counter, stimuli: [{ type: 'UP' }] },
    },
    channels: { default: { kind: 'fifo', capacity: 1, whenFull: 'error' } },
    properties: [monitor('never loud', isLoud)],
  });
}

it('steps that fail in ways that have been told count as they do in the tables, and what else they violate is told', () => {
  const [byCore, byTables] = [0, Infinity].map((coreFrom) => {
    const { states, steps, terminal, properties, violations } = run(
      new BreadthFirst(asksInVain(), { afterViolation: 'continue' }, coreFrom),
    );
    return { states, steps, terminal, properties, violations };
  });
  expect(byCore).toEqual(byTables);
  // Seven states of the counter beside three; each step of it, ASK and TURN.
  expect(byTables).toMatchObject({ states: 21, steps: 3 * 6 + 7 + 7, terminal: 0 });
  expect(byTables!.violations.map(({ property, steps }) => [property, steps.length])).toEqual([
    ['specified-reception', 2],
    ['channel-capacity', 2],
    ['never loud', 3],
  ]);
});

it('without WebAssembly, as under `--jitless`, the same is found without the core', () => {
  const network = lateAndEarly([always('silent', (view) => view.waiting('early', 'listener').length === 0)]);
  const [withCore, without] = [explored(network), withoutWebAssembly(() => explored(network))];
  const { states, steps, properties, violations } = withCore;
  expect(without).toMatchObject({ states, steps, properties, violations });
});

function withoutWebAssembly<T>(act: () => T): T {
  const held = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly')!;
  Reflect.deleteProperty(globalThis, 'WebAssembly');
  try {
    return act();
  } finally {
    Object.defineProperty(globalThis, 'WebAssembly', held);
  }
}
