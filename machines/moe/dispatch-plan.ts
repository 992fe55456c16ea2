import type { Flag } from '../die/window-protocol.js';
import { countsOf, type DenseOutput, denseOutput, prefixSums } from './dense-output.js';
import { markOf } from './flags.js';
import type { OperatorContext, SlotsOfWindow } from './fused-operator.js';
import { expertsOf, placeOf } from './placement.js';
import type { Store } from './sending-core.js';
import type { Share } from './waiting-cores.js';
import {
  dataWindow,
  dispatchAddress,
  flagAddress,
  halfOf,
  pollingCore,
  statusWindow,
} from './window-layout.js';

/** Where FusedDispatch of a die puts, signals and finds what it does (docs/paper/facts.md 4.4 and 13.1). */

/** Every copy with the slot that it goes to: slots of one (expert, source) are filled in token order. */
function dispatchStores({ item, routing, die, layout, transfer }: OperatorContext): Store[] {
  const half = halfOf(layout, item);
  const used = new Map<string, number>();
  return routing.flatMap((chosen, token) =>
    expertsOf(layout, chosen).map((expert, choice): Store => {
      const place = placeOf(layout, expert, die);
      const running = used.get(`${place.die}.${place.local}`) ?? 0;
      used.set(`${place.die}.${place.local}`, running + 1);
      const [holder, peer] = transfer === 'push' ? [place.die, die] : [die, place.die];
      return {
        window: dataWindow(layout, holder, 'dispatch', half),
        address: dispatchAddress(layout, peer, place.local, running),
        copy: { of: 'dispatch', item, source: die, token, choice, expert, precision: 'BF16' },
      };
    }),
  );
}

/** The stores by the core that sends them: each core has its share of the tokens. */
export const dispatchShares = (context: OperatorContext): Store[][] =>
  context.cores.map((_, at) =>
    dispatchStores(context).filter(({ copy }) => copy.token % context.cores.length === at),
  );

/** Copies for each die and local expert. */
function countCopies({ layout, die, routing }: OperatorContext): number[][] {
  const counts = Array.from({ length: layout.dies }, () =>
    Array.from({ length: layout.expertsPerDie }, () => 0),
  );
  for (const expert of routing.flatMap((chosen) => expertsOf(layout, chosen))) {
    const place = placeOf(layout, expert, die);
    counts[place.die]![place.local]!++;
  }
  return counts;
}

const flagWindow = ({ layout, item }: OperatorContext, die: number, source: number): string =>
  statusWindow(layout, die, halfOf(layout, item), pollingCore(layout, source));

/** One flag for every peer, with the count of what it has been sent: zero counts too. */
export function dispatchFlags(context: OperatorContext): { readonly window: string; readonly flag: Flag }[] {
  const { die, item, layout, flags } = context;
  return countCopies(context).map((counts, peer) => ({
    window: flagWindow(context, peer, die),
    flag: {
      type: 'FLAG',
      address: flagAddress(layout, die),
      source: die,
      item,
      mark: markOf(flags, layout, item),
      counts,
      by: flags === 'counting' ? 'atomic' : 'scalar',
    },
  }));
}

/** The entries of all dies, which this die polls: one share for each core. */
export function flagShares(context: OperatorContext): Share[] {
  const { die, layout, flags, item } = context;
  const value = markOf(flags, layout, item);
  const byWindow = new Map<string, number[]>();
  for (let source = 0; source < layout.dies; source++) {
    const window = flagWindow(context, die, source);
    byWindow.set(window, [...(byWindow.get(window) ?? []), source]);
  }
  return [...byWindow].map(([window, sources]) => ({
    window,
    cells: sources.map((source) => ({ address: flagAddress(layout, source), value })),
    peers: sources.map((source) => [source]),
  }));
}

/** What the receiver writes to the entries after it has seen them: nothing if they are not zeroed. */
export const flagsToZero = (context: OperatorContext): Share[] =>
  context.flags === 'zeroing' ? flagShares(context) : [];

/** Slots that hold tokens for this die's experts, by what the counts tell: with their senders, if those are pulled from. */
export function dispatchSlots({ die, layout, item, transfer, counts }: OperatorContext): SlotsOfWindow[] {
  const half = halfOf(layout, item);
  const bySource = counts.map(({ source, counts: ofExperts }) => ({
    source,
    addresses: ofExperts.flatMap((count, local) =>
      Array.from({ length: count }, (_, running) =>
        dispatchAddress(layout, transfer === 'push' ? source : die, local, running),
      ),
    ),
  }));
  if (transfer === 'push') {
    const addresses = bySource.flatMap((each) => each.addresses);
    return [{ window: dataWindow(layout, die, 'dispatch', half), addresses }];
  }
  return bySource
    .filter(({ addresses }) => addresses.length > 0)
    .map(({ source, addresses }) => ({ window: dataWindow(layout, source, 'dispatch', half), addresses }));
}

/** The tokens that were read, in the places that prefix sums over all counts give them. */
export function assembled({ layout, counts, found }: OperatorContext): DenseOutput {
  const all = countsOf(layout, counts);
  return denseOutput(
    layout,
    found.map(({ copy }) => copy),
    all,
    prefixSums(all),
  );
}
