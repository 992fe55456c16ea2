// Goal: what monitors are fed: events that are emitted, and steps. Method: monitors that are violated by the one event that they
// wait for.

import { describe, expect, it } from 'vitest';
import { createMachine, emit, setup } from 'xstate';
import { defineNetwork, monitor } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import type { Property } from '../../src/network/property.js';
import { explore } from '../support/agreement.js';
import { along, digraph, emittingGraph } from '../support/digraph.js';
import { mailbox, sender } from '../support/mail.js';
import { verdictsOf, violationsOf } from '../support/results.js';
import { tell } from '../support/tell.js';

const check = (graph: ComponentSpec, ...properties: readonly Property[]) =>
  explore(defineNetwork({ name: 'graph', components: { graph }, properties }));

describe('a monitor sees', () => {
  it('what is emitted at the start', () => {
    const once = createMachine({
      id: 'w',
      initial: 'x',
      states: { x: { on: { A: 'y' } }, y: { tags: 'violation' } },
    });
    expect(violationsOf(check(emittingGraph({ a: ['b'], b: ['a'] }), monitor('start', once)))).toEqual([
      { property: 'start', message: "the monitor is in state 'y'", steps: [] },
    ]);
  });

  it('who emitted: the id of the component, unless the event says otherwise', () => {
    const blames = (component: string) =>
      setup({ guards: { isIts: ({ event }) => event.component === component } }).createMachine({
        id: 'w',
        initial: 'x',
        states: { x: { on: { B: { guard: 'isIts', target: 'y' } } }, y: { tags: 'violation' } },
      });
    const graph = emittingGraph({ a: ['b'], b: ['a'] });
    const result = explore(
      defineNetwork({
        name: 'two graphs',
        components: { left: graph, right: graph },
        properties: [monitor('right never b', blames('right')), monitor('nobody', blames('graph'))],
      }),
    );
    expect(violationsOf(result)).toEqual([
      {
        property: 'right never b',
        message: "the monitor is in state 'y'",
        steps: ['environment ⇒ right: b'],
      },
    ]);
    const relayed = setup({ actions: { blame: emit({ type: 'B', component: 'somebody' }) } }).createMachine({
      id: 'm',
      on: { GO: { actions: 'blame' } },
    });
    const relayedResult = explore(
      defineNetwork({
        name: 'relayed',
        components: { it: { machine: relayed, stimuli: [{ type: 'GO' }] } },
        properties: [monitor('somebody', blames('somebody')), monitor('it', blames('it'))],
      }),
    );
    expect(verdictsOf(relayedResult)).toMatchObject({ somebody: 'violated', it: 'holds' });
  });

  it('the events of one step in the order in which they are emitted, as a live system does', () => {
    const say = (type: string) => emit({ type });
    const talker = setup({
      actions: { one: say('ONE'), two: say('TWO'), call: tell('listener', { type: 'CALL' }) },
    }).createMachine({ id: 'talker', tags: 'rest', on: { GO: { actions: ['one', 'call', 'two'] } } });
    const listener = setup({ actions: { three: say('THREE') } }).createMachine({
      id: 'listener',
      tags: 'rest',
      on: { CALL: { actions: 'three' } },
    });
    const order = createMachine({
      id: 'w',
      initial: '0',
      states: {
        '0': { on: { ONE: '1', TWO: 'bad', THREE: 'bad' } },
        '1': { on: { THREE: '2', ONE: 'bad', TWO: 'bad' } },
        '2': { on: { TWO: '0', ONE: 'bad', THREE: 'bad' } },
        bad: { tags: 'violation' },
      },
    });
    const result = explore(
      defineNetwork({
        name: 'order',
        components: {
          talker: { machine: talker, stimuli: [{ type: 'GO' }] },
          listener: { machine: listener },
        },
        channels: { default: { kind: 'sync' } },
        properties: [monitor('order', order)],
      }),
    );
    expect(result).toMatchObject({ verdict: 'holds', states: 1, steps: 1 });
  });

  it('each step, after what it emits, with the fields of the step', () => {
    /** Violated by the first step of which this is true. */
    const on = (isWanted: (event: Record<string, unknown>) => boolean) =>
      setup({ guards: { isWanted: ({ event }) => isWanted(event) } }).createMachine({
        id: 'w',
        initial: 'x',
        states: { x: { on: { step: { guard: 'isWanted', target: 'y' } } }, y: { tags: 'violation' } },
      });
    const ringer = createMachine({
      id: 'ringer',
      initial: 'x',
      states: { x: { after: { 5: 'y' } }, y: { tags: 'rest' } },
    });
    const kinds = ['deliver', 'drop', 'duplicate', 'timer', 'stimulus', 'crash'];
    const result = explore(
      defineNetwork({
        name: 'steps',
        components: {
          from: sender(['to', 'A']),
          to: { ...mailbox('A'), crashes: { atMost: 1 } },
          ringer: { machine: ringer },
        },
        channels: { default: { kind: 'fifo', lossy: true, duplicating: true, lane: 'mail' } },
        properties: [
          ...kinds.map((kind) =>
            monitor(
              kind,
              on((event) => event.kind === kind),
            ),
          ),
          monitor(
            'message',
            on(
              ({ kind, from, to, lane, event }) =>
                kind === 'deliver' &&
                from === 'from' &&
                to === 'to' &&
                lane === 'mail' &&
                (event as { type: string }).type === 'A',
            ),
          ),
          monitor(
            'own',
            on(({ component, timer }) => component === 'ringer' && timer === '5 in x'),
          ),
        ],
      }),
      { afterViolation: 'continue' },
    );
    const GO = 'environment ⇒ from: GO';
    expect(Object.fromEntries(violationsOf(result).map(({ property, steps }) => [property, steps]))).toEqual({
      stimulus: [GO],
      timer: ['ringer ⏱ 5 in x'],
      own: ['ringer ⏱ 5 in x'],
      crash: ['crash to'],
      deliver: [GO, 'from ⇒ to (mail): A'],
      message: [GO, 'from ⇒ to (mail): A'],
      drop: [GO, 'drop from ⇒ to (mail): A'],
      duplicate: [GO, 'duplicate from ⇒ to (mail): A'],
    });
  });

  it('steps by a wildcard, too', () => {
    const any = createMachine({
      id: 'w',
      initial: 'x',
      states: { x: { on: { '*': 'y' } }, y: { tags: 'violation' } },
    });
    const result = check(digraph({ a: ['b'], b: ['a'] }), monitor('any', any));
    expect(violationsOf(result)).toEqual([
      { property: 'any', message: "the monitor is in state 'y'", steps: along('b') },
    ]);
  });

  it('nothing of steps that are blocked; of steps that fail, what is emitted before, and not the step', () => {
    const on = (type: string) =>
      createMachine({
        id: 'w',
        initial: 'x',
        states: { x: { on: { [type]: 'y' } }, y: { tags: 'violation' } },
      });
    const noisy = setup({
      actions: { say: emit({ type: 'SENT' }), send: tell('to', { type: 'A' }) },
    }).createMachine({
      id: 'noisy',
      tags: 'rest',
      on: { GO: { actions: ['say', 'send'] } },
    });
    const network = (deferring: boolean) =>
      defineNetwork({
        name: 'blocked',
        components: {
          from: { machine: noisy, stimuli: [{ type: 'GO' }] },
          to: { machine: createMachine({ id: 'to', tags: 'rest' }) },
        },
        channels: { default: { kind: 'sync', deferring } },
        properties: [monitor('sent', on('SENT')), monitor('step', on('step'))],
      });
    expect(explore(network(true))).toMatchObject({ verdict: 'holds', states: 1, steps: 0 });
    expect(violationsOf(explore(network(false))).map(({ property }) => property)).toEqual([
      'specified-reception',
      'sent',
    ]);
  });
});

