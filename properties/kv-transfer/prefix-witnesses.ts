import type { KvTransferWiring, WiredTransfer } from '../../machines/networks/kv-transfer/wiring.js';
import { RECORD } from '../../machines/serving/work-request.js';
import type { View } from '../../src/index.js';
import { perNode } from './transfer-crowding.js';
import {
  endingOf,
  isGivenUpAt,
  isPushed,
  kvOf,
  leavesAtDecode,
  leavesAtPrefill,
  poolOf,
  type Witness,
} from './witness.js';

/** The prefix cache, and nobody else, has a page of the request. */
const isKept = (view: View, { prefill, request }: WiredTransfer): boolean =>
  poolOf(view, prefill).owners.some(
    (owners, page) => owners.join() === 'cache' && kvOf(view, prefill)[page]?.room === request,
  );

const someKept =
  (is: (view: View, transfer: WiredTransfer, wiring: KvTransferWiring) => boolean) =>
  (wiring: KvTransferWiring, view: View): boolean =>
    wiring.transfers.some((transfer) => isKept(view, transfer) && is(view, transfer, wiring));

/** What the prefix cache keeps of whom: nobody reads it here, so that nothing goes wrong where it keeps less. */
export const PREFIX_WITNESSES: readonly Witness[] = [
  {
    name: 'the prefix cache keeps pages of a request that has been decoded',
    when: ({ keepsPrefixes }) => keepsPrefixes,
    is: someKept(
      (view, { target, lease }) =>
        endingOf(view, target) === 'done' && (lease === undefined || !view.matches(lease, 'over')),
    ),
  },
  {
    name: 'the prefix cache keeps pages whose lease is over',
    when: (shape) => shape.keepsPrefixes && !isPushed(shape),
    is: someKept((view, { lease }) => view.matches(lease!, 'over')),
  },
  {
    name: 'the prefix cache keeps pages of a request that decode has given up while it was written',
    when: (shape) => shape.keepsPrefixes && isPushed(shape) && leavesAtDecode(shape),
    is: someKept(
      (view, { request, source, target, decode }) =>
        isGivenUpAt(view, target) &&
        !isGivenUpAt(view, source) &&
        kvOf(view, decode).every((kv) => kv?.block !== RECORD || kv.room !== request),
    ),
  },
  {
    name: 'the prefix cache keeps pages of a request that prefill has given up while it was written',
    when: (shape) => shape.keepsPrefixes && isPushed(shape) && leavesAtPrefill(shape),
    is: someKept((view, { source }) => isGivenUpAt(view, source)),
  },
  {
    name: 'the prefix cache keeps pages of a request while another one is computed',
    when: ({ keepsPrefixes, requests, prefills, blocks, prefillPages }) =>
      keepsPrefixes && perNode(requests, prefills) > 1 && 2 * blocks <= prefillPages,
    is: someKept((view, { prefill }, { transfers }) =>
      transfers.some((other) => other.prefill === prefill && view.matches(other.source, 'computing')),
    ),
  },
];
