import type { ChannelFunction, ChannelSpec } from '../../../src/index.js';
import type { ContextCacheShape } from './parameters.js';

/** What an SDK and a server say to each other while a block is loaded, and while one is stored. */
const SAID = {
  nothing: [],
  reads: ['GET', 'ADDRESS', 'MISS', 'RELEASE', 'VALID', 'EXPIRED'],
  puts: ['PUT_START', 'STARTED', 'THERE', 'NO_SPACE', 'PUT_END', 'PUT_REVOKE'],
};

/**
 * Requests are answered at once, so that what takes its time are the steps of those who ask; a changed view comes to each SDK in its own time. What may be lost may
 * also be late, and keeps its order between two components.
 */
export const channelsOf = ({ lost }: ContextCacheShape): ChannelFunction => {
  const said = new Set(SAID[lost]);
  return (_from, _to, { type }): ChannelSpec => {
    if (said.has(type)) return { kind: 'fifo', lossy: true };
    // No message, but a bound of the clock: the step waits for who takes it.
    if (type === 'TAKEN_BACK') return { kind: 'sync', deferring: true };
    return { kind: type === 'VIEW' ? 'fifo' : 'sync' };
  };
};
