import type { Sentences } from '../sentences.js';

export const sentences: Sentences = {
  'buffer-within-slots': 'A port never holds more packets than its buffer has slots.',
  'credits-conserved': 'Each slot is a credit, or used by a packet: none is lost or made.',
  'sent-along-the-wire': 'What a port sends comes out at the other end of its own wire.',
  'forwarded-on-the-way':
    'A packet leaves a chip by a port of that chip: to the dies of its own node, down to a node, or up again where it takes a detour.',
  'injected-at-home': 'The dies of a node send by the L1 chip of their node.',
  'packets-in-order': 'Every packet arrives at its own node, once, in the order in which its source sent it.',
  'as-at-the-start': 'Once nothing is in the fabric, every port has the credits that it began with.',
};