describe('a monitor with `from`', () => {
  const graph = emittingGraph({ a: ['b'], b: ['c'], c: ['a'] });
  const never = (type: string) =>
    createMachine({
      id: 'w',
      initial: 'x',
      states: { x: { on: { [type]: 'y' } }, y: { tags: 'violation' } },
    });
  const checkTwo = (...properties: readonly Property[]) =>
    explore(defineNetwork({ name: 'two', components: { left: graph, right: graph }, properties }), {
      afterViolation: 'continue',
    });

  it('sees what these components emit, and nothing of others', () => {
    const result = checkTwo(
      monitor('left', never('B'), undefined, { from: ['left'] }),
      monitor('right', never('B'), undefined, { from: ['right'] }),
      monitor('both', never('B'), undefined, { from: ['right', 'left'] }),
    );
    expect(violationsOf(result).map(({ property, steps }) => [property, steps])).toEqual([
      ['left', ['environment ⇒ left: b']],
      ['both', ['environment ⇒ left: b']],
      ['right', ['environment ⇒ right: b']],
    ]);
  });

  it('goes by who emitted, not by whom an event names', () => {
    const relayed = setup({ actions: { blame: emit({ type: 'B', component: 'other' }) } }).createMachine({
      id: 'm',
      tags: 'rest',
      on: { GO: { actions: 'blame' } },
    });
    const it = { machine: relayed, stimuli: [{ type: 'GO' }] };
    const other = { machine: createMachine({ id: 'o', tags: 'rest' }) };
    const result = explore(
      defineNetwork({
        name: 'relayed',
        components: { it, other },
        properties: [
          monitor('of it', never('B'), undefined, { from: ['it'] }),
          monitor('of other', never('B'), undefined, { from: ['other'] }),
        ],
      }),
    );
    expect(verdictsOf(result)).toMatchObject({ 'of it': 'violated', 'of other': 'holds' });
  });

  it('sees every step all the same, if its chart speaks of steps', () => {
    const result = checkTwo(monitor('steps', never('step'), undefined, { from: ['right'] }));
    expect(violationsOf(result)[0]).toMatchObject({ property: 'steps', steps: ['environment ⇒ left: b'] });
  });
});

describe('a monitor whose chart names no type of an event', () => {
  it('sees it all the same by an eventless transition whose guard reads it', () => {
    const peeking = setup({ guards: { isB: ({ event }) => event.type === 'B' } }).createMachine({
      id: 'w',
      initial: 'x',
      states: { x: { always: { guard: 'isB', target: 'y' } }, y: { tags: 'violation' } },
    });
    expect(violationsOf(check(emittingGraph({ a: ['b'], b: ['a'] }), monitor('peeking', peeking)))).toEqual([
      { property: 'peeking', message: "the monitor is in state 'y'", steps: along('b') },
    ]);
  });

  it('sees it by a wildcard', () => {
    const wild = createMachine({
      id: 'w',
      initial: 'x',
      states: { x: { on: { '*': 'y' } }, y: { tags: 'violation' } },
    });
    expect(verdictsOf(check(emittingGraph({ a: ['b'], b: ['a'] }), monitor('wild', wild)))).toMatchObject({
      wild: 'violated',
    });
  });

  it('else is not asked', () => {
    const deaf = createMachine({
      id: 'w',
      on: { OTHER: {} },
      initial: 'x',
      states: { x: {}, y: { tags: 'violation' } },
    });
    const graph = emittingGraph({ a: ['b'], b: ['a'] });
    expect(check(graph, monitor('deaf', deaf)).xstateCalls).toBe(check(graph).xstateCalls + 1);
  });
});
