import type { ChannelFunction, ChannelSpec } from '../../../src/index.js';
import type { KvTransferShape } from './parameters.js';

/** What one node tells another, over the VPC plane. */
const HANDOVER = [
  'PUSH_ORDER',
  'PULL_ORDER',
  'PREFILLED',
  'PREFILL_GIVEN_UP',
  'ABORT',
  'ABORT_SEEN',
  'FETCHED',
];

/**
 * Within a node everything happens at once. Between nodes the data, the completions, what is told of them, and renewals are four channels that have no order with each other:
 * one that may lose, one that keeps its order, and one that has none.
 */
export function channelsOf({ losesStatus }: KvTransferShape): ChannelFunction {
  const status: ChannelSpec = { kind: 'fifo', lane: 'status', lossy: losesStatus };
  return (_from, _to, { type }) => {
    switch (type) {
      case 'COMPLETED':
        return { kind: 'fifo', lane: 'completions' };
      case 'STATUS':
        return status;
      case 'RENEW':
        return { kind: 'bag', lane: 'renewals' };
      // Who has nothing to give up is not asked.
      case 'GIVE_UP':
        return { kind: 'sync', deferring: true };
      default:
        return HANDOVER.includes(type) ? { kind: 'fifo', lane: 'vpc' } : { kind: 'sync' };
    }
  };
}
