import { assign, setup } from 'xstate';
import { answered, client, clock, waiting } from '../../support/endless-charts.js';
import { alwaysPossible, defineNetwork, eventually, monitor } from '../../../src/index.js';

/** It is asked, and then goes round without an answer. */
export const pendingCycle = defineNetwork({
  name: 'asked, and never answered',
  components: { client: { machine: client, stimuli: [{ type: 'ASK' }] } },
  properties: [monitor('answered', answered)],
});

const poller = setup({ delays: { poll: 1 } }).createMachine({
  id: 'client',
  initial: 'waiting',
  states: {
    waiting: { after: { poll: { target: 'waiting', reenter: true } }, on: { REPLY: 'served' } },
    served: { type: 'final' },
  },
});

/** Nothing that happens changes anything. */
export const pollsForever = defineNetwork({
  name: 'polls for ever',
  components: { client: { machine: poller } },
});

/** One that nothing ever comes to, beside one that goes on. */
export const besideClock = defineNetwork({
  name: 'stuck beside a clock',
  components: { client: { machine: waiting }, clock: { machine: clock } },
});

/** It goes on for ever, and what is claimed never comes. */
export const silentClock = defineNetwork({
  name: 'a clock that never rings',
  components: { clock: { machine: clock } },
  properties: [eventually('rings', () => false)],
});

const counting = setup({
  types: {} as { context: { count: number } },
  actions: { count: assign({ count: ({ context }) => context.count + 1 }) },
  guards: { isBelow: ({ context }) => context.count < 500 },
  delays: { tick: 1 },
}).createMachine({
  id: 'counting',
  context: { count: 0 },
  initial: 'on',
  states: {
    on: {
      tags: 'rest',
      after: { tick: { guard: 'isBelow', target: 'on', reenter: true, actions: 'count' } },
    },
  },
});

const idle = setup({}).createMachine({ id: 'idle', tags: 'rest' });

/** To say that something is impossible, a replay would have to look at 500 states of 100 components. */
export const counts = defineNetwork({
  name: 'counts',
  components: {
    counting: { machine: counting },
    ...Object.fromEntries(Array.from({ length: 99 }, (_, at) => [`idle.${at}`, { machine: idle }])),
  },
  properties: [alwaysPossible('far', (view) => view.context<{ count: number }>('counting').count > 1_000)],
});
