// Two clients share a tool. Where they poll, one may come too late again and again: nothing is wrong in any state, and all the same it never has the
// tool. Where the keeper of the tool remembers who asked, everybody has it in the end.

import { componentRef, defineNetwork, everyComponentCanRest, leadsTo } from 'cloudmatrix-check';
import { assign, sendTo, setup } from 'xstate';

const IDS = ['ann', 'bob'];

const client = setup({
  actions: {
    ask: sendTo(componentRef('keeper'), ({ context }) => ({ type: 'ASK', client: context.id })),
    giveBack: sendTo(componentRef('keeper'), { type: 'BACK' }),
  },
  delays: { pause: 100, work: 1000 },
}).createMachine({
  id: 'client',
  context: ({ input }) => input,
  initial: 'resting',
  states: {
    resting: { tags: 'rest', on: { WANT: 'wanting' } },
    wanting: {
      initial: 'asking',
      states: { asking: { entry: 'ask', on: { BUSY: 'pausing' } }, pausing: { after: { pause: 'asking' } } },
      on: { HERE: 'working' },
    },
    working: { after: { work: { target: 'resting', actions: 'giveBack' } } },
  },
});

const answer = (type) =>
  sendTo(
    ({ system, event }) => system.get(event.client),
    () => ({ type }),
  );

const forgetful = setup({ actions: { hand: answer('HERE'), refuse: answer('BUSY') } }).createMachine({
  id: 'forgetful-keeper',
  tags: 'rest',
  initial: 'present',
  states: {
    present: { on: { ASK: { target: 'away', actions: 'hand' } } },
    away: { on: { ASK: { actions: 'refuse' }, BACK: 'present' } },
  },
});

const orderly = setup({
  guards: { isAwaited: ({ context }) => context.queue.length > 0 },
  actions: {
    hand: answer('HERE'),
    remember: assign({ queue: ({ context, event }) => [...context.queue, event.client] }),
    handOn: sendTo(({ context, system }) => system.get(context.queue[0]), { type: 'HERE' }),
    strike: assign({ queue: ({ context }) => context.queue.slice(1) }),
  },
}).createMachine({
  id: 'orderly-keeper',
  tags: 'rest',
  context: { queue: [] },
  initial: 'present',
  states: {
    present: { on: { ASK: { target: 'away', actions: 'hand' } } },
    away: {
      on: {
        ASK: { actions: 'remember' },
        BACK: [{ guard: 'isAwaited', actions: ['handOn', 'strike'] }, { target: 'present' }],
      },
    },
  },
});

const network = (name, keeper) =>
  defineNetwork({
    name,
    components: {
      ...Object.fromEntries(
        IDS.map((id) => [id, { machine: client, input: { id }, stimuli: [{ type: 'WANT' }] }]),
      ),
      keeper: { machine: keeper },
    },
    channels: { default: { kind: 'sync' } },
    properties: [
      everyComponentCanRest,
      ...IDS.map((id) =>
        leadsTo(
          `${id} has the tool in the end`,
          (view) => view.matches(id, 'wanting'),
          (view) => view.matches(id, 'working'),
        ),
      ),
    ],
  });

export const polling = network('clients that poll', forgetful);
export const queueing = network('clients that are remembered', orderly);
