// A search box that invokes a promise. The promise is a component: it is started where the state is entered and stopped where it is left, as XState
// does with what a state invokes, and it comes to an end in any of its ways, at any time.

import { always, componentRef, defineNetwork, leadsTo } from 'cloudmatrix-check';
import { assign, sendTo, setup } from 'xstate';

const WORDS = ['cat', 'dog'];

const search = setup({
  actions: {
    take: assign({ word: ({ event }) => event.word, shown: null }),
    start: sendTo(componentRef('lookup'), ({ context }) => ({ type: 'START', input: context.word })),
    stop: sendTo(componentRef('lookup'), { type: 'STOP' }),
    show: assign({ shown: ({ event }) => event.output }),
  },
}).createMachine({
  id: 'search',
  context: { word: null, shown: null },
  initial: 'idle',
  on: { TYPE: { target: '.looking', actions: 'take' } },
  states: {
    idle: { tags: 'rest' },
    // In the program: invoke: { src: 'lookup', input: ({ context }) => context.word, onDone: …, onError: … }
    looking: {
      entry: 'start',
      exit: 'stop',
      on: { DONE: { target: 'shown', actions: 'show' }, FAILED: 'failed' },
    },
    shown: { tags: 'rest' },
    failed: { tags: 'rest' },
  },
});

const lookup = setup({
  actions: {
    keep: assign({ input: ({ event }) => event.input }),
    forget: assign({ input: null }),
    resolve: sendTo(componentRef('search'), ({ context }) => ({
      type: 'DONE',
      output: `a ${context.input}`,
    })),
    reject: sendTo(componentRef('search'), { type: 'FAILED' }),
  },
}).createMachine({
  id: 'lookup',
  context: { input: null },
  initial: 'stopped',
  states: {
    // What settles is stopped already when it is told to stop.
    stopped: {
      tags: 'rest',
      entry: 'forget',
      on: { START: { target: 'pending', actions: 'keep' }, STOP: {} },
    },
    pending: {
      on: {
        RESOLVE: { target: 'stopped', actions: 'resolve' },
        REJECT: { target: 'stopped', actions: 'reject' },
        STOP: 'stopped',
      },
    },
  },
});

export const invokedPromise = defineNetwork({
  name: 'a search box and its promise',
  components: {
    search: { machine: search, stimuli: WORDS.map((word) => ({ type: 'TYPE', word })) },
    // Which way it settles, and when, is the environment's choice.
    lookup: { machine: lookup, stimuli: [{ type: 'RESOLVE' }, { type: 'REJECT' }] },
  },
  // What is stopped has not answered: with a queue an answer could be on its way.
  channels: { default: { kind: 'sync' } },
  // It does settle in the end. Without this it may never do so.
  fairness: { units: [{ component: 'lookup', stimulus: 'RESOLVE', fairness: 'weak' }] },
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
