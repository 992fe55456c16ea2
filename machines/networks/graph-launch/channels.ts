import type { ChannelSpec } from '../../../src/index.js';

/** What a stream holds waits until the device comes to it; the rest happens at once. */
export function channelFor(_from: string, _to: string, event: { readonly type: string }): ChannelSpec {
  return event.type === 'REPLAY' || event.type === 'UPDATE'
    ? { kind: 'fifo', deferring: true }
    : { kind: 'sync' };
}
