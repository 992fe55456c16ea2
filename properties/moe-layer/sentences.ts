import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'rows-where-routed':
    'Into the window of each die come the copies that the gate has sent it, and then one flag of each die.',
  'computes-on-all-flags': 'The experts of a die start when the flags of all dies are there.',
  'results-where-they-belong':
    'Into the window of each die come the results of its own tokens, none lost and none twice.',
  'results-are-computed': 'What comes back as a result is what an expert has computed.',
  'sent-as-told': 'What a die tells that it has sent is what comes into the windows.',
  'computes-all-rows':
    'The experts of a die get all rows that the gate has sent it, and compute each of them.',
  'operators-in-order': 'A die goes through the operators of the layer in the order of the paper, each once.',
  'sums-all-results':
    'A die ends when the results of all copies of its tokens are there, and has summed all of them.',
};
