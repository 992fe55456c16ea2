import { names } from '../../machines/networks/kv-transfer/transfer-ids.js';
import type { KvTransferShape } from '../../machines/networks/kv-transfer/parameters.js';
import type { KvTransferWiring } from '../../machines/networks/kv-transfer/wiring.js';
import type { ClientsContext } from '../../machines/serving/clients.js';
import type { Ending } from '../../machines/serving/handover.js';
import type { QueuePairContext } from '../../machines/serving/queue-pair.js';
import type { TransferEngineContext } from '../../machines/serving/transfer-engine.js';
import { reachable, type ReachableProperty, type View } from '../../src/index.js';
import { ABORT_WITNESSES } from './abort-witnesses.js';
import { PREFIX_WITNESSES } from './prefix-witnesses.js';
import { isDecodeCrowded, isPrefillCrowded } from './transfer-crowding.js';
import { endingOf, isPushed, kvOf, leavesAtDecode, poolOf, type Witness } from './witness.js';

const hasEnded =
  (ending: Ending) =>
  ({ transfers }: KvTransferWiring, view: View): boolean =>
    transfers.some(({ target }) => endingOf(view, target) === ending && view.matches(target, 'ended'));

const engines = ({ shape, prefills, decodes }: KvTransferWiring): string[] =>
  (shape.direction === 'push' ? prefills : decodes).map(names.engine);

/** Where requests have been given up. */
const gone = ({ aborts }: KvTransferShape, view: View): readonly string[] =>
  aborts > 0 ? view.context<ClientsContext>(names.clients).gone : [];

const WITNESSES: readonly Witness[] = [
  {
    name: 'all requests are decoded',
    when: () => true,
    is: ({ transfers }, view) => transfers.every(({ target }) => endingOf(view, target) === 'done'),
  },
  {
    name: 'a request waits for pages of decode',
    when: isDecodeCrowded,
    is: ({ decodes }, view) => decodes.some((node) => poolOf(view, node).queue.length > 0),
  },
  {
    name: 'a prefill waits for pages',
    when: isPrefillCrowded,
    is: ({ prefills }, view) => prefills.some((node) => poolOf(view, node).queue.length > 0),
  },
  {
    name: 'a page is owned by its transfer only',
    when: (shape) => isPushed(shape) && leavesAtDecode(shape),
    is: ({ decodes }, view) =>
      decodes.some((node) =>
        poolOf(view, node).owners.some((owners) => owners.length === 1 && owners[0]!.startsWith('transfer.')),
      ),
  },
  {
    name: 'who waits for pages is behind one who has given up and is still written to',
    when: (shape) => isPushed(shape) && leavesAtDecode(shape) && isDecodeCrowded(shape),
    is: ({ transfers }, view) =>
      transfers.some(({ target }) => view.matches(target, 'draining')) &&
      transfers.some(({ target }) => view.matches(target, 'reservingPages')),
  },
  {
    name: 'a request whose prefill node is dead has ended',
    when: ({ fails, comesBack }) => fails === 'prefill' && !comesBack,
    is: hasEnded('prefill lost'),
  },
  {
    name: 'decode is dead, and the lease on its pages is over',
    when: (shape) => shape.fails === 'decode' && !isPushed(shape),
    is: ({ failing, transfers }, view) =>
      !view.matches(failing!, 'up') && transfers.some(({ lease }) => view.matches(lease!, 'over')),
  },
  {
    name: 'a lease is over while the message that ends it is under way',
    when: (shape) => !isPushed(shape),
    is: ({ transfers }, view) =>
      transfers.some(
        ({ lease, target, source }) =>
          view.matches(lease!, 'over') && view.waiting(target, source).some(({ type }) => type === 'FETCHED'),
      ),
  },
  {
    name: 'a request is decoded that another incarnation has computed',
    when: ({ comesBack }) => comesBack,
    is: ({ transfers }, view) =>
      transfers.some(
        ({ target }) =>
          endingOf(view, target) === 'done' && view.context<{ readonly epoch: number }>(target).epoch > 0,
      ),
  },
  {
    name: 'a block that has landed is posted anew',
    when: ({ pairFailures, retries }) => pairFailures > 0 && retries > 0,
    is: (wiring, view) =>
      engines(wiring).some((engine) =>
        view
          .context<TransferEngineContext>(engine)
          .underWay.some(({ work, tries }) => tries > 0 && hasLanded(wiring, view, work)),
      ),
  },
  {
    name: 'a block is posted anew to another queue pair',
    when: ({ pairs, pairFailures, retries }) => pairs > 1 && pairFailures > 0 && retries > 0,
    is: (wiring, view) => isPostedToAnother(wiring, view),
  },
  {
    name: 'a call has returned while what it has posted is under way',
    when: ({ isLimited }) => isLimited,
    // Nobody has given up, and no queue pair has failed: it was late.
    is: ({ shape, transfers, pairs }, view) =>
      pairs.every(({ id }) => !view.matches(id, 'error') && !view.matches(id, 'retired')) &&
      transfers.some(({ source, target }) =>
        isPushed(shape)
          ? view.matches(source, 'failing') && !gone(shape, view).includes(source)
          : view.matches(target, { wanting: 'stopping' }) && endingOf(view, target) === 'failed',
      ),
  },
  {
    name: 'who waits to be told is told no more',
    when: ({ losesStatus }) => losesStatus,
    is: hasEnded('timed out'),
  },
  {
    name: 'what was posted lands though its queue pair has failed',
    when: ({ pairFailures, fails }) => pairFailures > 0 || fails !== 'nothing',
    is: (wiring, view) =>
      wiring.pairs.some(({ id }) =>
        view
          .context<QueuePairContext>(id)
          .posted.some(({ isLanded, work }) => isLanded && hasLanded(wiring, view, work)),
      ),
  },
];

function hasLanded(
  { decodes }: KvTransferWiring,
  view: View,
  work: { transfer: number; block: number; to: number },
) {
  return decodes.some((node) => {
    const kv = kvOf(view, node)[work.to];
    return kv?.room === work.transfer && kv.block === work.block;
  });
}

/** The block that the first pair had, which has failed, is posted anew, and another pair has it. */
const isPostedToAnother = (wiring: KvTransferWiring, view: View): boolean =>
  engines(wiring).some((engine) =>
    view
      .context<TransferEngineContext>(engine)
      .underWay.some(
        ({ work, tries }) =>
          tries > 0 &&
          work.block === 0 &&
          wiring.pairs.slice(1).some(({ id }) => isPostedTo(view, id, work.transfer)),
      ),
  );

const isPostedTo = (view: View, pair: string, transfer: number): boolean =>
  view
    .context<QueuePairContext>(pair)
    .posted.some(({ work }) => work.transfer === transfer && work.block === 0);

/** What networks of this shape come to, so that nothing holds of nothing. */
export const witnesses = (wiring: KvTransferWiring): ReachableProperty[] =>
  [...WITNESSES, ...PREFIX_WITNESSES, ...ABORT_WITNESSES]
    .filter(({ when }) => when(wiring.shape))
    .map(({ name, is }) => reachable(name, (view) => is(wiring, view)));
