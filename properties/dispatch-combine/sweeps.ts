import type { Sweep } from '../../src/index.js';

/**
 * Which designs of the receive buffer are safe for how many operations in flight. Every token goes to another die, and layers are
 * as many as make at least three operations of each kind, so that each half is used again.
 */
export const buffers: Sweep = {
  title: 'designs of the receive buffer',
  base: { dies: 2, tokens: 1, routing: 'balanced' },
  rows: {
    title: 'buffers',
    values: [
      { label: 'one buffer', configuration: { buffers: 'one' } },
      { label: 'one + ack', configuration: { buffers: 'one-ack' } },
      { label: 'two', configuration: { buffers: 'two' } },
      { label: 'two halves', configuration: { buffers: 'two-halves' } },
    ],
  },
  columns: [
    {
      title: 'in flight',
      values: [
        { label: '1 in flight', configuration: { microbatches: 1, layers: 3 } },
        { label: '2 in flight', configuration: { microbatches: 2, layers: 2 } },
        { label: '3 in flight', configuration: { microbatches: 3, layers: 1 } },
      ],
    },
    {
      title: 'dies without tokens',
      values: [
        { label: 'none', configuration: { idleDies: 0 } },
        { label: 'one', configuration: { idleDies: 1 } },
      ],
    },
  ],
};
