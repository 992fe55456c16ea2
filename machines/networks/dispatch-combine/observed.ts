import type { AnyEventObject } from 'xstate';
import type { HealthObservation } from '../../die/die-health.js';
import type { Signal, WindowObservation } from '../../die/receive-window.js';
import type { Copy } from '../../die/window-protocol.js';
import { SHARED_EXPERT } from '../../moe/placement.js';
import type { Row } from '../../moe/dense-output.js';
import type { ExpertObservation } from '../../moe/expert-ffn.js';
import type { OperatorObservation, Sum } from '../../moe/fused-operator.js';
import type { Routing } from '../../moe/protocol.js';
import type { OperationIssued } from '../../interconnect/posting.js';
import type { WaitObservation } from '../../moe/waiting-cores.js';
import type { StreamObservation } from '../../pipeline/moe-stream.js';
import type { LinkObservation } from '../../interconnect/ub-path.js';
import { partOf } from './parts.js';

type Observation =
  | WindowObservation
  | StreamObservation
  | OperatorObservation
  | ExpertObservation
  | HealthObservation
  | WaitObservation
  | OperationIssued
  | LinkObservation;

/** How items and routings are told: `of layer 1`, `token 0 to die 1`. */
interface Told {
  readonly item: (item: number) => string;
  readonly tokens: (routing: Routing, die: number) => string;
}

/** What parts of dispatch-combine tell of themselves, for who reads what a claim has seen. */
export function observedText({ item, tokens }: Told, id: string, event: AnyEventObject): string | undefined {
  const observed = event as unknown as Observation;
  const who = `die ${partOf(id).die}`;
  switch (observed.type) {
    case 'ROUTED':
      return `${who} routes ${tokens(observed.routing, partOf(id).die) || 'no tokens'}${item(observed.item)}`;
    case 'DISPATCH_BEGUN':
      return `${who} begins FusedDispatch${item(observed.item)}`;
    case 'EXPERTS_BEGUN': {
      const { counts, rows } = observed;
      return `the experts of ${who} begin${item(observed.item)}: ${counts.join(' and ')} counted; given ${rowsText(rows)}`;
    }
    case 'COMBINE_BEGUN':
      return `${who} begins FusedCombine${item(observed.item)} with ${rowsText(observed.rows)}`;
    case 'SUMMED':
      return observed.sums.length === 0
        ? `${who} sums nothing${item(observed.item)}`
        : `${who} sums${item(observed.item)} ${observed.sums.map(({ token, results }) => `for token ${token} ${rowsText(results)}`).join('; ')}${straysText(observed.sums, partOf(id).die)}`;
    case 'WAIT_ENDED': {
      const { reader, signals } = observed;
      return `${reader}${item(observed.item)} ends on ${signalsText(signals, item)}`;
    }
    case 'READ_OUT': {
      const { address, reader, found } = observed;
      return `${reader} reads slot ${address} of ${id}${item(observed.item)}, and finds ${copyText(found)}`;
    }
    case 'STORED':
      return `${copyText(observed.copy)}${item(observed.copy.item)} is stored into slot ${observed.address} of ${id}`;
    case 'FLAGGED':
      return `the flag of ${signalText(observed, item)} is stored in ${id}`;
    case 'ZEROED':
      return observed.flags.length === 0
        ? `counters of ${id} are reset`
        : `${id} zeroes the flags of ${observed.flags.map((flag) => signalText(flag, item)).join(' and ')}`;
    case 'COUNTED':
      return `a result of ${signalText(observed, item)} is counted in ${id}`;
    default:
      return otherText(observed, who, item);
  }
}

/** What is told of links, of failures, and of who gives up. */
function otherText(observed: Observation, who: string, item: Told['item']): string | undefined {
  switch (observed.type) {
    case 'DIE_FAILED':
      return `${who} fails`;
    case 'GAVE_UP':
      return `${who} gives up`;
    case 'ENDED_LATE':
      return `an operation of ${who}${item(observed.item)} ends after it has given up`;
    case 'BLAMED':
      return `${who} blames ${diesText(observed.suspects)}`;
    case 'ANSWERED':
      return `die ${observed.die} answers ${who} that ${observed.dead.length === 0 ? 'it knows of nobody who is dead' : `${diesText(observed.dead)} ${observed.dead.length === 1 ? 'is' : 'are'} dead`}`;
    case 'ISSUED':
      return `a core of ${who} issues a store`;
    case 'LINK_DOWN':
      return `the link of ${who} goes down`;
    case 'LINK_UP':
      return `the link of ${who} is up again`;
    default:
      return undefined;
  }
}

/** `die 0`, `dies 0 and 1`. */
export const diesText = (dies: readonly number[]): string =>
  `die${dies.length === 1 ? '' : 's'} ${dies.join(' and ')}`;

const signalText = ({ source, item }: Signal, itemText: Told['item']): string =>
  `die ${source}${itemText(item)}`;

/** `the signals of die 0 and die 1`, `2 signals of die 1`. */
function signalsText(signals: readonly Signal[], itemText: Told['item']): string {
  const each = signals.map((signal) => signalText(signal, itemText));
  const different = [...new Set(each)];
  if (different.length === each.length) return `the signals of ${each.join(' and ')}`;
  const counted = different.map((text) => [each.filter((other) => other === text).length, text] as const);
  return counted
    .map(([count, text], at) => `${count}${at > 0 ? '' : ` signal${count === 1 ? '' : 's'}`} of ${text}`)
    .join(' and ');
}

/** Which tokens are given results that are not theirs; of two that have each other's, that. */
function straysText(sums: readonly Sum[], die: number): string {
  const strays = sums.flatMap(({ token, results }) =>
    results
      .filter((result) => result !== null)
      .filter((result) => result.token !== token || result.source !== die)
      .map((of) => ({ token, of })),
  );
  const isOf = (of: Copy, token: number) => of.source === die && of.token === token;
  const told = strays.map(({ token, of }) => {
    const isExchanged = strays.some((other) => isOf(other.of, token) && isOf(of, other.token));
    const [less, more] = [token, of.token].sort((one, other) => one - other);
    return isExchanged
      ? `tokens ${less} and ${more} are given each other's results`
      : `token ${token} is given a result for token ${of.token} of die ${of.source}`;
  });
  return told.length === 0 ? '' : `: ${[...new Set(told)].join(', ')}`;
}

const rowsText = (rows: readonly Row[]): string =>
  rows.length === 0 ? 'nothing' : rows.map(copyText).join(' and ');

/** `token 0 of die 1 for expert 2 in INT8`, `the result of expert 2 for token 0 of die 1 in BF16`. */
function copyText(copy: Copy | null): string {
  if (copy === null) return 'nothing';
  const { of, token, source, expert, precision, weights } = copy;
  const name = (number: number) => (number === SHARED_EXPERT ? 'the shared expert' : `expert ${number}`);
  const whose = `token ${token} of die ${source}`;
  const computed = weights === undefined || weights === expert ? '' : `, computed by ${name(weights)}`;
  return of === 'combine'
    ? `the result of ${name(expert)} for ${whose} in ${precision}${computed}`
    : `${whose} for ${name(expert)} in ${precision}${computed}`;
}
