import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'buffer-within-slots': 'A port never holds more packets than its buffer has slots.',
  'credits-conserved': 'Each slot is a credit, or used by a packet: none is lost or made.',
  'packets-in-order': 'Every packet arrives at its own node, once, in the order in which its source sent it.',
  'as-at-the-start': 'Once nothing is in the fabric, every port has the credits that it began with.',
};
