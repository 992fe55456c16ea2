import type { ChannelSpec } from '../../../src/index.js';

/** Requests are answered at once, so that what takes its time are the steps of those who ask; a changed view comes to each SDK in its own time. */
export function channelFor(_from: string, _to: string, { type }: { readonly type: string }): ChannelSpec {
  return { kind: type === 'VIEW' ? 'fifo' : 'sync' };
}
