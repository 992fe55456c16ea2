// A search box that invokes a promise, as the program has it. Which answers the promise may come to, the component says; whether it does, and when, is the
// environment's choice.

import { always, defineNetwork, leadsTo } from 'cloudmatrix-check';
import { assign, fromPromise, setup } from 'xstate';

const search = setup({
  actors: { lookup: fromPromise(async ({ input }) => (await globalThis.fetch(`/words/${input}`)).text()) },
  actions: {
    take: assign({ word: ({ event }) => event.word, shown: null }),
    show: assign({ shown: ({ event }) => event.output }),
  },
}).createMachine({
  id: 'search',
  context: { word: null, shown: null },
  initial: 'idle',
  on: { TYPE: { target: '.looking', actions: 'take' } },
  states: {
    idle: { tags: 'rest' },
    looking: {
      invoke: {
        src: 'lookup',
        id: 'lookup',
        input: ({ context }) => context.word,
        onDone: { target: 'shown', actions: 'show' },
        onError: 'failed',
      },
    },
    shown: { tags: 'rest' },
    failed: { tags: 'rest' },
  },
});

export const invokedActors = defineNetwork({
  name: 'a search box',
  components: {
    search: {
      machine: search,
      stimuli: ['cat', 'dog'].map((word) => ({ type: 'TYPE', word })),
      actors: { lookup: { outputs: ({ input }) => [`a ${input}`], errors: [{ message: 'offline' }] } },
    },
  },
  // The promise does settle in the end, either way, and who types pauses for long enough: each word starts it anew, and `weak` is about one that runs on.
  fairness: {
    units: [{ component: 'search', actor: 'lookup', fairness: 'strong' }],
  },
  properties: [
    always('what is shown is what was typed last', (view) => {
      const { word, shown } = view.context('search');
      return shown === null || shown === `a ${word}`;
    }),
    leadsTo(
      'who looks finds, or it fails',
      (view) => view.matches('search', 'looking'),
      (view) => view.matches('search', 'shown') || view.matches('search', 'failed'),
    ),
  ],
});
