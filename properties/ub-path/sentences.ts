import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'no-overwrite': 'Nothing is written over a slot whose message nobody has read.',
  'tail-implies-data': 'Whoever reads a slot finds a message in it.',
  'delivered-in-order-once': 'What has been copied out is the messages of each sender, in order, each once.',
  'moved-by-one-side':
    'Data goes over the Unified Bus once, by the side that is to move it: senders write, or the receiver reads.',
  settles: 'Every message is delivered, and its slot given back.',
  'credits-conserved':
    'An operation holds its credit until its completion has come back: none is lost or made.',
  'under-way-within-credits': 'No more operations of a die are under way than it may have.',
  'none-issued-while-down': 'Nothing is issued while a link is down.',
  'up-after-retraining': 'A link comes up only when it has been trained again.',
  'comes-up-again': 'A link that has gone down comes up again.',
  'every-component-can-rest': 'Each component can come to rest again.',
  'as-at-the-start':
    'Once the senders have all slots back, rings and pipes are empty and all credits are free.',
};
