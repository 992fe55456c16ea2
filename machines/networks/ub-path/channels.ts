import type { ChannelFunction, ChannelSpec } from '../../../src/index.js';
import type { UbPathShape } from './parameters.js';

/**
 * Within a die everything happens at once. Writes and reads keep their order on the way from one die to another, atomic additions
 * have none, and neither have operations of different paths.
 */
export function channelsOf({ pulls }: UbPathShape): ChannelFunction {
  const data: ChannelSpec = { kind: 'fifo', lane: 'data' };
  const atomics: ChannelSpec = { kind: 'bag', lane: 'atomics' };
  return (_from, _to, { type }) => {
    switch (type) {
      case 'POST':
        return { kind: 'fifo', deferring: true };
      case 'WRITE':
      case 'WRITTEN':
        return pulls ? { kind: 'sync' } : data;
      case 'READ':
      case 'DATA':
        return pulls ? data : { kind: 'sync' };
      case 'ADD_TAIL':
      case 'ADD_HEAD':
      case 'ADDED':
        return atomics;
      default:
        return { kind: 'sync' };
    }
  };
}
