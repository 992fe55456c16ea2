// Goal: a component may call others by names of its own; components that are alike share what XState answered, and are told apart where
// that is needed. Method: pairs of a caller and an answerer, several of them alike.

import { type AnyActorRef, assign, emit, sendTo, setup } from 'xstate';
import { describe, expect, it } from 'vitest';
import { always, defineNetwork, explore, monitor, replay, simulate } from '../../src/index.js';
import { Engine } from '../../src/engine/engine.js';
import type { ComponentSpec } from '../../src/network/network.js';
import type { Property } from '../../src/network/property.js';
import { expectAgreement } from '../support/agreement.js';

/** Calls its partner so many times, one call after the other. */
const caller = setup({
  types: {} as { context: { calls: number }; input: { calls: number } },
  guards: { isOver: ({ context }) => context.calls === 0 },
  delays: { think: 5 },
  actions: {
    call: sendTo(({ system }) => system.get('partner') as AnyActorRef, { type: 'CALL' }),
    count: assign({ calls: ({ context }) => context.calls - 1 }),
    tell: emit({ type: 'CALLED' }),
  },
}).createMachine({
  id: 'caller',
  context: ({ input }) => input,
  initial: 'thinking',
  states: {
    thinking: { after: { think: { target: 'waiting', actions: ['call', 'count', 'tell'] } } },
    waiting: { on: { ANSWER: [{ guard: 'isOver', target: 'over' }, { target: 'thinking' }] } },
    over: { type: 'final' },
  },
});

const answerer = setup({
  actions: { answer: sendTo(({ system }) => system.get('partner') as AnyActorRef, { type: 'ANSWER' }) },
}).createMachine({ id: 'answerer', tags: 'rest', on: { CALL: { actions: 'answer' } } });

/** Pairs with so many calls each. */
function pairs(calls: readonly number[], properties: readonly Property[] = []) {
  const components = calls.flatMap((each, index): [string, ComponentSpec][] => [
    [
      `caller.${index}`,
      { machine: caller, input: { calls: each }, aliases: { partner: `answerer.${index}` } },
    ],
    [`answerer.${index}`, { machine: answerer, aliases: { partner: `caller.${index}` } }],
  ]);
  return defineNetwork({ name: 'pairs', components: Object.fromEntries(components), properties });
}

const questionsOf = (calls: readonly number[]) => {
  const engine = new Engine(pairs(calls));
  for (const { vector } of engine.initialStates()) engine.expand(vector);
  return simulate(pairs(calls)).xstateCalls;
};

describe('names', () => {
  it('lead to the component that they stand for', () => {
    expect(explore(pairs([2, 2]))).toMatchObject({ verdict: 'holds', terminal: 1 });
    expectAgreement(pairs([2, 1]));
  });

  it('are those of components', () => {
    expect(() =>
      defineNetwork({ name: 'n', components: { a: { machine: answerer, aliases: { partner: 'b' } } } }),
    ).toThrow(
      "The component 'a' of network 'n' calls 'b' by the name 'partner', but there is no such component. Correct `aliases`, or add the component.",
    );
  });

  it('that a machine has not are refused like ids', () => {
    const network = defineNetwork({ name: 'n', components: { a: { machine: caller, input: { calls: 1 } } } });
    expect(() => explore(network)).toThrow(
      "sends CALL to 'partner', which is not a component of the network",
    );
  });
});

