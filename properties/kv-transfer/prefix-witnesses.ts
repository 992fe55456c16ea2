import { names } from '../../machines/networks/kv-transfer/transfer-ids.js';
import type { KvTransferShape } from '../../machines/networks/kv-transfer/parameters.js';
import type { KvTransferWiring, WiredTransfer } from '../../machines/networks/kv-transfer/wiring.js';
import type { ClientsContext } from '../../machines/serving/clients.js';
import type { Ending } from '../../machines/serving/handover.js';
import type { KvMemoryContext } from '../../machines/serving/kv-memory.js';
import type { PagePoolContext } from '../../machines/serving/page-pool.js';
import { RECORD } from '../../machines/serving/work-request.js';
import type { View } from '../../src/index.js';
import { perNode } from './transfer-crowding.js';
import type { Witness } from './transfer-witness.js';

const kvOf = (view: View, node: string) => view.context<KvMemoryContext>(names.memory(node)).kv;

/** The prefix cache, and nobody else, has a page of the request. */
const isKept = (view: View, { prefill, request }: WiredTransfer): boolean =>
  view
    .context<PagePoolContext>(names.pool(prefill))
    .owners.some((owners, page) => owners.join() === 'cache' && kvOf(view, prefill)[page]?.room === request);

const someKept =
  (is: (view: View, transfer: WiredTransfer, wiring: KvTransferWiring) => boolean) =>
  (wiring: KvTransferWiring, view: View): boolean =>
    wiring.transfers.some((transfer) => isKept(view, transfer) && is(view, transfer, wiring));

const isGivenUpAt = (view: View, half: string): boolean =>
  view.context<ClientsContext>(names.clients).gone.includes(half);

const isPushed = ({ direction }: KvTransferShape): boolean => direction === 'push';

/** What the prefix cache keeps of whom: nobody reads it here, so that nothing goes wrong where it keeps less. */
export const PREFIX_WITNESSES: readonly Witness[] = [
  {
    name: 'the prefix cache keeps pages of a request that has been decoded',
    when: ({ keepsPrefixes }) => keepsPrefixes,
    is: someKept(
      (view, { target, lease }) =>
        view.context<{ readonly ending: Ending }>(target).ending === 'done' &&
        (lease === undefined || !view.matches(lease, 'over')),
    ),
  },
  {
    name: 'the prefix cache keeps pages whose lease is over',
    when: (shape) => shape.keepsPrefixes && !isPushed(shape),
    is: someKept((view, { lease }) => view.matches(lease!, 'over')),
  },
  {
    name: 'the prefix cache keeps pages of a request that decode has given up while it was written',
    when: (shape) =>
      shape.keepsPrefixes && isPushed(shape) && shape.aborts > 0 && shape.abortsAt !== 'prefill',
    is: someKept(
      (view, { request, source, target, decode }) =>
        isGivenUpAt(view, target) &&
        !isGivenUpAt(view, source) &&
        kvOf(view, decode).every((kv) => kv?.block !== RECORD || kv.room !== request),
    ),
  },
  {
    name: 'the prefix cache keeps pages of a request that prefill has given up while it was written',
    when: (shape) =>
      shape.keepsPrefixes && isPushed(shape) && shape.aborts > 0 && shape.abortsAt !== 'decode',
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
