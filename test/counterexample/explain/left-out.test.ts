import { describe, expect, it } from 'vitest';
import { assign, createMachine, emit, sendTo, setup } from 'xstate';
import {
  always,
  briefText,
  componentRef,
  defineNetwork,
  everyComponentCanRest,
  explain,
  explore,
  monitor,
  type Network,
} from '../../../src/index.js';

// Goal: nobody takes the last of many for all there are, or a step that changes nothing for a way out.
// Method: a clock that ticks too often, told by each kind of claim; and standstills in which something can still be taken.

const whyOf = (network: Network) => explain(network, explore(network).violations[0]!);

const TICKS = 8;
const ON_THEIR_WAY = `
  on their way    clock ⇒ desk: TOLD (since 1)
                  clock ⇒ desk: TOLD (since 2), and 6 more
`;

describe('of more changes than are told', () => {
  const clock = setup({
    types: { context: {} as { n: number } },
    actions: {
      count: assign({ n: ({ context }) => context.n + 1 }),
      tick: emit({ type: 'TICK' }),
      tell: sendTo(componentRef('desk'), { type: 'TOLD' }),
    },
    delays: { soon: 1 },
  }).createMachine({
    id: 'clock',
    context: { n: 0 },
    initial: 'on',
    states: {
      on: {
        tags: 'rest',
        after: { soon: { target: 'on', reenter: true, actions: ['count', 'tick', 'tell'] } },
      },
    },
  });
  const counter = setup({
    types: { context: {} as { n: number } },
    guards: { isLast: ({ context }) => context.n === TICKS - 1 },
    actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
  }).createMachine({
    id: 'counter',
    context: { n: 0 },
    initial: 'counting',
    states: {
      counting: { on: { TICK: [{ guard: 'isLast', target: 'over' }, { actions: 'count' }] } },
      over: { tags: 'violation' },
    },
  });
  // It takes nothing, so that all waits.
  const desk = createMachine({ id: 'desk', tags: 'rest', initial: 'shut', states: { shut: {} } });
  const countOf = (view: { context: (id: string) => unknown }) => (view.context('clock') as { n: number }).n;

  it.each([
    ['a monitor', monitor('ticks', counter), '3 earlier changes are left out'],
    ['a variable', always('ticks', (view) => countOf(view) < TICKS), '3 earlier changes are left out'],
    ['a margin', always('ticks', (view) => TICKS - 1 - countOf(view)), '3 earlier changes are left out'],
    [
      'what waits',
      always('ticks', (view) => view.waiting('clock', 'desk').length < TICKS),
      '3 earlier messages are left out',
    ],
  ])('%s says so', (_, property, words) => {
    const network = defineNetwork({
      name: 'clock',
      components: { clock: { machine: clock }, desk: { machine: desk } },
      channels: { default: { kind: 'fifo', deferring: true } },
      properties: [property],
    });
    const explanation = whyOf(network);
    expect(explanation.why.lines[0]).toEqual({ n: null, kind: '', words });
    expect(explanation.why.lines.filter(({ n }) => n !== null).map(({ n }) => n)).toEqual([4, 5, 6, 7, 8]);
    if (explanation.why.kind === 'cell') expect(briefText(explanation)).toContain(ON_THEIR_WAY);
  });
});

it('what can be taken in a deadlock is said to be no progress', () => {
  const machine = createMachine({
    id: 'waiting',
    initial: 'first',
    states: {
      first: { on: { NEXT: 'idle' } },
      idle: { on: { GO: 'over', LOOK: {} } },
      over: { type: 'final' },
    },
  });
  const network = defineNetwork({
    name: 'waiting',
    components: { a: { machine, stimuli: [{ type: 'NEXT' }, { type: 'LOOK' }], crashes: { atMost: 1 } } },
  });
  const steps = ['environment ⇒ a: NEXT'];
  const text = briefText(explain(network, { property: 'deadlock-freedom', initial: 0, steps }));
  expect(text).toContain('2 steps that are no progress: environment ⇒ a: LOOK (since 1), crash a');
});

it('who cannot come to rest any more is named', () => {
  const machine = setup({ delays: { soon: 1 } }).createMachine({
    id: 'lamp',
    initial: 'off',
    states: {
      off: { tags: 'rest', on: { PRESS: 'on' } },
      on: { after: { soon: 'dim' } },
      dim: { after: { soon: 'on' } },
    },
  });
  const network = defineNetwork({
    name: 'lamps',
    components: { a: { machine, stimuli: [{ type: 'PRESS' }] }, b: { machine } },
    properties: [everyComponentCanRest],
  });
  const { why } = whyOf(network);
  expect(why.remarks).toEqual(["a in state 'on' can never come to rest again."]);
});
