import { hopsOf } from '../../../machines/interconnect/ub-fabric.js';
import type { UbSwitchFault } from '../fault.js';

export const laneLeftAgain: UbSwitchFault = {
  title:
    'packets that are sent up again have buffers of their own on the way up only, and come down among all others',
  link: 'https://github.com/sstsimulator/sst-macro/issues/325',
  kinship: 'its kind',
  property: 'deadlock-freedom',
  configuration: { nodes: 3, l2Chips: 1, buffer: 1, packets: 1, traffic: 'star', routes: 'detour' },
  patch: {
    wiring: {
      hopsOf: (fabric, flow) => {
        const hops = hopsOf(fabric, flow);
        return hops.map((hop, at) => (at + 1 === hops.length ? { ...hop, lane: 0 } : hop));
      },
    },
  },
  counterexample: {
    tells:
      'nodes 1 and 2 each have a packet for node 0, which waits at the L1 chip of the other to go up again (steps 22 and 26); node 0 has sent a packet to each by way of the other, which wait at the L2 chip to come down into the same buffers: the four wait in a circle',
    steps: [
      'dies.0 ⏱ inject in sending',
      'l1.0.to.l2.0 ⇒ l2.0.from.l1.0: PACKET {destination: 1, number: 0, source: 0}',
      'dies.1 ⏱ inject in sending',
      'l1.1.to.l2.0 ⇒ l2.0.from.l1.1: PACKET {destination: 0, number: 0, source: 1}',
      'dies.2 ⏱ inject in sending',
      'l1.2.to.l2.0 ⇒ l2.0.from.l1.2: PACKET {destination: 0, number: 0, source: 2}',
      'l2.0.from.l1.0 ⏱ cross in holding',
      'l2.0.from.l1.0 ⇒ l1.0.to.l2.0: CREDIT',
      'l2.0.to.l1.2 ⇒ l1.2.from.l2.0: PACKET {destination: 1, number: 0, source: 0}',
      'dies.0 ⏱ inject in sending',
      'l1.0.to.l2.0 ⇒ l2.0.from.l1.0: PACKET {destination: 2, number: 0, source: 0}',
      'l2.0.from.l1.0 ⏱ cross in holding',
      'l2.0.from.l1.0 ⇒ l1.0.to.l2.0: CREDIT',
      'l2.0.to.l1.1 ⇒ l1.1.from.l2.0: PACKET {destination: 2, number: 0, source: 0}',
      'l1.2.from.l2.0 ⏱ cross in holding',
      'l1.2.from.l2.0 ⇒ l2.0.to.l1.2: CREDIT',
      'l1.2.to.l2.0.lane.1 ⇒ l2.0.from.l1.2.lane.1: PACKET {destination: 1, number: 0, source: 0}',
      'l1.1.from.l2.0 ⏱ cross in holding',
      'l1.1.from.l2.0 ⇒ l2.0.to.l1.1: CREDIT',
      'l1.1.to.l2.0.lane.1 ⇒ l2.0.from.l1.1.lane.1: PACKET {destination: 2, number: 0, source: 0}',
      'l2.0.from.l1.1 ⏱ cross in holding',
      'l2.0.to.l1.2 ⇒ l1.2.from.l2.0: PACKET {destination: 0, number: 0, source: 1}',
      'l2.0.from.l1.1 ⇒ l1.1.to.l2.0: CREDIT',
      'l2.0.from.l1.2 ⏱ cross in holding',
      'l2.0.from.l1.2 ⇒ l1.2.to.l2.0: CREDIT',
      'l2.0.to.l1.1 ⇒ l1.1.from.l2.0: PACKET {destination: 0, number: 0, source: 2}',
    ],
  },
};
