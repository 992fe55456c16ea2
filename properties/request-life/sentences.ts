import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'every-request-ends':
    'A client that has asked is told the end: its whole answer, or that it has left, or why there is none.',
  'nothing-after-the-end': 'No token comes to a client that was told the end.',
  'answer-in-order':
    'The tokens of an answer come in their order, each once, however many attempts have made them.',
  'retries-within-bound': 'A request is tried so many times at most.',
  'prefilled-once': 'The prompt of an attempt is given to one prefill node, once.',
  'decoded-by-one': 'A request is not decoded by two living nodes at once.',
  'decodes-own-kv': 'Who is decoded has the KV of its own prompt, all of it, computed for this attempt.',
  'admitted-can-finish':
    'There are pages enough for all who have some to come to their end, one after the other.',
  'pages-return-once': 'A page that is taken was free, comes back once, and does come back.',
  'sources-return-once': 'The pages of an attempt at a prefill node come back once, and do come back.',
  'overtaken-at-most': 'Who waits for pages is overtaken by so many at most that came later.',
  'main-thread-never-waits': 'While somebody is in the batch, the main thread makes steps.',
  'joins-at-boundaries': 'Who is in a step at its end was in it at its beginning.',
  'prefill-is-not-decoded':
    "A step in which the rest of somebody's prompt is computed does not run as the graph of decode steps.",
  'waits-for-work-only':
    'A decode node waits only for a prefill node that has the work, or whose word is on its way.',
  'blame-names-the-dead': 'Whoever is taken for dead has died.',
};
