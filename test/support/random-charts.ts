import fc from 'fast-check';
import { defineNetwork, type Network } from '../../src/index.js';
import { Chart } from './chart-config.js';
import { chartShape } from './chart-shapes.js';

const IDS = ['a', 'b', 'c', 'd'] as const;

/**
 * Networks of two to four components whose charts have a little of everything that XState offers, and send each other messages directly
 * (all channels are `sync`). No step goes on for ever.
 */
export const randomCharts: fc.Arbitrary<Network> = fc
  .constantFrom(2, 3, 4, 4)
  .chain((length) => fc.array(chartShape, { minLength: length, maxLength: length }))
  .map((specs) => {
    const ids = IDS.slice(0, specs.length);
    return defineNetwork({
      name: 'random charts',
      components: Object.fromEntries(ids.map((id, at) => [id, new Chart(specs[at]!, id, ids).component()])),
      channels: { default: { kind: 'sync' } },
    });
  });
