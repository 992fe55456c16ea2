import type { View, WaitsFor } from '../../../src/index.js';
import type { PagePoolContext } from '../../serving/page-pool.js';
import { names } from './transfer-ids.js';
import type { KvTransferWiring, WiredTransfer } from './wiring.js';

/** What the halves of a transfer wait for: pages, each other, or the engine. */
export function waitsOf({ transfers, shape }: KvTransferWiring, view: View, id: string): readonly WaitsFor[] {
  const transfer = transfers.find(({ source, target }) => source === id || target === id);
  if (transfer === undefined) return [];
  const isPush = shape.direction === 'push';
  if (id === transfer.target) return isPush ? ofReceiver(view, transfer) : ofReader(view, transfer);
  return isPush ? ofSender(view, transfer) : ofHolder(view, transfer);
}

const nodeText = (id: string): string => id.replace('.', ' ');

const pages = (view: View, id: string, node: string): WaitsFor => {
  const pool = names.pool(node);
  const holders = view.context<PagePoolContext>(pool).owners.flat();
  return {
    of: [pool],
    words: `waits for pages of ${nodeText(node)}${holders.length === 0 ? '' : `, which ${[...new Set(holders)].map((owner) => owner.replace('.', ' ')).join(' and ')} has`}`,
    given: { to: id, event: { type: 'GRANTED', pages: [0] } },
  };
};

function ofReceiver(view: View, { request, source, target, prefill, decode }: WiredTransfer): WaitsFor[] {
  if (view.matches(target, 'reservingPages')) return [pages(view, target, decode)];
  if (view.matches(target, 'waiting')) {
    return [
      {
        of: [source],
        words: `waits until ${nodeText(prefill)} tells that request ${request} is written`,
        given: { to: target, event: { type: 'STATUS', isDone: false } },
      },
    ];
  }
  if (!view.matches(target, 'draining')) return [];
  return [
    {
      of: [source],
      words: `holds its pages until ${nodeText(prefill)} tells that nothing is written for request ${request} any more`,
      given: { to: target, event: { type: 'ABORT_SEEN' } },
    },
  ];
}

function ofReader(view: View, { request, source, target, prefill, decode }: WiredTransfer): WaitsFor[] {
  if (view.matches(target, { wanting: 'reserving' })) return [pages(view, target, decode)];
  if (view.matches(target, { wanting: 'waiting' })) {
    return [
      {
        of: [source],
        words: `waits until ${nodeText(prefill)} tells where request ${request} lies`,
        given: { to: target, event: { type: 'PREFILLED', pages: [0], epoch: epochOf(view, target) } },
      },
    ];
  }
  if (view.matches(target, { wanting: 'reading' })) return [engine(target, decode, request, 'read')];
  return view.matches(target, { wanting: 'stopping' }) ? [quiet(target, decode, request)] : [];
}

const epochOf = (view: View, id: string): number => view.context<{ readonly epoch: number }>(id).epoch;

const engine = (id: string, node: string, request: number, what: string): WaitsFor => ({
  of: [names.engine(node)],
  words: `waits until request ${request} is ${what} by the engine of ${nodeText(node)}`,
  given: { to: id, event: { type: 'RETURNED', outcome: 'failed' } },
});

const quiet = (id: string, node: string, request: number): WaitsFor => ({
  of: [names.engine(node)],
  words: `waits until nothing that ${nodeText(node)} has posted for request ${request} is under way`,
  given: { to: id, event: { type: 'QUIET' } },
});

function ofSender(view: View, { request, source, prefill }: WiredTransfer): WaitsFor[] {
  if (view.matches(source, 'reserving')) return [pages(view, source, prefill)];
  if (view.matches(source, 'transferring')) return [engine(source, prefill, request, 'written')];
  return view.matches(source, 'failing') || view.matches(source, 'aborting')
    ? [quiet(source, prefill, request)]
    : [];
}

function ofHolder(view: View, { request, source, target, prefill, decode }: WiredTransfer): WaitsFor[] {
  if (view.matches(source, 'reserving')) return [pages(view, source, prefill)];
  if (!view.matches(source, 'holding')) return [];
  return [
    {
      of: [target],
      words: `holds request ${request} until ${nodeText(decode)} needs it no more`,
      given: { to: source, event: { type: 'FETCHED', epoch: epochOf(view, source) } },
    },
  ];
}