describe('components that are alike', () => {
  it('share what XState answered', () => {
    const two = questionsOf([3, 3]);
    // Further pairs ask nothing.
    expect(questionsOf([3, 3, 3, 3])).toBe(two);
    expect(questionsOf([3, 4]) - two).toBeGreaterThan(0);
  });

  it('share it also where monitors hear them, each by its own id', () => {
    const listener = setup({
      guards: { isOfLast: ({ event }) => event.component === 'caller.3' },
    }).createMachine({
      id: 'listener',
      initial: 'all',
      states: {
        all: { on: { CALLED: { guard: 'isOfLast', target: 'heard' } } },
        heard: { tags: 'violation' },
      },
    });
    const callsOf = (calls: readonly number[]) => {
      const { xstateCalls, violations } = explore(pairs(calls, [monitor('listener', listener)]), {
        afterViolation: 'continue',
      });
      return { xstateCalls, violations: violations.length };
    };
    const [two, four] = [callsOf([1, 1]), callsOf([1, 1, 1, 1])];
    expect([two.violations, four.violations]).toEqual([0, 1]);
    // A further pair asks nothing, and the monitor is asked about each caller.
    expect(four.xstateCalls - two.xstateCalls).toBe(2);
  });

  it('start alike, and are refused if they do not', () => {
    const named = setup({}).createMachine({
      id: 'named',
      context: ({ self }) => ({ name: (self as unknown as { id: string }).id }),
      tags: 'rest',
    });
    const components = { one: { machine: named, aliases: {} }, other: { machine: named, aliases: {} } };
    expect(() => explore(defineNetwork({ name: 'named', components }))).toThrow(
      /^The component 'one' \(machine 'named'\) as it starts asks who it is \(`self`, or its own id\)\. Components of one machine/,
    );
  });

  it('have each come to local states of their own only', () => {
    const walker = setup({}).createMachine({
      id: 'walker',
      tags: 'rest',
      initial: 'here',
      states: { here: { on: { GO: 'there' } }, there: {} },
    });
    const components = {
      one: { machine: walker, aliases: {}, stimuli: [{ type: 'GO' }] },
      other: { machine: walker, aliases: {} },
    };
    const isThere = (id: string) => always(`${id} is not there`, (view) => !view.matches(id, 'there'));
    const properties = [isThere('one'), isThere('other')];
    const { neverSeen } = explore(defineNetwork({ name: 'walkers', components, properties }), {
      afterViolation: 'continue',
    });
    expect(neverSeen).toMatchObject([{ what: "state 'there' of component 'other'" }]);
  });

  it('are not alike where one restarts after a crash, where it began, and another does not', () => {
    const counter = setup({
      types: {} as { context: { n: number }; input: { n: number } },
      delays: { soon: 1 },
    }).createMachine({
      id: 'counter',
      context: ({ input }) => ({ n: input.n }),
      tags: 'rest',
      initial: 'fresh',
      states: { fresh: { after: { soon: 'used' } }, used: {} },
    });
    const inputs = [{ n: 0 }, { n: 1 }];
    const restarting = (aliases: Record<string, string>): ComponentSpec => ({
      machine: counter,
      inputs,
      aliases,
      crashes: { atMost: 1, restarts: true },
    });
    const plain: ComponentSpec[] = [
      { machine: counter, inputs, aliases: { other: 'one' } },
      { machine: counter, inputs, aliases: { other: 'one' }, crashes: { atMost: 1 } },
    ];
    for (const other of plain)
      for (const components of [
        { one: restarting({ other: 'other' }), other },
        { other, one: restarting({ other: 'other' }) },
      ])
        expectAgreement(defineNetwork({ name: 'counters', components }));
  });

  it('are not alike where a name means the component itself', () => {
    // Of two messages of one id the first cannot be cancelled: it ends with a machine that has sent it to itself, and reaches another.
    const leaver = setup({
      delays: { late: 2, soon: 1 },
      actions: {
        remind: sendTo(
          ({ system }) => system.get('next') as AnyActorRef,
          { type: 'NOTE' },
          { delay: 'late', id: 'note' },
        ),
      },
    }).createMachine({
      id: 'leaver',
      initial: 'here',
      states: {
        here: { entry: ['remind', 'remind'], after: { soon: 'gone' }, on: { NOTE: {} } },
        gone: { type: 'final' },
      },
    });
    const reader = setup({}).createMachine({ id: 'reader', tags: 'rest', on: { NOTE: {} } });
    const components = {
      alone: { machine: leaver, aliases: { next: 'alone' } },
      other: { machine: leaver, aliases: { next: 'reader' } },
      reader: { machine: reader },
    };
    expectAgreement(defineNetwork({ name: 'leavers', components }));
  });

  it('are still told apart by monitors', () => {
    const quiet = setup({}).createMachine({
      id: 'quiet',
      initial: 'all',
      states: { all: { on: { CALLED: 'broken' } }, broken: { tags: 'violation' } },
    });
    const network = pairs([1, 1], [monitor('quiet', quiet, undefined, { from: ['caller.1'] })]);
    const [violation] = explore(network).violations;
    expect(violation!.steps).toEqual(['caller.1 ⏱ think in thinking']);
    expect(replay(network, violation!).isViolated).toBe(true);
  });

  it('must not ask who they are', () => {
    const vain = setup({
      actions: {
        name: assign({ id: ({ self }) => self.id }),
      },
    }).createMachine({
      id: 'vain',
      context: { id: '' },
      initial: 'a',
      states: { a: { after: { 1: { target: 'b', actions: 'name' } } }, b: { tags: 'rest' } },
    });
    const network = defineNetwork({
      name: 'vain',
      components: { x: { machine: vain, aliases: {} }, y: { machine: vain, aliases: {} } },
    });
    expect(() => explore(network)).toThrow('asks who it is (`self`, or its own id)');
  });
});

