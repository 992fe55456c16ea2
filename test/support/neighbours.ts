import { assign, sendTo, setup } from 'xstate';
import { componentRef, type ComponentSpec, defineNetwork, type Network } from '../../src/index.js';

const ASK = { type: 'ASK' } as const;

/** Asks two others again and again. */
const caller = setup({
  delays: { wait: 3 },
  actions: {
    askFirst: sendTo(componentRef('first'), ASK),
    askSecond: sendTo(componentRef('second'), ASK),
  },
}).createMachine({
  id: 'caller',
  initial: 'waiting',
  states: {
    waiting: { after: { wait: { target: 'waiting', reenter: true, actions: ['askFirst', 'askSecond'] } } },
  },
});

/** Counts questions in circles of so many. */
const counting = (id: string, circle: number) =>
  setup({
    types: {} as { context: { count: number }; events: typeof ASK },
    actions: { count: assign({ count: ({ context }) => (context.count + 1) % circle }) },
  }).createMachine({ id, context: { count: 0 }, on: { ASK: { actions: 'count' } } });

const pair: ComponentSpec = { machine: counting('pair', 2), aliases: {} };

const calling = (first: string, second: string): ComponentSpec => ({
  machine: caller,
  aliases: { first, second },
});

/** Callers that are alike: three have two neighbours that are alike, one has another kind of neighbour, and one has the same twice. */
export function neighbours(): Network {
  return defineNetwork({
    name: 'neighbours',
    components: {
      'caller.0': calling('pair.0', 'pair.1'),
      'caller.1': calling('pair.2', 'pair.3'),
      'caller.2': calling('pair.3', 'pair.2'),
      'caller.3': calling('pair.1', 'single'),
      'caller.4': calling('pair.2', 'pair.2'),
      'pair.0': pair,
      'pair.1': pair,
      'pair.2': pair,
      'pair.3': pair,
      single: { machine: counting('single', 1) },
    },
    channels: { default: { kind: 'sync' } },
  });
}
