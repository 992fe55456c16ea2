import { produce } from 'immer';
import { assertEvent, assign, sendTo, setup } from 'xstate';
import { componentRef, always, type ChannelSpec, defineNetwork, type Network } from '../../src/index.js';

interface PlayerContext {
  /** The value that the player waits for, 0..valueMax. */
  value: number;
  valueMax: number;
}

interface PlayerInput {
  readonly valueMax: number;
}

function isAwaited(context: PlayerContext, event: { readonly value: number }): boolean {
  return event.value === context.value;
}

function count(context: PlayerContext): PlayerContext {
  return produce(context, (draft) => {
    draft.value++;
  });
}

/** Serves PING 0, and answers each PONG with the next PING until it has counted to `valueMax`. */
const pinger = setup({
  types: {
    context: {} as PlayerContext,
    input: {} as PlayerInput,
    events: {} as { type: 'PONG'; value: number },
  },
  guards: {
    isAwaited: ({ context, event }) => isAwaited(context, event),
    isAtMax: ({ context }) => context.value === context.valueMax,
  },
  actions: {
    count: assign(({ context }) => count(context)),
    sendPing: sendTo(componentRef('ponger'), ({ context }) => ({ type: 'PING', value: context.value })),
  },
}).createMachine({
  id: 'pinger',
  context: ({ input }) => ({ value: 0, valueMax: input.valueMax }),
  initial: 'playing',
  states: {
    playing: {
      entry: 'sendPing',
      on: { PONG: { guard: 'isAwaited', actions: ['count', 'sendPing'] } },
      always: { guard: 'isAtMax', target: 'finished' },
    },
    finished: { type: 'final' },
  },
});

/** Answers each PING with the PONG of the same value, and then waits for the next. */
const ponger = setup({
  types: {
    context: {} as PlayerContext,
    input: {} as PlayerInput,
    events: {} as { type: 'PING'; value: number },
  },
  guards: {
    isAwaited: ({ context, event }) => isAwaited(context, event),
    isAtMax: ({ context }) => context.value === context.valueMax,
  },
  actions: {
    sendPong: sendTo(componentRef('pinger'), ({ event }) => {
      assertEvent(event, 'PING');
      return { type: 'PONG', value: event.value };
    }),
    count: assign(({ context }) => count(context)),
  },
}).createMachine({
  id: 'ponger',
  context: ({ input }) => ({ value: 0, valueMax: input.valueMax }),
  initial: 'playing',
  states: {
    playing: {
      on: { PING: { guard: 'isAwaited', actions: ['sendPong', 'count'] } },
      always: { guard: 'isAtMax', target: 'finished' },
    },
    finished: { type: 'final' },
  },
});

/**
 * Two players who count to `valueMax` together, after the test of the actor model of Stateright (stateright/stateright,
 * src/actor/model.rs). Each takes only the value that it waits for, and nothing once it has counted to the end. Nobody
 * sends anything twice, so where the network may lose messages the game can be stuck.
 *
 * @param channel the network: `{ kind: 'set', lossy: true }` keeps messages to deliver them again, and loses them
 */
export function pingPong(valueMax: number, channel: ChannelSpec): Network {
  return defineNetwork({
    name: `ping-pong to ${valueMax}`,
    components: {
      pinger: { machine: pinger, input: { valueMax } },
      ponger: { machine: ponger, input: { valueMax } },
    },
    channels: { default: channel },
    properties: [
      always('values differ by 1 at most', (view) => {
        const difference =
          view.context<PlayerContext>('pinger').value - view.context<PlayerContext>('ponger').value;
        return 1 - Math.abs(difference);
      }),
    ],
  });
}
