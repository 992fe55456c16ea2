// Goal: the published size of the alternating bit protocol over lossy queues, and its liveness under the published fairness and less. Method:
// breadth-first over everything. Source: tlaplus/Examples, specifications/SpecifyingSystems/manifest.json (MCAlternatingBit: 240 distinct, 1392 generated,
// depth 10, SentLeadsToRcvd holds), and Lamport, Specifying Systems, chapter 14, for ABFairness: sending again is weakly fair, receiving strongly. TLC
// generates what its constraint cuts, and each loss of equal messages; that 1056 steps are left is from a separate program.

import { describe, expect, it } from 'vitest';
import { explore } from '../../src/index.js';
import { explore as exploreInAgreement } from '../support/agreement.js';
import { runsOf } from '../support/lasso.js';
import { lossyAlternatingBit } from './lossy-alternating-bit.network.js';

it('alternating bit over lossy queues has 240 states, and what is sent is received if loss is fair', () => {
  expect(exploreInAgreement(lossyAlternatingBit())).toMatchObject({
    verdict: 'holds',
    states: 240,
    steps: 1056,
    depth: 10,
    terminal: 0,
  });
});

describe('with unfair loss', () => {
  it('every message is lost', () => {
    const network = lossyAlternatingBit('weak');
    const result = explore(network, { afterViolation: 'continue' });
    // The message is lost before it is sent again: the queue is empty in between, and its head, though weakly fair, need not be received. The receiver, which
    // can say again what it has whenever there is room, has to; what it says has to be taken away for the circle to close, and is old.
    const lasso = (datum: string) => ({
      stem: [`environment ⇒ sender: SEND {datum: '${datum}'}`],
      cycle: [
        'receiver ⏱ again in receiving',
        `drop sender ⇒ receiver: MESSAGE {bit: 1, datum: '${datum}'}`,
        'receiver ⇒ sender: ACKNOWLEDGEMENT {bit: 0}',
        'sender ⏱ again in sending',
      ],
    });
    expect(runsOf(network, result)).toEqual({
      'd1 is received': lasso('d1'),
      'd2 is received': lasso('d2'),
      'what is sent is acknowledged': lasso('d1'),
    });
  });

  it('of acknowledgements, every one is lost, and messages are received', () => {
    const fairness = { units: [{ from: 'sender', to: 'receiver', fairness: 'strong' }] } as const;
    const network = lossyAlternatingBit(fairness);
    const result = explore(network, { afterViolation: 'continue' });
    // Messages have to be received again and again, and are; the queue of acknowledgements is empty in between.
    expect(runsOf(network, result)).toEqual({
      'what is sent is acknowledged': {
        stem: [
          "environment ⇒ sender: SEND {datum: 'd1'}",
          "sender ⇒ receiver: MESSAGE {bit: 1, datum: 'd1'}",
        ],
        cycle: [
          'sender ⏱ again in sending',
          'receiver ⏱ again in receiving',
          "sender ⇒ receiver: MESSAGE {bit: 1, datum: 'd1'}",
          'drop receiver ⇒ sender: ACKNOWLEDGEMENT {bit: 1}',
        ],
      },
    });
  });
});
