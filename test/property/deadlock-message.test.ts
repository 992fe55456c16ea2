/**
 * Goal: who meets a deadlock is told what each component waits for, in a sentence that stays readable however large the network is. Method: the
 * smallest networks that are stuck for one reason each, as the tables tell it; the agreement of all searches compares it with what plain data tell.
 */
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createMachine, setup } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import type { ChannelSpec } from '../../src/network/channel.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { tell } from '../support/tell.js';

const HINT =
  'if it may stay so for ever, tag the state `rest` (a step whose observation nobody hears is no change)';

/** What is said after the head, clause by clause. */
function told(components: Record<string, ComponentSpec>, channel: ChannelSpec = { kind: 'fifo' }): string[] {
  const network = defineNetwork({ name: 'stuck', components, channels: { default: channel } });
  const { message } = explore(network, { afterViolation: 'continue' }).violations.find(
    ({ property }) => property === 'deadlock-freedom',
  )!;
  return message.split('; ').slice(1);
}

const waiting: AnyStateMachine = createMachine({
  id: 'waiting',
  initial: 'waiting',
  states: { waiting: { on: { REPLY: 'served' } }, served: { type: 'final' } },
});

/** Sends these to `to` as it starts, and may then stay. */
const sending = (...types: readonly string[]): ComponentSpec => ({
  machine: createMachine({ id: 'sending', tags: 'rest', entry: types.map((type) => tell('to', { type })) }),
});

describe('a component waits', () => {
  it('for an event that nobody sends', () => {
    expect(told({ client: { machine: waiting } })).toEqual([
      'client waits for REPLY, and nothing is on its way to it',
    ]);
  });

  it('for any event', () => {
    const machine = createMachine({
      id: 'any',
      initial: 'a',
      states: { a: { on: { '*': 'b', A: 'b' } }, b: { tags: 'rest' } },
    });
    expect(told({ client: { machine } })).toEqual([
      'client waits for any event or A, and nothing is on its way to it',
    ]);
  });

  it('for none of those that do nothing, or that an inner state takes and does nothing with', () => {
    const machine = createMachine({
      id: 'm',
      on: { HIDDEN: '.inner.b', '*': '.inner.b', SHOWN: '.inner.b' },
      initial: 'inner',
      states: {
        inner: {
          initial: 'a',
          states: {
            a: { on: { HIDDEN: {}, IGNORED: {}, B: { reenter: true, target: 'b' } } },
            b: { tags: 'rest' },
          },
        },
      },
    });
    expect(told({ client: { machine } })).toEqual([
      'client waits for any event or SHOWN or B, and nothing is on its way to it',
    ]);
  });

  it('for nothing, as all that it handles changes nothing', () => {
    const machine = createMachine({ id: 'm', initial: 'a', states: { a: { on: { A: {}, 'B.*': {} } } } });
    expect(told({ client: { machine } })).toEqual(['client handles A and B.* without a change']);
  });

  it('in vain for another message than that at the head of the queue', () => {
    expect(
      told({ from: sending('A', 'REPLY'), to: { machine: waiting } }, { kind: 'fifo', deferring: true }),
    ).toEqual(['to waits for REPLY, and does not take A from from (1 more behind it)']);
  });

  it('in vain for another message than those that are on their way', () => {
    expect(
      told({ from: sending('B', 'A'), to: { machine: waiting } }, { kind: 'bag', deferring: true }),
    ).toEqual(['to waits for REPLY, and does not take A, B from from']);
  });

  it('while its guards refuse what the environment may send', () => {
    const machine = setup({ guards: { never: () => false } }).createMachine({
      id: 'guarded',
      initial: 'a',
      states: { a: { on: { GO: { guard: 'never', target: 'b' } } }, b: { tags: 'rest' } },
    });
    expect(told({ c: { machine, stimuli: [{ type: 'GO' }] } })).toEqual([
      'c waits: its guards refuse GO from the environment',
    ]);
  });

  it('for room in a channel that nobody empties', () => {
    const machine = createMachine({
      id: 'pushing',
      initial: 'first',
      states: {
        first: {
          entry: tell('to', { type: 'A' }),
          on: { GO: { target: 'second', actions: tell('to', { type: 'A' }) } },
        },
        second: { type: 'final' },
      },
    });
    const to = { machine: createMachine({ id: 'to', tags: 'rest' }) };
    expect(
      told(
        { pushing: { machine, stimuli: [{ type: 'GO' }] }, to },
        { kind: 'fifo', capacity: 1, deferring: true },
      ),
    ).toEqual([
      'pushing waits: GO from the environment would be held up by the full channel pushing ⇒ to (1 message)',
    ]);
  });
});

describe('a step that changes nothing', () => {
  it('of a set is told with the tag that makes it no deadlock', () => {
    const machine = createMachine({
      id: 'deaf',
      initial: 'waiting',
      states: { waiting: { on: { A: {}, REPLY: 'served' } }, served: { type: 'final' } },
    });
    expect(told({ from: sending('A'), to: { machine } }, { kind: 'set' })).toEqual([
      'to waits for REPLY, and receives A from from without a change',
      HINT,
    ]);
  });
});

it('tells of eight components, and how many more there are', () => {
  const components = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`c${at}`, { machine: waiting }]),
  );
  const network = defineNetwork({ name: 'many', components });
  const { message } = explore(network).violations[0]!;
  expect(message).toMatch(
    /^no step makes progress, and c0 in state 'waiting', .*, c7 in state 'waiting' and 12 more are neither done nor at rest; c0 waits for REPLY, and nothing is on its way to it; .*c7 waits for REPLY, and nothing is on its way to it$/,
  );
});
