import type { UbSwitchFault } from '../fault.js';

export const creditWhileFull: UbSwitchFault = {
  title: 'credits are returned even when the buffer is full: with the packet that comes, not when it is gone',
  link: 'https://github.com/bespoke-silicon-group/bsg_manycore/pull/144',
  property: 'buffer-within-slots of l2.0.from.l1.1',
  configuration: { nodes: 2, l2Chips: 1, buffer: 1, packets: 2, traffic: 'all-to-all', routes: 'direct' },
  patch: {
    chart: {
      'ub-input-port': ({ states }) => {
        states!.empty!.on!.PACKET = { target: 'holding', actions: ['store', 'returnCredit'] };
        states!.holding!.on!.PACKET = { actions: ['store', 'returnCredit'] };
        states!.holding!.after = { cross: { target: 'forwarded', actions: ['forward', 'freeSlot'] } };
      },
    },
  },
  counterexample: {
    tells:
      'the L2 chip returns the credit for the first packet as soon as it comes (step 3); node 1 sends the second (step 4), and the only slot is still in use',
    steps: [
      'dies.1 ⏱ inject in sending',
      'l1.1.to.l2.0 ⇒ l2.0.from.l1.1: PACKET {destination: 0, number: 0, source: 1}',
      'l2.0.from.l1.1 ⇒ l1.1.to.l2.0: CREDIT',
      'dies.1 ⏱ inject in sending',
      'l1.1.to.l2.0 ⇒ l2.0.from.l1.1: PACKET {destination: 0, number: 1, source: 1}',
    ],
  },
};
