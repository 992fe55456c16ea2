// Goal: the size of the alternating bit protocol of mCRL2: four processes in rendezvous, hidden steps counted.
// Method: breadth-first over everything. Source: mCRL2org/mCRL2, examples/academic/abp/abp.mcrl2, with two data values: 74
// states and 92 transitions. With the receiver's two places "send acknowledgement" made one: 70 and 88.
// The depths are from a separate breadth-first program.

import { expect, it } from 'vitest';
import { explore } from '../support/agreement.js';
import { alternatingBit } from './alternating-bit.network.js';

it.each([
  { places: 2, states: 74, steps: 92, depth: 20 },
  { places: 1, states: 70, steps: 88, depth: 19 },
] as const)(
  'alternating bit with $places acknowledging places has $states states',
  ({ places, ...expected }) => {
    const result = explore(alternatingBit(places));
    expect(result).toMatchObject({ verdict: 'holds', ...expected, terminal: 0 });
  },
);
