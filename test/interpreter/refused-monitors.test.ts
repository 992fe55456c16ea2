// Goal: monitors that do more than observe are refused, with a sentence that
// says what, where and how to mend it.
// Method: one monitor for each.

import { describe, expect, it } from 'vitest';
import { createMachine, emit, raise, setup } from 'xstate';
import { defineNetwork, monitor } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { verdictsOf } from '../support/results.js';
import { tell } from '../support/tell.js';

type Machine = ComponentSpec['machine'];

describe('monitors', () => {
  const network = (machine: Machine) =>
    defineNetwork({
      name: 'monitored',
      components: {
        it: { machine: createMachine({ id: 'm', tags: 'rest', on: { GO: {} } }), stimuli: [{ type: 'GO' }] },
      },
      properties: [monitor('watch', machine)],
    });
  const sentence =
    "The monitor 'watch' sends or emits an event, or starts a timer; a monitor only observes. Remove the action.";

  it('that send a message', () => {
    const sending = setup({ actions: { act: tell('it', { type: 'GO' }) } });
    expect(() =>
      explore(network(sending.createMachine({ id: 'w', tags: 'pending', on: { step: { actions: 'act' } } }))),
    ).toThrow(sentence);
    expect(() => explore(network(sending.createMachine({ id: 'w', tags: 'pending', entry: 'act' })))).toThrow(
      sentence,
    );
  });

  it('that start a timer', () => {
    const waiting = createMachine({
      id: 'w',
      initial: 'a',
      states: { a: { on: { step: 'b' } }, b: { tags: 'pending', after: { 1: 'a' } } },
    });
    expect(() => explore(network(waiting))).toThrow(sentence);
    expect(() => explore(network(createMachine({ id: 'w', tags: 'pending', after: { 1: {} } })))).toThrow(
      sentence,
    );
  });

  it('that throw', () => {
    const throwing = setup({
      guards: {
        bad: () => {
          throw new Error('out of range');
        },
      },
    }).createMachine({
      id: 'w',
      initial: 'a',
      states: { a: { on: { step: { guard: 'bad', target: 'b' } } }, b: { tags: 'violation' } },
    });
    expect(() => explore(network(throwing))).toThrow(
      /^The monitor 'watch' \(machine 'w'\) throws on step \{component: 'it', event: \{type: 'GO'\}, kind: 'stimulus'\} in state 'a': .*out of range/,
    );
  });

  it('that emit: nobody would hear it', () => {
    const emitting = setup({ actions: { act: emit({ type: 'SEEN' }) } });
    expect(() =>
      explore(
        network(emitting.createMachine({ id: 'w', tags: 'pending', on: { step: { actions: 'act' } } })),
      ),
    ).toThrow(sentence);
    expect(() =>
      explore(network(emitting.createMachine({ id: 'w', tags: 'pending', entry: 'act' }))),
    ).toThrow(sentence);
  });

  it('but not monitors that raise events', () => {
    const raising = setup({ actions: { echo: raise({ type: 'ECHO' }) } }).createMachine({
      id: 'w',
      initial: 'a',
      states: { a: { on: { step: { actions: 'echo' }, ECHO: 'b' } }, b: {}, never: { tags: 'violation' } },
    });
    expect(verdictsOf(explore(network(raising))).watch).toBe('holds');
  });
});
