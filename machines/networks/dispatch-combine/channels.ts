import type { ChannelFunction, ChannelSpec } from '../../../src/index.js';
import type { DispatchCombineShape } from './parameters.js';

const isInPipe = (event: { readonly type: string; readonly by?: unknown }): boolean => event.by === 'pipe';

/**
 * How messages travel. The pipe of a core and the fabric's path from one core to one window keep their order (the latter unless
 * `paths` says otherwise); signals that are not stored behind data go their own way, and nothing is ordered between two paths.
 * Everything within a die happens at once.
 */
export function channelsOf({ paths }: DispatchCombineShape): ChannelFunction {
  const data: ChannelSpec = { kind: paths === 'ordered' ? 'fifo' : 'bag', lane: 'data' };
  return (_from, _to, event) => {
    switch (event.type) {
      case 'POST':
        return { kind: 'fifo', deferring: true };
      case 'WRITE':
        return data;
      case 'FLAG':
        return isInPipe(event) ? data : { kind: 'bag' };
      case 'ADD':
      case 'ACK':
      case 'READ':
      case 'DATA':
        return { kind: 'bag' };
      default:
        return { kind: 'sync' };
    }
  };
}
