import type { Flag } from '../../../machines/die/window-protocol.js';
import { pathClass } from '../../../machines/interconnect/ub-path.js';
import type { DispatchCombineShape } from '../../../machines/networks/dispatch-combine/parameters.js';
import { DIES_PER_PACKAGE } from '../../../src/cloudmatrix/paper/interconnect.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

/** The number in the supernode of the die that a component is on. */
const placeOf = ({ placement }: DispatchCombineShape, id: string): number =>
  Number(id.split('.')[1]) * (placement === 'spread' ? DIES_PER_PACKAGE : 1);

export const flagsLostOnPackage: DispatchCombineFault = {
  title: 'flags between the two dies of a package may be lost',
  link: 'https://github.com/hw-native-sys/pypto-lib/issues/502',
  property: 'deadlock-freedom',
  configuration: SMALL,
  patch: {
    wiring: {
      channels: (channels, shape) => (from, to, event) => {
        const channel = channels(from, to, event);
        if (event.type !== 'FLAG' || (event as Flag).by === 'pipe') return channel;
        const [sender, receiver] = [placeOf(shape, from), placeOf(shape, to)];
        return {
          ...channel,
          lossy: sender !== receiver && pathClass(sender, receiver) === 'on-package',
        };
      },
    },
  },
  counterexample: {
    tells: 'the flags between the two dies of one package are dropped, and both dies wait for ever',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      "drop dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "drop dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
    ],
  },
};
