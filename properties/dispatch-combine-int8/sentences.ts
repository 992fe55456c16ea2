import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'token-within-bound': 'Each quantised token is within its bound of the token.',
  'result-within-bound': "Each expert's result is within its bound of the real one.",
  'sum-within-bound': "Each token's sum is within its bound of the real one.",
  'sum-to-the-bit': 'The sum of a token is the same to the bit, in whatever order its results have come.',
  'sums-are-kept': 'The next layer begins with the sum of each token, of the results of all of its experts.',
};
