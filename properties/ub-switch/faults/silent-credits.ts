import type { UbSwitchFault } from '../fault.js';

export const silentCredits: UbSwitchFault = {
  title: 'the two ends of a wire disagree on who returns credits, and nobody does',
  link: 'https://github.com/tenstorrent/tt-metal/issues/54650',
  property: 'as-at-the-start',
  configuration: { nodes: 2, l2Chips: 1, buffer: 1, packets: 1, traffic: 'all-to-all', routes: 'direct' },
  patch: {
    chart: {
      'ub-input-port': ({ states }) => {
        states!.holding!.after = { cross: { target: 'forwarded', actions: ['forward', 'freeSlot'] } };
      },
    },
  },
  counterexample: {
    tells:
      'both packets have arrived (step 10) and the fabric is empty, and no port has its credit back: the next packet waits for ever',
    steps: [
      'dies.0 ⏱ inject in sending',
      'l1.0.to.l2.0 ⇒ l2.0.from.l1.0: PACKET {destination: 1, number: 0, source: 0}',
      'dies.1 ⏱ inject in sending',
      'l1.1.to.l2.0 ⇒ l2.0.from.l1.1: PACKET {destination: 0, number: 0, source: 1}',
      'l2.0.from.l1.0 ⏱ cross in holding',
      'l2.0.to.l1.1 ⇒ l1.1.from.l2.0: PACKET {destination: 1, number: 0, source: 0}',
      'l1.1.from.l2.0 ⏱ cross in holding',
      'l2.0.from.l1.1 ⏱ cross in holding',
      'l2.0.to.l1.0 ⇒ l1.0.from.l2.0: PACKET {destination: 0, number: 0, source: 1}',
      'l1.0.from.l2.0 ⏱ cross in holding',
    ],
  },
};
