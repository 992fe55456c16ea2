import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'complete-means-stored': 'What a server says can be had is in its memory.',
  'gets-what-was-put':
    'A get gives what was put under its key before it ended and not removed before it began, or nothing.',
  'runs-without-hole':
    'Of the blocks that an SDK counts as a prefix it has seen each, from the first one on.',
  'ranks-agree': 'All ranks of an instance use equally many blocks.',
  'released-after-its-writer': 'A slot stays with its put until the write of that put has landed.',
  'addresses-of-their-epoch': 'An address is used only with the epoch that it was given with.',
  'within-quota': 'What a tenant has in memory stays within his quota.',
  'own-blocks': 'A tenant has no block that was made of the tokens of another one.',
  'stored-once': 'A server has each block once.',
  'chains-from-their-end': 'A server evicts no block while it has one that continues it.',
  'written-through': 'What a server evicts EVS was given before.',
  'request-ends': 'Every request ends.',
  'storing-ends': 'What is to be stored is stored, or given up, in the end.',
  'slots-come-back': 'No slot is kept for ever for who writes, loads or reads, whoever has died.',
  'counted-right': 'The controller has counted what a server has of each tenant.',
  'view-arrives': 'Each SDK is told which servers there are, in the end.',
};
