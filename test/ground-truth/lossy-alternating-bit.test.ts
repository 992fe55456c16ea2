// Goal: the published size of the alternating bit protocol over lossy queues, and its liveness under the published fairness and less. Method:
// breadth-first over everything. Source: tlaplus/Examples, specifications/SpecifyingSystems/manifest.json (MCAlternatingBit: 240 distinct, 1392 generated,
// depth 10, SentLeadsToRcvd holds), and Lamport, Specifying Systems, chapter 14, for ABFairness: sending again is weakly fair, receiving strongly. TLC
// generates what its constraint cuts, and each loss of equal messages; that 1056 steps are left is from a separate program.

import { describe, expect, it } from 'vitest';
import { explore } from '../support/agreement.js';
import { runsOf } from '../support/lasso.js';
import { lossyAlternatingBit } from './lossy-alternating-bit.network.js';

it('alternating bit over lossy queues has 240 states, and what is sent is received if loss is fair', () => {
  expect(explore(lossyAlternatingBit())).toMatchObject({
    verdict: 'holds',
    states: 240,
    steps: 1056,
    depth: 10,
    terminal: 0,
  });
});

describe('with unfair loss', () => {
  it('every message is lost', () => {
    const result = explore(lossyAlternatingBit('weak'), { afterViolation: 'continue' });
    expect(runsOf(result)).toEqual({});
  });

  it('of acknowledgements, every one is lost, and messages are received', () => {
    const fairness = { units: [{ from: 'sender', to: 'receiver', fairness: 'strong' }] } as const;
    const result = explore(lossyAlternatingBit(fairness), { afterViolation: 'continue' });
    expect(runsOf(result)).toEqual({});
  });
});
