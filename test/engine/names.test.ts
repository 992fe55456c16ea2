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
      /machine 'named'\) is not a function of its context and event: as it starts/,
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
    expect(() => explore(network)).toThrow('is not a function of its context and event');
  });
});
