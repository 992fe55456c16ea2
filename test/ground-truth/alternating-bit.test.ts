// Goal: the size of the alternating bit protocol of mCRL2: four processes in rendezvous, hidden steps counted; and that what is read is sent in
// the end if not everything is lost, and only then. Method: breadth-first over everything. Source: mCRL2org/mCRL2, examples/academic/abp/abp.mcrl2, with
// two data values: 74 states and 92 transitions. With the receiver's two places "send acknowledgement" made one: 70 and 88.
// The depths are from a separate breadth-first program. Beside it, read_then_eventually_send.mcf, which is false, and
// read_then_eventually_send_if_fair.mcf, which is true.

import { describe, expect, it } from 'vitest';
import { explore } from '../../src/index.js';
import { explore as exploreInAgreement } from '../support/agreement.js';
import { runsOf } from '../support/lasso.js';
import { fairLoss } from './alternating-bit-links.js';
import { alternatingBit } from './alternating-bit.network.js';

it.each([
  { places: 2, states: 74, steps: 92, depth: 20 },
  { places: 1, states: 70, steps: 88, depth: 19 },
] as const)(
  'alternating bit with $places acknowledging places has $states states, and delivers if loss is fair',
  ({ places, ...expected }) => {
    const result = exploreInAgreement(alternatingBit(places));
    expect(result).toMatchObject({ verdict: 'holds', ...expected, terminal: 0 });
  },
);

describe('with unfair loss', () => {
  it('every frame is lost', () => {
    const network = alternatingBit(2, 'weak');
    const result = explore(network, { afterViolation: 'continue' });
    // One thing happens at a time, so that no timer is pending in all states of the cycle.
    const lasso = {
      stem: ["environment ⇒ sender: ACCEPT {datum: 'd1'}"],
      cycle: [
        'sender ⏱ send in sending',
        'dataLink ⏱ corrupt in underWay',
        'dataLink ⏱ handOver in corrupted',
        'receiver ⏱ acknowledge in repeating',
        'acknowledgementLink ⏱ carry in underWay',
        'acknowledgementLink ⏱ handOver in carried',
      ],
    };
    expect(runsOf(network, result)).toEqual({
      'what is accepted is delivered': lasso,
      'the sender is free again': lasso,
    });
  });

  it('of acknowledgements, every one is lost, and what was accepted has been delivered', () => {
    const network = alternatingBit(2, fairLoss('dataLink'));
    const result = explore(network, { afterViolation: 'continue' });
    // The link of data carries the frame each time, as it has to; that of acknowledgements need not.
    expect(runsOf(network, result)).toEqual({
      'the sender is free again': {
        stem: [
          "environment ⇒ sender: ACCEPT {datum: 'd1'}",
          'sender ⏱ send in sending',
          'dataLink ⏱ carry in underWay',
          'dataLink ⏱ handOver in carried',
          'receiver ⏱ deliver in delivering',
          'receiver ⏱ acknowledge in acknowledging',
        ],
        cycle: [
          'acknowledgementLink ⏱ corrupt in underWay',
          'acknowledgementLink ⏱ handOver in corrupted',
          'sender ⏱ send in sending',
          'dataLink ⏱ carry in underWay',
          'dataLink ⏱ handOver in carried',
          'receiver ⏱ acknowledge in repeating',
        ],
      },
    });
  });
});
