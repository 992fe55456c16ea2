import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'flag-within-limit':
    'Each product that is not begun with is one set of the flag, which holds only so many.',
  'experts-in-order': 'The result of each expert that has tokens is stored once, in order, in its own place.',
  finishes: 'Every vector core comes to the end of the operation.',
  'as-at-the-start':
    'Once all cores have finished, no set is left, nobody waits for one, and every credit is back.',
};
