import { routingTableOf } from '../../../machines/interconnect/ub-fabric.js';
import type { UbSwitchFault } from '../fault.js';

export const packetSentBack: UbSwitchFault = {
  title:
    'a chip has the way to a node by another chip, which has it by the first: a packet is sent to and fro for ever',
  link: 'https://github.com/RIOT-OS/RIOT/issues/5051',
  kinship: 'its kind',
  property: 'packets-in-order at dies.0',
  configuration: { nodes: 3, l2Chips: 1, buffer: 1, packets: 1, traffic: 'shift', routes: 'direct' },
  patch: {
    // Elsewhere there is no such way, or other links.
    parameters: { nodes: 3, l2Chips: 1, traffic: 'shift' },
    wiring: {
      // The L2 chip takes node 1 for the way to node 0, whose own L1 chip sends up again what is not for its dies.
      routingTableOf: (ways) =>
        new Map(
          [...routingTableOf(ways)].map(([port, routes]) => {
            if (port.startsWith('l2.0.')) return [port, { ...routes, '2-0': 'l2.0.to.l1.1' }];
            if (port === 'l1.1.from.l2.0') return [port, { ...routes, '2-0': 'l1.1.to.l2.0' }];
            return [port, routes];
          }),
        ),
    },
  },
  counterexample: {
    tells:
      'the packet of node 2 comes to the L2 chip, which sends it to the L1 chip of node 1, which sends it up again, for ever (from step 7 on); in between others find no credit',
    steps: [
      'dies.0 ⏱ inject in sending',
      'l1.0.to.l2.0 ⇒ l2.0.from.l1.0: PACKET {destination: 1, number: 0, source: 0}',
      'dies.2 ⏱ inject in sending',
      'l1.2.to.l2.0 ⇒ l2.0.from.l1.2: PACKET {destination: 0, number: 0, source: 2}',
      'l2.0.from.l1.2 ⏱ cross in holding',
      'l2.0.from.l1.2 ⇒ l1.2.to.l2.0: CREDIT',
      'l2.0.to.l1.1 ⇒ l1.1.from.l2.0: PACKET {destination: 0, number: 0, source: 2}',
      'l1.1.from.l2.0 ⏱ cross in holding',
      'l1.1.to.l2.0 ⇒ l2.0.from.l1.1: PACKET {destination: 0, number: 0, source: 2}',
      'l1.1.from.l2.0 ⇒ l2.0.to.l1.1: CREDIT',
      'l2.0.from.l1.1 ⏱ cross in holding',
      'l2.0.from.l1.1 ⇒ l1.1.to.l2.0: CREDIT',
    ],
    loop: 6,
  },
};
