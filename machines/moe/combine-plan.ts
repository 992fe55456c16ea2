import type { Awaited, Copy } from '../die/window-protocol.js';
import type { OperatorContext, SlotsOfWindow, Sum } from './fused-operator.js';
import { combinedToken } from './numbers.js';
import { copiesPerToken, expertsOf, placeOf } from './placement.js';
import type { Store, StoreSignal } from './sending-core.js';
import type { Share } from './waiting-cores.js';
import {
  combineAddress,
  counterAddress,
  dataWindow,
  halfOf,
  resultFlagAddress,
  stagingAddress,
} from './window-layout.js';

/** Where FusedCombine of a die puts, signals and finds what it does (docs/paper/facts.md 4.5 and 13.1). */

/** The window in which the results for a token of `source`, computed by an expert on `expertDie`, are put. */
function resultWindow(
  { layout, transfer, item }: OperatorContext,
  source: number,
  expertDie: number,
): string {
  return dataWindow(layout, transfer === 'push' ? source : expertDie, 'combine', halfOf(layout, item));
}

function resultAddress({ layout, transfer }: OperatorContext, source: number, token: number, choice: number) {
  return transfer === 'push'
    ? combineAddress(layout, token, choice)
    : stagingAddress(layout, source, token, choice);
}

/** How a result's arrival is signalled to its token's die. */
function signalOf(
  { layout, die, item, signal, transfer }: OperatorContext,
  { source, token, choice }: Copy,
): StoreSignal {
  const window = dataWindow(layout, source, 'combine', halfOf(layout, item));
  if (signal === 'add') {
    return { window, message: { type: 'ADD', address: counterAddress(layout, token), source: die, item } };
  }
  const address = resultFlagAddress(layout, token, choice);
  const by = transfer === 'push' ? 'pipe' : 'scalar';
  return { window, message: { type: 'FLAG', address, source: die, item, mark: 1, counts: [], by } };
}

/** Every result with the slot of its token that it goes to: the token's metadata have come with it. A row without a token has none. */
export const combineStores = (context: OperatorContext): Store[] =>
  context.rows.flatMap((result): Store[] => {
    if (result === null) return [];
    const { source, token, choice } = result;
    return [
      {
        window: resultWindow(context, source, context.die),
        address: resultAddress(context, source, token, choice),
        copy: { ...result, of: 'combine' },
        signal: signalOf(context, result),
      },
    ];
  });

/** The stores by the core that sends them. */
export const combineShares = (context: OperatorContext): Store[][] =>
  context.cores.map((_, at) =>
    combineStores(context).filter((_, index) => index % context.cores.length === at),
  );

/** The cells in which the results of the die's own tokens are signalled. */
export function resultShares({ layout, die, item, signal, routing }: OperatorContext): Share[] {
  if (routing.length === 0) return [];
  const cells: Awaited[] = [];
  const peers: number[][] = [];
  routing.forEach((chosen, token) => {
    const dies = expertsOf(layout, chosen).map((expert) => placeOf(layout, expert, die).die);
    if (signal === 'add') {
      cells.push({ address: counterAddress(layout, token), value: copiesPerToken(layout) });
      peers.push(dies);
      return;
    }
    dies.forEach((expertDie, choice) => {
      cells.push({ address: resultFlagAddress(layout, token, choice), value: 1 });
      peers.push([expertDie]);
    });
  });
  return [{ window: dataWindow(layout, die, 'combine', halfOf(layout, item)), cells, peers }];
}

/** Slots that hold the results for the die's own tokens: at their experts' dies, if those are pulled from. */
export function combineSlots(context: OperatorContext): SlotsOfWindow[] {
  const { layout, die, routing } = context;
  const byWindow = new Map<string, number[]>();
  routing.forEach((chosen, token) => {
    expertsOf(layout, chosen).forEach((expert, choice) => {
      const window = resultWindow(context, die, placeOf(layout, expert, die).die);
      const addresses = byWindow.get(window) ?? [];
      byWindow.set(window, [...addresses, resultAddress(context, die, token, choice)]);
    });
  });
  return [...byWindow].map(([window, addresses]) => ({ window, addresses }));
}

/** The token whose slot this address is. */
function tokenAt({ layout, transfer }: OperatorContext, address: number): number {
  const slot = transfer === 'push' ? address : address % (layout.batch * copiesPerToken(layout));
  return Math.floor(slot / copiesPerToken(layout));
}

/** Each of the die's own tokens with what was found in its slots. */
export function sums(context: OperatorContext): Sum[] {
  const { die, item, routing, layout, found, numbers } = context;
  return routing.map((chosen, token): Sum => {
    const arrived = found
      .filter(({ address }) => tokenAt(context, address) === token)
      .map(({ copy }) => copy);
    const results = arrived.map(({ payload: _, ...result }) => result);
    if (numbers === null) return { token, results };
    const id = { item, source: die, token };
    return {
      token,
      results,
      output: combinedToken(numbers, id, expertsOf(layout, chosen), arrived),
    };
  });
}
