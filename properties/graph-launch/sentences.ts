import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'replay-of-its-iteration': 'A graph runs with the metadata of the iteration that it was launched for.',
  'parameters-of-its-update': 'A graph runs with the parameters that its own update has written.',
  'event-set-once-for-each-wait':
    'What a device is told to record is never recorded already, and each replay has its event.',
  'metadata-once': 'The metadata of all graphs of an iteration are prepared once, at its start.',
  'computed-for-its-iteration':
    'What a die brings to a collective was computed for that very iteration and graph.',
  'replays-in-order':
    'A die comes to its collective with each graph of each iteration once, the main model first.',
  'launches-within-ahead': 'A host launches no further ahead of its device than it may.',
  'every-component-can-rest': 'Each component can come to rest again.',
  'nothing-left': 'At the end no event, update or arrival is left, and the host has been told of everything.',
  'same-graph-on-all-dies': 'All dies come to a collective in the same replay of the same graph.',
};
