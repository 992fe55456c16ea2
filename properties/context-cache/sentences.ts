import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'complete-means-stored': 'What a server says can be had is in its memory.',
  'gets-what-was-put':
    'A get gives what was put under its key before it ended and not removed before it began, or nothing.',
  'runs-without-hole':
    'Of the blocks that an SDK counts as a prefix it has seen each, from the first one on.',
  'computes-on-loaded': 'An instance computes behind blocks only that are in the pages of each of its ranks.',
  'uses-its-own-prefix':
    'A block that an instance computes behind was computed of the tokens of its own prompt up to there, and is the part of that rank.',
  'ranks-agree': 'All ranks of an instance use equally many blocks.',
  'released-after-its-writer': 'A slot stays with its put until the write of that put has landed.',
  'expired-when-over': 'Nobody is told that his lease has expired while it lasts.',
  'addresses-of-their-epoch': 'An address is used only with the epoch that it was given with.',
  'within-quota': 'What a tenant has in memory stays within his quota.',
  'own-blocks': 'A tenant has no block that was made of the tokens of another one.',
  'stored-once': 'A server has each block once.',
  'chains-from-their-end':
    'A server evicts no block while it has one that continues it, nor to make room for one.',
  'least-used-goes-first':
    'Of the blocks that may make room a server evicts the one that was used least recently.',
  'evicts-for-cause':
    'A server evicts only for what it has no slot for, from a tenant himself to keep him within his quota, or from above its threshold to below it.',
  'told-what-is-there':
    'An SDK is told that a block is there if, and only if, its server has it in memory, or EVS has it.',
  'written-through': 'What a server has EVS is given in the end, and what it evicts before.',
  flushed: 'What a server was given to keep it copies to EVS, once.',
  'kept-as-written': 'What EVS has of a block is that block.',
  'within-room': 'EVS holds no more blocks than it has room for.',
  'evicts-when-full': 'EVS evicts nothing while it has room.',
  'oldest-goes-first': 'EVS evicts what was used least recently.',
  'below-threshold': 'Above its threshold a server evicts as long as it has a block that may go.',
  'request-ends': 'Every request ends.',
  'storing-ends': 'What is to be stored is stored, or given up, in the end.',
  'slots-come-back': 'No slot is kept for ever for who writes, loads or reads, whoever has died.',
  'counted-right':
    'The controller has counted what a server has of each tenant, and nothing of one that it knows to be lost.',
  'nothing-left': 'Who has ended to store has nothing left to be stored.',
  'all-stored':
    'Where nothing goes amiss but that a put is tried again, and there is room, EVS has all blocks in the end.',
  'members-serve': 'Keys are placed on servers that serve, with the epoch that they and their memories know.',
  'views-in-turn': 'Of the views that an SDK is told none is left out.',
  'view-arrives': 'Each SDK is told which servers there are, in the end.',
};
