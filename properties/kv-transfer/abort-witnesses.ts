import type { KvTransferWiring, WiredTransfer } from '../../machines/networks/kv-transfer/wiring.js';
import type { PagePoolContext } from '../../machines/serving/page-pool.js';
import type { View } from '../../src/index.js';
import { isDecodeCrowded, isPrefillCrowded, perNode } from './transfer-crowding.js';
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

const isAborted = (view: View, { target }: WiredTransfer): boolean => endingOf(view, target) === 'aborted';

const hasEndedAborted = (view: View, transfer: WiredTransfer): boolean =>
  view.matches(transfer.target, 'ended') && isAborted(view, transfer);

/** Prefill has computed the request, as far as its memory tells. */
const isComputed = (view: View, { prefill, request }: WiredTransfer): boolean =>
  kvOf(view, prefill).some((kv) => kv?.room === request);

/** Blocks of the request in the memory of its decode node. */
const landedOf = (view: View, { decode, request }: WiredTransfer): number =>
  kvOf(view, decode).filter((kv) => kv?.room === request).length;

/** The free list is what is left of the first one: a page that comes back is put behind it. */
const isAsAtFirst = ({ pages, free }: PagePoolContext): boolean =>
  free.every((page, at) => page === pages - free.length + at);

/** Nobody has asked for the prefill of the request. */
const isUnasked = (view: View, { source, target }: WiredTransfer): boolean =>
  view.matches(source, 'idle') && view.waiting(target, source).every(({ type }) => !type.endsWith('_ORDER'));

const some =
  (is: (view: View, transfer: WiredTransfer) => boolean) =>
  ({ transfers }: KvTransferWiring, view: View): boolean =>
    transfers.some((transfer) => is(view, transfer));

/** A request may be given up at each of its steps: who could not be there would be given up later, and no claim would miss it. */
export const ABORT_WITNESSES: readonly Witness[] = [
  {
    name: 'a request is given up while it waits for pages of decode',
    when: (shape) => leavesAtDecode(shape) && shape.direction !== 'pull' && isDecodeCrowded(shape),
    is: some((view, transfer) => hasEndedAborted(view, transfer) && isUnasked(view, transfer)),
  },
  {
    name: 'a request is given up while it waits for a slot for its record',
    when: (shape) =>
      leavesAtDecode(shape) &&
      isPushed(shape) &&
      !isDecodeCrowded(shape) &&
      perNode(shape.requests, shape.decodes) > shape.records,
    // It had pages: there is room, and all others still have theirs.
    is: (wiring, view) =>
      wiring.transfers.some(
        (transfer) =>
          hasEndedAborted(view, transfer) &&
          isUnasked(view, transfer) &&
          poolOf(view, transfer.decode).free.length >= wiring.shape.blocks &&
          wiring.transfers.every(
            (other) =>
              other === transfer ||
              other.decode !== transfer.decode ||
              ['reservingSlot', 'waiting'].some((state) => view.matches(other.target, state)),
          ),
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
    // What it has posted is under way; or it knew where to read, and had pages, and not all has come.
    is: ({ shape, ...wiring }, view) =>
      wiring.transfers.some(
        (transfer) =>
          isAborted(view, transfer) &&
          (view.matches(transfer.target, { wanting: 'stopping' }) ||
            (!(shape.direction === 'pull' && isDecodeCrowded(shape)) &&
              view.context<{ readonly from: readonly number[] | null }>(transfer.target).from !== null &&
              landedOf(view, transfer) < shape.blocks)),
      ),
  },
  {
    name: 'prefill gives a request up while it waits for pages',
    // Without the abort that is to be seen.
    when: (shape) => leavesAtPrefill(shape) && isPrefillCrowded({ ...shape, aborts: shape.aborts - 1 }),
    // It never had any: another one, which comes first, has some, and no page has come back yet.
    is: ({ shape, transfers }, view) =>
      transfers.some(
        (transfer) =>
          view.matches(transfer.source, 'ended') &&
          isGivenUpAt(view, transfer.source) &&
          !isComputed(view, transfer) &&
          isAsAtFirst(poolOf(view, transfer.prefill)) &&
          transfers.some(
            (other) =>
              other.prefill === transfer.prefill &&
              other.request < transfer.request &&
              ['computing', isPushed(shape) ? 'transferring' : 'holding'].some((state) =>
                view.matches(other.source, state),
              ),
          ),
      ),
  },
  {
    name: 'prefill gives a request up before it has computed it',
    when: leavesAtPrefill,
    is: some(
      (view, transfer) =>
        view.matches(transfer.source, 'ended') &&
        isGivenUpAt(view, transfer.source) &&
        !isComputed(view, transfer),
    ),
  },
  {
    name: 'prefill gives a request up while it is written',
    when: (shape) => leavesAtPrefill(shape) && isPushed(shape),
    is: some(
      (view, transfer) =>
        view.matches(transfer.source, 'ended') &&
        isGivenUpAt(view, transfer.source) &&
        isComputed(view, transfer),
    ),
  },
];
