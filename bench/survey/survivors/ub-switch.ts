import type { Survivors } from '../survivors.js';

/** What survives in ub-switch. */
export const ubSwitchSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'ub-output-port.ready on FORWARD: transmit before takeCredit',
    'ub-input-port.holding after cross to forwarded: returnCredit before freeSlot',
  ],
  'A port that has just stored a packet goes on from there to where it should have gone, in the same step.': [
    'ub-input-port.empty on PACKET to holding: to forwarded instead',
  ],
  'A lane of its own number, and a third node that is looked for in another order: packets go as they went.':
    [
      "interconnect/ub-fabric hopsOf: 1 for 0 in 'upAndDown(flow, chip, 0)'",
      "interconnect/ub-fabric hopsOf.via: 1 for 0 in '[0, 1, 2].find((node) => node !== source && node !== destination)'",
      "interconnect/ub-fabric hopsOf.via: 3 for 2 in '[0, 1, 2].find((node) => node !== source && node !== destination)'",
    ],
};
