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
  'Lanes, chips and the node of a detour have other names, and packets wait and go on in the same order.': [
    "interconnect/ub-fabric laneSuffix: 1 for 0 in 'laneSuffix = (lane) => (lane === 0 ? '' : `.lane.${lane}`)'",
    "interconnect/ub-fabric hopsOf: 1 for 0 in 'upAndDown(flow, chip, 0)'",
    "interconnect/ub-fabric hopsOf.via: 1 for 0 in '[0, 1, 2].find((node) => node !== source && node !== destination)'",
    "interconnect/ub-fabric hopsOf.via: 2 for 1 in '[0, 1, 2].find((node) => node !== source && node !== destination)'",
    "interconnect/ub-fabric hopsOf.via: 0 for 1 in '[0, 1, 2].find((node) => node !== source && node !== destination)'",
    "interconnect/ub-fabric hopsOf.via: 3 for 2 in '[0, 1, 2].find((node) => node !== source && node !== destination)'",
    "interconnect/ub-fabric hopsOf.via: 1 for 2 in '[0, 1, 2].find((node) => node !== source && node !== destination)'",
    "interconnect/ub-fabric hopsOf: 2 for 1 in '...upAndDown({ source: via, destination }, chip, 1)'",
  ],
};
