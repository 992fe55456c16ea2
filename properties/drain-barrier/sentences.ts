import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'dispatch-is-exclusive': 'While one thread dispatches, all others stand still.',
  'every-task-dispatched-once':
    'The cores are given every task once, in the order in which the tasks were claimed.',
  'is-released': 'A thread that has stopped is elected, or goes back to its loop.',
  'as-at-the-start': 'Once all threads have left, every task was dispatched and the barrier is down.',
};