describe('a machine of several that are alike', () => {
  /** Passes GO on, and tells itself by an action: see `tell`. */
  const node = (tell: ReturnType<typeof sendTo>) =>
    setup({ types: {} as { events: { type: 'GO' | 'PING'; by?: string } } }).createMachine({
      id: 'node',
      initial: 'idle',
      tags: 'rest',
      states: {
        idle: {
          on: {
            GO: {
              target: 'went',
              actions: [
                sendTo(({ system }) => system.get('next') as AnyActorRef, { type: 'GO' }),
                tell,
              ] as never,
            },
            PING: {},
          },
        },
        went: { on: { PING: 'pinged', GO: {} } },
        pinged: { on: { GO: {}, PING: {} } },
      },
    });
  const ring = (
    tell: ReturnType<typeof sendTo>,
    aliases: (id: string) => Record<string, string> = () => ({}),
  ) => {
    const machine = node(tell);
    return defineNetwork({
      name: 'ring',
      components: {
        a: { machine, aliases: { next: 'c', ...aliases('a') } },
        c: { machine, aliases: { next: 'a', ...aliases('c') }, stimuli: [{ type: 'GO' }] },
      },
      properties: [always('a is never pinged', (view) => !view.matches('a', 'pinged'))],
    });
  };
  const refusal =
    "The component 'c' (machine 'node') on GO in state 'idle' asks who it is (`self`, or its own id). Components of one machine with the same `aliases` share its answers, so that it must not. Give each an alias for itself, as in aliases: { me: 'c' }, and use system.get('me'), or a name in its input.";

  it.each<[string, ReturnType<typeof sendTo>]>([
    ['sends to itself', sendTo(({ self }) => self, { type: 'PING' })],
    [
      'tells its id',
      sendTo(
        ({ system }) => system.get('next') as AnyActorRef,
        ({ self }) => ({ type: 'PING', by: self.id }),
      ),
    ],
    [
      'looks itself up by its id',
      sendTo(({ system, self }) => system.get(self.id) as AnyActorRef, { type: 'PING' }),
    ],
    [
      'copies itself',
      sendTo(({ system, self }) => system.get({ ...self }.id) as AnyActorRef, { type: 'PING' }),
    ],
    [
      'writes itself down',
      sendTo(
        ({ system, self }) =>
          system.get((JSON.parse(JSON.stringify(self)) as { id: string }).id) as AnyActorRef,
        { type: 'PING' },
      ),
    ],
    [
      'has its id written into it',
      sendTo(({ system }) => system.get('c') as AnyActorRef, { type: 'PING' }, { delay: 5 }),
    ],
  ])('that %s is refused: the answer would be another one for each', (_, tell) => {
    expect(() => explore(ring(tell))).toThrow(refusal);
    expect(() =>
      simulate(ring(tell), { stimuli: [{ atNs: 1, component: 'c', event: { type: 'GO' } }] }),
    ).toThrow(refusal);
  });

  it('that calls another one of them by its id is refused: that one calls itself so', () => {
    const tell = sendTo(({ system }) => system.get('a') as AnyActorRef, { type: 'PING' });
    expect(() => explore(ring(tell))).toThrow(
      "The component 'c' (machine 'node') on GO in state 'idle' calls 'a', which is one of its like, by its id. Components of one machine with the same `aliases` share its answers, so that it must not. Give it an alias for that component.",
    );
  });

  it('may call itself by an alias', () => {
    const network = ring(
      sendTo(({ system }) => system.get('me') as AnyActorRef, { type: 'PING' }),
      (id) => ({ me: id }),
    );
    const result = explore(network);
    expect(result.violations.map(({ property }) => property)).toEqual(['a is never pinged']);
    expect(replay(network, result.violations[0]!)).toMatchObject({ isViolated: true });
    expectAgreement(network);
  });

  it('may call another one by an alias that is the id of one of them', () => {
    const machine = node(sendTo(({ system }) => system.get('c') as AnyActorRef, { type: 'PING' }));
    const network = defineNetwork({
      name: 'crossed',
      components: {
        a: { machine, aliases: { next: 'd', c: 'd' } },
        c: { machine, aliases: { next: 'a', c: 'a' }, stimuli: [{ type: 'GO' }] },
        d: { machine: node(sendTo(({ self }) => self, { type: 'PING' })), aliases: { next: 'c' } },
      },
      properties: [always('a is never pinged', (view) => !view.matches('a', 'pinged'))],
    });
    expect(explore(network).violations.map(({ property }) => property)).toEqual(['a is never pinged']);
    expectAgreement(network);
  });

  it('may ask who it is where it is the only one', () => {
    const machine = node(sendTo(({ self }) => self, { type: 'PING' }));
    const network = defineNetwork({
      name: 'one',
      components: {
        a: { machine, aliases: { next: 'b' }, stimuli: [{ type: 'GO' }] },
        b: { machine: node(sendTo(({ self }) => self, { type: 'PING' })), aliases: { next: 'a' } },
      },
    });
    expect(explore(network).verdict).toBe('holds');
    expectAgreement(network);
  });
});

