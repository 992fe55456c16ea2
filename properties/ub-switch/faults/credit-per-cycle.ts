import type { UbSwitchFault } from '../fault.js';

export const creditPerCycle: UbSwitchFault = {
  title:
    'the credit of one slot is added in every cycle in which a signal is high, and there are more credits than slots',
  link: 'https://github.com/PrincetonUniversity/openpiton/issues/179',
  property: 'credits-conserved of l1.1.to.l2.0',
  configuration: { nodes: 2, l2Chips: 1, buffer: 1, packets: 1, traffic: 'all-to-all', routes: 'direct' },
  patch: {
    chart: {
      'ub-input-port': ({ states }) => {
        const actions = ['forward', 'freeSlot', 'returnCredit', 'returnCredit'];
        states!.holding!.after = { cross: { target: 'forwarded', actions } };
      },
    },
  },
  counterexample: {
    tells: 'one packet leaves the buffer of the L2 chip, and two credits go back for its slot',
    steps: [
      'dies.1 ⏱ inject in sending',
      'l1.1.to.l2.0 ⇒ l2.0.from.l1.1: PACKET {destination: 0, number: 0, source: 1}',
      'l2.0.from.l1.1 ⏱ cross in holding',
    ],
  },
};
