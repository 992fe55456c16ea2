// Goal: actors that are no components, and messages to them, are refused, with a sentence that
// says what, where and how to mend it.
// Method: one machine for each.

import { describe, expect, it } from 'vitest';
import {
  type AnyActorRef,
  assign,
  createActor,
  createMachine,
  enqueueActions,
  sendParent,
  sendTo,
  setup,
  spawnChild,
} from 'xstate';
import { defineNetwork } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { acting, ON_GO, refusal } from '../support/refusal.js';
import { tell } from '../support/tell.js';

const SPAWN_REMEDY =
  "Say in the component's `actors` what it may answer, or make it a component of the network and exchange messages with it: see 'Invoked actors' in docs/modelling.md.";

describe('actors that are no components', () => {
  const child = createMachine({ id: 'child' });

  it('spawnChild', () => {
    const machine = setup({
      actors: { child },
      actions: { act: spawnChild('child', { id: 'kid' }) },
    }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { actions: 'act' } } } },
    });
    expect(refusal(machine)).toBe(`${ON_GO} spawns an actor ('child') by \`spawnChild\`. ${SPAWN_REMEDY}`);
  });

  it('spawn within assign, as it starts', () => {
    const machine = setup({
      types: { context: {} as { kid: AnyActorRef | undefined } },
      actors: { child },
      actions: { act: assign({ kid: ({ spawn }) => spawn('child', { id: 'kid' }) }) },
    }).createMachine({ id: 'm', context: { kid: undefined }, entry: 'act' });
    expect(refusal(machine)).toBe(
      `The component 'it' (machine 'm') as it starts spawns an actor ('child') by \`spawn\` in an assign. ${SPAWN_REMEDY}`,
    );
  });

  it('sendParent', () => {
    expect(refusal(acting(sendParent({ type: 'X' })))).toBe(
      `${ON_GO} uses sendParent. In a network there are no parents: use sendTo(({ system }) => system.get('id'), ...).`,
    );
  });

  it('sendTo a child by its id', () => {
    expect(refusal(acting(sendTo('it', { type: 'X' })))).toBe(
      `${ON_GO} sends to a child actor 'it', which it does not run. To address a component, use sendTo(({ system }) => system.get('it'), ...).`,
    );
  });
});

describe('addressees', () => {
  it('a target that evaluates to nothing, which XState would take as the machine itself', () => {
    const sentence =
      "sends X {n: 1} to a target that evaluates to nothing. Address a component by its id: sendTo(({ system }) => system.get('id'), ...).";
    const nothing = sendTo((() => undefined) as never, { type: 'X', n: 1 } as never);
    expect(refusal(acting(nothing))).toBe(`${ON_GO} ${sentence}`);
    const entry = setup({ actions: { act: nothing } }).createMachine({ id: 'm', entry: 'act' });
    expect(refusal(entry)).toBe(`The component 'it' (machine 'm') as it starts ${sentence}`);
    const second = setup({ actions: { fine: tell('it', { type: 'GO' }), act: nothing } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { actions: ['fine', 'act'] } } } },
    });
    expect(refusal(second)).toBe(`${ON_GO} ${sentence}`);
    const enqueued = enqueueActions(({ enqueue }) =>
      enqueue.sendTo((() => undefined) as never, { type: 'X', n: 1 } as never),
    );
    expect(refusal(acting(enqueued))).toBe(`${ON_GO} ${sentence}`);
  });

  it.each([
    ["an object that is no actor, with the id 'it'", { id: 'it' }],
    ['an object that is no actor', { name: 'it' }],
    ["an actor of its own, 'it'", createActor(createMachine({}), { id: 'it' })],
    ['3, which is no actor', 3],
    ['true, which is no actor', true],
  ])('%s, to which XState cannot send, or not within the network', (what, to) => {
    const sentence = `${ON_GO} sends GO to ${what}. Address a component by its id: sendTo(({ system }) => system.get('id'), ...).`;
    expect(refusal(acting(sendTo((() => to) as never, { type: 'GO' } as never)))).toBe(sentence);
    expect(refusal(acting(sendTo((() => to) as never, { type: 'GO' } as never, { delay: 5 })))).toBe(
      sentence,
    );
  });

  it('a component that is not in the network', () => {
    expect(refusal(acting(tell('nobody', { type: 'X' })))).toBe(
      `${ON_GO} sends X to 'nobody', which is not a component of the network. Add the component, or correct the id in \`system.get\`.`,
    );
  });

  it('but not the machine itself, by its id or by `self`', () => {
    const toItself = [tell('it', { type: 'END' }), sendTo(({ self }) => self, { type: 'END' })];
    for (const act of toItself) {
      const machine = setup({ actions: { act: act as never } }).createMachine({
        id: 'm',
        initial: 'a',
        states: { a: { entry: 'act' as never, on: { END: 'b' } }, b: { type: 'final' } },
      });
      const result = explore(defineNetwork({ name: 'self', components: { it: { machine } } }));
      expect(result).toMatchObject({ verdict: 'holds', states: 2, steps: 1 });
    }
  });

  it('an event without a type', () => {
    expect(refusal(acting(tell('it', { kind: 'X' } as never)))).toMatch(
      /^The component 'it' \(machine 'm'\) on GO in state 'a' sends .*An event is an object with a string `type`\.$/,
    );
  });
});
