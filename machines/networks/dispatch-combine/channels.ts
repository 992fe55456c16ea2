import { DIES_PER_PACKAGE } from '../../../src/cloudmatrix/paper/interconnect.js';
import type { ChannelFunction, ChannelSpec } from '../../../src/index.js';
import type { Flag } from '../../die/window-protocol.js';
import { pathClass } from '../../interconnect/ub-path.js';
import type { Deviation } from './faults.js';
import type { DispatchCombineShape } from './parameters.js';

/**
 * How messages travel. The pipe of a core and the fabric's path from one core to one window keep their order (the latter unless
 * `paths` says otherwise); signals that are not stored behind data go their own way, and nothing is ordered between two paths.
 * Everything within a die happens at once.
 */
export function channelsOf(
  { paths, placement }: DispatchCombineShape,
  { losesFlagsOnPackage = false }: Deviation,
): ChannelFunction {
  const data: ChannelSpec = { kind: paths === 'ordered' ? 'fifo' : 'bag', lane: 'data' };
  const place = (id: string) => Number(id.split('.')[1]) * (placement === 'spread' ? DIES_PER_PACKAGE : 1);
  const isOnPackage = (from: number, to: number) => from !== to && pathClass(from, to) === 'on-package';
  return (from, to, event) => {
    switch (event.type) {
      case 'POST':
        return { kind: 'fifo', deferring: true };
      case 'WRITE':
        return data;
      case 'FLAG': {
        if ((event as Flag).by === 'pipe') return data;
        const isLossy = losesFlagsOnPackage && isOnPackage(place(from), place(to));
        return { kind: 'bag', lossy: isLossy };
      }
      case 'ADD':
      case 'ACK':
      case 'WRITE_BACK':
      case 'FILL':
      case 'READ':
      case 'DATA':
        return { kind: 'bag' };
      default:
        return { kind: 'sync' };
    }
  };
}
