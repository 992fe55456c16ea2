import { assertEvent, enqueueActions } from 'xstate';
import type { Missing } from '../../../machines/die/window-protocol.js';
import { missingPeers, type WaitingCoresContext } from '../../../machines/moe/waiting-cores.js';
import { componentRef } from '../../../src/index.js';
import type { DispatchCombineFault } from '../patch.js';

export const wrongPeers: DispatchCombineFault = {
  title:
    'textbook: a wait beyond its limit takes the bits of the missing for those of the present, and probes the peers that have signalled',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'waits-end of dispatch.1.wait',
  configuration: { layers: 1, tokens: 0, limit: 'probe', failures: 1 },
  patch: {
    provide: {
      'waiting-cores': {
        actions: {
          probeMissing: enqueueActions(({ context, event, enqueue }) => {
            assertEvent(event as Missing, 'MISSING');
            const { shares, self, asked } = context as WaitingCoresContext;
            const { window, addresses } = event as Missing;
            const present = shares
              .filter((share) => share.window === window)
              .flatMap(({ cells }) => cells.map(({ address }) => address))
              .filter((address) => !addresses.includes(address));
            const peers = missingPeers(shares, { window, addresses: present });
            for (const peer of peers) {
              enqueue.sendTo(componentRef(`health.${peer}`), { type: 'PROBE', reader: self });
            }
            enqueue.assign({ asked: asked + peers.length - 1 });
          }),
        },
      },
    },
  },
  counterexample: {
    tells: 'die 0 has failed; die 1 waits for its flag, and at each limit asks itself, which lives',
    steps: [
      'environment ⇒ stream.1: ROUTE {routing: []}',
      'environment ⇒ health.0: FAIL',
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
    ],
  },
};
