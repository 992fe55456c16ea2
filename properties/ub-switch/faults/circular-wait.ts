import { hopsOf } from '../../../machines/interconnect/ub-fabric.js';
import type { UbSwitchFault } from '../fault.js';

export const circularWait: UbSwitchFault = {
  title: 'packets that are sent up again use the same buffers as all others, which may then wait in a circle',
  link: 'https://doi.org/10.1109/TC.1987.1676939',
  property: 'deadlock-freedom',
  configuration: { nodes: 3, l2Chips: 1, buffer: 1, packets: 2, traffic: 'incast', routes: 'detour' },
  patch: {
    wiring: {
      hopsOf: (fabric, flow) => hopsOf(fabric, flow).map((hop) => ({ ...hop, lane: 0 })),
    },
  },
  counterexample: {
    tells:
      'nodes 1 and 2 send to node 0, each by way of the other: the first packet of each waits at the L1 chip of the other to go up again, the second at the L2 chip to go down there, and the four buffers wait in a circle',
    steps: [
      'dies.1 ⏱ inject in sending',
      'l1.1.to.l2.0 ⇒ l2.0.from.l1.1: PACKET {destination: 0, number: 0, source: 1}',
      'dies.2 ⏱ inject in sending',
      'l1.2.to.l2.0 ⇒ l2.0.from.l1.2: PACKET {destination: 0, number: 0, source: 2}',
      'l2.0.from.l1.1 ⏱ cross in holding',
      'l2.0.from.l1.1 ⇒ l1.1.to.l2.0: CREDIT',
      'l2.0.to.l1.2 ⇒ l1.2.from.l2.0: PACKET {destination: 0, number: 0, source: 1}',
      'dies.1 ⏱ inject in sending',
      'l1.1.to.l2.0 ⇒ l2.0.from.l1.1: PACKET {destination: 0, number: 1, source: 1}',
      'l2.0.from.l1.2 ⏱ cross in holding',
      'l2.0.from.l1.2 ⇒ l1.2.to.l2.0: CREDIT',
      'l2.0.to.l1.1 ⇒ l1.1.from.l2.0: PACKET {destination: 0, number: 0, source: 2}',
      'dies.2 ⏱ inject in sending',
      'l1.2.to.l2.0 ⇒ l2.0.from.l1.2: PACKET {destination: 0, number: 1, source: 2}',
    ],
  },
};