it('two names of one component stand for one: a machine may compare them', () => {
  const machine = setup({
    types: {} as { context: { isSame: boolean } },
    actions: {
      look: assign({ isSame: ({ system }) => system.get('backup') === system.get('primary') }),
      call: sendTo(({ system }) => system.get('primary') as AnyActorRef, { type: 'CALL' }),
    },
  }).createMachine({
    id: 'n',
    tags: 'rest',
    context: { isSame: false },
    on: { GO: { actions: ['look', 'call'] } },
  });
  const server = setup({}).createMachine({ id: 's', tags: 'rest', on: { CALL: {} } });
  const network = (backup: string) =>
    defineNetwork({
      name: 'eq',
      components: {
        // Alike but for whom their names stand for: they must not share.
        a: { machine, aliases: { primary: 'b', backup }, stimuli: [{ type: 'GO' }] },
        z: { machine, aliases: { primary: 'b', backup: 'c' }, stimuli: [{ type: 'GO' }] },
        b: { machine: server },
        c: { machine: server },
      },
      channels: { default: { kind: 'sync' } },
      properties: [always('they differ', (view) => !view.context<{ isSame: boolean }>('a').isSame)],
    });
  expect(explore(network('b')).verdict).toBe('violated');
  expect(explore(network('c')).verdict).toBe('holds');
  expectAgreement(network('b'));
  expectAgreement(network('c'));
});
