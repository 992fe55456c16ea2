import type { View, WaitsFor } from '../../../src/index.js';
import { holds, type WindowContext } from '../../die/receive-window.js';
import type { OperatorContext } from '../../moe/fused-operator.js';
import type { Share, WaitingCoresContext } from '../../moe/waiting-cores.js';
import type { StreamContext } from '../../pipeline/moe-stream.js';
import { diesText } from './observed.js';
import { partOf } from './parts.js';

/** What a component of dispatch-combine waits for: signals in cells that it polls, and orders and answers within its die. */
export function waitsFor(view: View, id: string): readonly WaitsFor[] {
  const { kind, core } = partOf(id);
  if (core === 'wait') return view.matches(id, 'polling') ? signalsOf(view, id) : [];
  if (core !== '') return [];
  if (kind === 'stream') return ordersOf(view, id);
  return kind === 'dispatch' || kind === 'combine' ? partsOf(view, id) : [];
}

/** The cells that waiting cores poll and that do not hold yet what they wait for. */
function signalsOf(view: View, id: string): WaitsFor[] {
  const { shares, item, operator, suspects } = view.context<WaitingCoresContext>(id);
  return shares.flatMap((share) => {
    const { cells } = view.context<WindowContext>(share.window);
    return share.cells.flatMap(({ address, value }, at) => {
      if (holds(cells[address], value)) return [];
      return [signal(view, { share, at, item, operator, suspects })];
    });
  });
}

interface Awaited {
  readonly share: Share;
  readonly at: number;
  readonly item: number;
  readonly operator: string;
  /** Dies that it has found dead. */
  readonly suspects: readonly number[];
}

function signal(view: View, awaited: Awaited): WaitsFor {
  const { at, item, operator, suspects } = awaited;
  const { window, cells, peers } = awaited.share;
  const { address, value } = cells[at]!;
  const dies = peers[at]!;
  const [source = 0] = dies;
  const { kind, microbatch } = partOf(operator);
  const isFlag = partOf(window).kind === 'status';
  const operators = dies
    .map((die) => [kind, die, ...(microbatch === undefined ? [] : [microbatch])].join('.'))
    .filter((peer) => view.components.includes(peer));
  const gone = operators.filter((peer) => view.matches(peer, 'halted'));
  const whose = `die${dies.length === 1 ? '' : 's'} ${dies.join(' and ')}${gone.length > 0 ? ', which is down' : ''}`;
  const what = isFlag ? `the flag of ${whose}` : `${value} result${value === 1 ? '' : 's'} of ${whose}`;
  const of = operators.filter((peer) => isStillToSignal(view, peer, item));
  const event = isFlag
    ? { type: 'FLAG', address, source, item, mark: value, counts: [] }
    : { type: 'ADD', address, source, item };
  const known = dies.filter((die) => suspects.includes(die));
  const all = known.length === 0 ? '' : `, though it has found ${diesText(known)} dead`;
  return { of, words: `polls ${window}, cell ${address}${all}: ${what}`, given: { to: window, event }, gone };
}

/** Whether an operator has not sent its signals for an item yet. */
function isStillToSignal(view: View, operator: string, item: number): boolean {
  const { item: own } = view.context<OperatorContext>(operator);
  if (view.matches(operator, 'halted')) return false;
  return view.matches(operator, 'idle') || own < item || (own === item && view.matches(operator, 'sending'));
}

/** A stream waits for the operator or the experts that it has given an order. */
function ordersOf(view: View, id: string): WaitsFor[] {
  const { wiring, layer, microbatches, microbatch } = view.context<StreamContext>(id);
  const item = layer * microbatches + microbatch;
  const answer = (type: string, of: string, more: object): WaitsFor[] => [
    { of: [of], words: `waits for ${of}`, given: { to: id, event: { type, item, ...more } } },
  ];
  if (view.matches(id, 'dispatching')) return answer('DISPATCHED', wiring.dispatch, { rows: [], counts: [] });
  if (view.matches(id, 'computing')) return answer('COMPUTED', wiring.expert, { rows: [] });
  return view.matches(id, 'combining') ? answer('COMBINED', wiring.combine, { sums: [] }) : [];
}

/** An operator waits for its cores. */
function partsOf(view: View, id: string): WaitsFor[] {
  const { waiting, cores, item } = view.context<OperatorContext>(id);
  if (view.matches(id, 'waiting') || view.matches(id, 'acquiring')) {
    const event = { type: 'ALL_ARRIVED', item, counts: [] };
    return [{ of: [waiting], words: `waits for ${waiting}`, given: { to: id, event } }];
  }
  if (!view.matches(id, 'sending')) return [];
  return cores
    .filter((core) => !view.matches(core, 'idle'))
    .map((core) => ({ of: [core], words: `waits for ${core}`, given: { to: id, event: { type: 'SENT' } } }));
}
