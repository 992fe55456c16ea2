import type { ChannelFunction, ChannelSpec } from '../../../src/index.js';
import type { RequestLifeShape } from './parameters.js';

/** What nodes tell each other over the network: it takes its time, and keeps its order between two components. */
const TOLD: ReadonlySet<string> = new Set([
  'PREFILL_DONE',
  'PREFILL_ABORTED',
  'ABORT',
  'RELEASE',
  'TOKEN',
  'FINISHED',
  'FAILED',
]);

/** What a mishap strikes must be able to take it in its present state. */
const STRIKES: ReadonlySet<string> = new Set(['LEAVE', 'GIVE_UP', 'BREAK', 'DIE']);

const SCHEDULER = 'scheduler';

/**
 * Within a node, and between client, scheduler and router, all happens at once. What tells the other side of an abort is told once, in a channel of its own that
 * may lose it; what the global scheduler and its decode nodes tell each other is not lost.
 */
export const channelsOf =
  ({ losses }: RequestLifeShape): ChannelFunction =>
  (from, _to, { type }): ChannelSpec => {
    if (STRIKES.has(type)) return { kind: 'sync', deferring: true };
    if (!TOLD.has(type)) return { kind: 'sync' };
    const tellsOfAbort = type === 'PREFILL_ABORTED' || (type === 'ABORT' && from !== SCHEDULER);
    return tellsOfAbort && losses === 'aborts' ? { kind: 'fifo', lossy: true } : { kind: 'fifo' };
  };
