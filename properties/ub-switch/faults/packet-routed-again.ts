import { assign } from 'xstate';
import type { InputPortContext } from '../../../machines/interconnect/ub-input-port.js';
import type { UbSwitchFault } from '../fault.js';

export const packetRoutedAgain: UbSwitchFault = {
  title: 'where a packet comes in while another is routed, the first is routed twice, and the second never',
  link: 'https://github.com/sld-columbia/esp/issues/42',
  property: 'packets-in-order at dies.0',
  configuration: { nodes: 2, l2Chips: 1, buffer: 2, packets: 2, traffic: 'shift', routes: 'direct' },
  patch: {
    provide: {
      'ub-input-port': {
        actions: {
          freeSlot: assign(({ context }) => ({ buffer: (context as InputPortContext).buffer.slice(0, -1) })),
        },
      },
    },
  },
  counterexample: {
    tells:
      'both packets of node 1 wait at the L2 chip (step 4); it sends the first (step 5), forgets the second and sends the first again (step 7), and both copies arrive',
    steps: [
      'dies.1 ⏱ inject in sending',
      'l1.1.to.l2.0 ⇒ l2.0.from.l1.1: PACKET {destination: 0, number: 0, source: 1}',
      'dies.1 ⏱ inject in sending',
      'l1.1.to.l2.0 ⇒ l2.0.from.l1.1: PACKET {destination: 0, number: 1, source: 1}',
      'l2.0.from.l1.1 ⏱ cross in holding',
      'l2.0.to.l1.0 ⇒ l1.0.from.l2.0: PACKET {destination: 0, number: 0, source: 1}',
      'l2.0.from.l1.1 ⏱ cross in holding',
      'l2.0.to.l1.0 ⇒ l1.0.from.l2.0: PACKET {destination: 0, number: 0, source: 1}',
      'l1.0.from.l2.0 ⏱ cross in holding',
      'l1.0.from.l2.0 ⏱ cross in holding',
    ],
  },
};
