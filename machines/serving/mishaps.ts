import { assign, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

export interface MishapsInput {
  /** Requests that may be given up: by their client, a prefill node, a decode node, or as their transfer breaks. */
  readonly aborts: number;
  /** Nodes that may die. */
  readonly deaths: number;
}

/** What may go wrong, and where: `to` is the id of a component. */
export type Mishap =
  | { readonly type: 'LEAVE'; readonly to: string }
  | { readonly type: 'GIVE_UP'; readonly to: string; readonly request: number }
  | { readonly type: 'BREAK'; readonly to: string }
  | { readonly type: 'DIE'; readonly to: string };

/** Something has gone wrong. */
export interface MishapObservation {
  readonly type: 'MISHAP';
  readonly what: Mishap['type'];
  /** Id of the component that it strikes. */
  readonly to: string;
  /** The request that is given up, where the component has several. */
  readonly request?: number;
}

/** What goes wrong in a serving system in all, wherever it does: a mishap is possible where what it strikes can take it in its present state. */
export const mishaps = setup({
  types: {} as {
    context: MishapsInput;
    input: MishapsInput;
    events: Mishap;
    emitted: MishapObservation;
    tags: 'rest';
  },
  guards: {
    mayAbort: ({ context }) => context.aborts > 0,
    mayDie: ({ context }) => context.deaths > 0,
  },
  actions: {
    countAbort: assign({ aborts: ({ context }) => context.aborts - 1 }),
    countDeath: assign({ deaths: ({ context }) => context.deaths - 1 }),
    strike: enqueueActions(({ event, enqueue }) => {
      const { to, type: what, ...message } = event;
      enqueue.emit({ type: 'MISHAP', what, to, ...message });
      enqueue.sendTo(componentRef(to), { type: what, ...message });
    }),
  },
}).createMachine({
  id: 'mishaps',
  context: ({ input }) => input,
  initial: 'possible',
  states: {
    possible: {
      description: 'A client may leave, a node may give a request up or die, a transfer may break.',
      tags: 'rest',
      on: {
        LEAVE: { guard: 'mayAbort', actions: ['countAbort', 'strike'] },
        GIVE_UP: { guard: 'mayAbort', actions: ['countAbort', 'strike'] },
        BREAK: { guard: 'mayAbort', actions: ['countAbort', 'strike'] },
        DIE: { guard: 'mayDie', actions: ['countDeath', 'strike'] },
      },
    },
  },
});
