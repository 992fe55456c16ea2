import { names } from '../../machines/networks/kv-transfer/transfer-ids.js';
import type { KvTransferShape } from '../../machines/networks/kv-transfer/parameters.js';
import type { KvTransferWiring, WiredTransfer } from '../../machines/networks/kv-transfer/wiring.js';
import type { ClientsContext } from '../../machines/serving/clients.js';
import type { Ending } from '../../machines/serving/handover.js';
import type { KvMemoryContext } from '../../machines/serving/kv-memory.js';
import type { View } from '../../src/index.js';
import type { Witness } from './transfer-witness.js';

const isPushed = ({ direction }: KvTransferShape): boolean => direction === 'push';
const leavesAtDecode = ({ aborts, abortsAt }: KvTransferShape): boolean =>
  aborts > 0 && abortsAt !== 'prefill';
const leavesAtPrefill = ({ aborts, abortsAt }: KvTransferShape): boolean =>
  aborts > 0 && abortsAt !== 'decode';

const isAborted = (view: View, { target }: WiredTransfer): boolean =>
  view.context<{ readonly ending: Ending }>(target).ending === 'aborted';

const hasEndedAborted = (view: View, transfer: WiredTransfer): boolean =>
  view.matches(transfer.target, 'ended') && isAborted(view, transfer);

/** Prefill has given the request up. */
const isGivenUpAt = (view: View, { source }: WiredTransfer): boolean =>
  view.context<ClientsContext>(names.clients).gone.includes(source);

/** Prefill has computed the request, as far as its memory tells. */
const isComputed = (view: View, { prefill, request }: WiredTransfer): boolean =>
  view.context<KvMemoryContext>(names.memory(prefill)).kv.some((kv) => kv?.room === request);

const some =
  (is: (view: View, transfer: WiredTransfer) => boolean) =>
  ({ transfers }: KvTransferWiring, view: View): boolean =>
    transfers.some((transfer) => is(view, transfer));

/** A request may be given up at each of its steps: who could not be there would be given up later, and no claim would miss it. */
export const ABORT_WITNESSES: readonly Witness[] = [
  {
    name: 'a request is given up while it waits for pages of decode',
    when: (shape) =>
      leavesAtDecode(shape) &&
      shape.direction !== 'pull' &&
      Math.ceil(shape.requests / shape.decodes) * shape.blocks > shape.decodePages,
    // It has not asked for its prefill.
    is: some(
      (view, transfer) =>
        hasEndedAborted(view, transfer) &&
        view.matches(transfer.source, 'idle') &&
        view.waiting(transfer.target, transfer.source).every(({ type }) => !type.endsWith('_ORDER')),
    ),
  },
  {
    name: 'a request is given up while its prompt is computed',
    when: (shape) => leavesAtDecode(shape) && !isPushed(shape),
    is: some(
      (view, transfer) => hasEndedAborted(view, transfer) && view.matches(transfer.source, 'computing'),
    ),
  },
  {
    name: 'a request is given up while it is read',
    when: (shape) => leavesAtDecode(shape) && !isPushed(shape),
    is: some(
      (view, transfer) => view.matches(transfer.target, { wanting: 'stopping' }) && isAborted(view, transfer),
    ),
  },
  {
    name: 'a request is given up while it is decoded',
    when: (shape) => leavesAtDecode(shape) && isPushed(shape),
    // Who decodes has taken its record.
    is: some(
      (view, transfer) =>
        hasEndedAborted(view, transfer) &&
        view.context<{ readonly recordOf: number }>(transfer.target).recordOf === transfer.request,
    ),
  },
  {
    name: 'prefill gives a request up before it has computed it',
    when: leavesAtPrefill,
    is: some(
      (view, transfer) =>
        view.matches(transfer.source, 'ended') && isGivenUpAt(view, transfer) && !isComputed(view, transfer),
    ),
  },
  {
    name: 'prefill gives a request up while it is written',
    when: (shape) => leavesAtPrefill(shape) && isPushed(shape),
    is: some((view, transfer) => view.matches(transfer.source, 'failing') && isGivenUpAt(view, transfer)),
  },
];
