import type { View, WaitsFor } from '../../../src/index.js';
import type { PagePoolContext } from '../../serving/page-pool.js';
import { names } from './transfer-ids.js';
import type { KvTransferWiring, WiredTransfer } from './wiring.js';

/** What the halves of a transfer wait for: pages, each other, or the engine. */
export function waitsOf({ transfers, shape }: KvTransferWiring, view: View, id: string): readonly WaitsFor[] {
  const transfer = transfers.find(({ source, target }) => source === id || target === id);
  if (transfer === undefined) return pagesKept(transfers, view, id);
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
        ...from(view, source, prefill),
        words: `waits until ${nodeText(prefill)} tells that request ${request} is written`,
        given: { to: target, event: { type: 'STATUS', isDone: false } },
      },
    ];
  }
  if (!view.matches(target, 'draining')) return [];
  const { of, gone } = from(view, source, prefill);
  const over = gone.includes(source) ? `; ${nodeText(prefill)} is done with it` : '';
  return [
    {
      of,
      gone,
      words: `holds its pages until ${nodeText(prefill)} tells that nothing is written for request ${request} any more${over}`,
      given: { to: target, event: { type: 'ABORT_SEEN' } },
    },
  ];
}

function ofReader(view: View, { request, source, target, prefill, decode }: WiredTransfer): WaitsFor[] {
  if (view.matches(target, { wanting: 'reserving' })) return [pages(view, target, decode)];
  if (view.matches(target, { wanting: 'waiting' })) {
    const { of, gone } = from(view, source, prefill);
    const down = gone.includes(prefill) ? `; ${nodeText(prefill)} is down` : '';
    return [
      {
        of,
        gone,
        words: `waits until ${nodeText(prefill)} tells where request ${request} lies${down}`,
        given: { to: target, event: { type: 'PREFILLED', pages: [0], epoch: epochOf(view, target) } },
      },
    ];
  }
  if (view.matches(target, { wanting: 'reading' })) return [engine(view, target, decode, request, 'read')];
  return view.matches(target, { wanting: 'stopping' }) ? [quiet(target, decode, request)] : [];
}

const epochOf = (view: View, id: string): number => view.context<{ readonly epoch: number }>(id).epoch;

function engine(view: View, id: string, node: string, request: number, what: string): WaitsFor {
  const by = names.engine(node);
  const isHalted = view.matches(by, 'halted');
  return {
    of: isHalted ? [] : [by],
    gone: isHalted ? [by] : [],
    words: `waits until request ${request} is ${what} by the engine of ${nodeText(node)}${isHalted ? ', which has stopped' : ''}`,
    given: { to: id, event: { type: 'RETURNED', outcome: 'failed' } },
  };
}

/** Who could tell from the other side: nobody where that has ended, or its node has failed. */
function from(view: View, half: string, node: string): { readonly of: string[]; readonly gone: string[] } {
  // Nodes are components where they may fail.
  const isDown =
    view.components.includes(node) && ['failed', 'known'].some((state) => view.matches(node, state));
  const gone = isDown ? [node] : view.matches(half, 'ended') ? [half] : [];
  return { of: gone.length > 0 ? [] : [half], gone };
}

/** The pages of a node that have not come back, by owner. */
function pagesKept(transfers: readonly WiredTransfer[], view: View, pool: string): WaitsFor[] {
  if (!pool.endsWith('.pages') || view.matches(pool, 'down')) return [];
  const { owners } = view.context<PagePoolContext>(pool);
  return owners.flatMap((all, page) =>
    all.flatMap((owner) => {
      const [kind, number] = owner.split('.');
      const transfer = transfers.find(({ request }) => request === Number(number));
      if (kind === 'cache' || transfer === undefined) return [];
      const half = pool.startsWith('decode') ? transfer.target : transfer.source;
      const isOver = view.matches(half, 'ended');
      return [
        {
          of: isOver ? [] : [half],
          gone: isOver ? [half] : [],
          words: `page ${page} is kept for ${kind} ${number}${isOver ? ', which is over' : ''}`,
          given: { to: pool, event: { type: 'RELEASE', owner, pages: [page] } },
        },
      ];
    }),
  );
}

const quiet = (id: string, node: string, request: number): WaitsFor => ({
  of: [names.engine(node)],
  words: `waits until nothing that ${nodeText(node)} has posted for request ${request} is under way`,
  given: { to: id, event: { type: 'QUIET' } },
});

function ofSender(view: View, { request, source, prefill }: WiredTransfer): WaitsFor[] {
  if (view.matches(source, 'reserving')) return [pages(view, source, prefill)];
  if (view.matches(source, 'transferring')) return [engine(view, source, prefill, request, 'written')];
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
