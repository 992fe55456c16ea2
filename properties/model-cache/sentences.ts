import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'one-version': 'The weights that an instance serves with are all of one version, and it has all of them.',
  'blocks-in-their-places': 'Each block of weights that an instance serves with is in its own place.',
  'switched-to-its-target': 'What an instance switches to is the version that it tells.',
  'newest-when-told': 'What an instance is told to switch to is the newest version that there is.',
  'held-while-loaded': 'While an instance loads a version the pool has it, all of it.',
  'brought-in-once': 'No version is brought in that is there, or on its way.',
  'least-used-version-goes':
    'Of the versions that may make room the pool evicts the one that was used least recently.',
  'within-pool': 'The pool has no more copies than it has room for.',
  'switch-ends': 'Who is to switch does so in the end.',
  'nothing-held': 'At the end nothing is kept for anybody.',
};
