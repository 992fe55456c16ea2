import type {
  KvTransferWiring,
  WiredPair,
  WiredTransfer,
} from '../../machines/networks/kv-transfer/wiring.js';
import { names } from '../../machines/networks/kv-transfer/transfer-ids.js';
import type { ClientsContext } from '../../machines/serving/clients.js';
import type { Ending } from '../../machines/serving/handover.js';
import type { KvMemoryContext } from '../../machines/serving/kv-memory.js';
import type { PagePoolContext } from '../../machines/serving/page-pool.js';
import type { QueuePairContext } from '../../machines/serving/queue-pair.js';
import type { TransferEngineContext } from '../../machines/serving/transfer-engine.js';
import {
  always,
  eventually,
  everyComponentCanRest,
  leadsTo,
  monitor,
  type Property,
  type View,
} from '../../src/index.js';
import { keptWhenComputed } from './kept-when-computed.js';
import { HardCases } from './transfer-cases.js';
import { addressOfThisEpoch } from './monitors/address-of-this-epoch.js';
import { dataIsVisible } from './monitors/data-is-visible.js';
import { decodesOwnKv } from './monitors/decodes-own-kv.js';
import { evictsTheShortfall } from './monitors/evicts-the-shortfall.js';
import { landsInOwnPages } from './monitors/lands-in-own-pages.js';
import { pagesReturnOnce } from './monitors/pages-return-once.js';
import { servedInOrder } from './monitors/served-in-order.js';
import { witnesses } from './transfer-witnesses.js';

/** Everything that must be true of the transfer of KV from prefill to decode (docs/paper/facts.md 9). */
export function kvTransferProperties(wiring: KvTransferWiring): Property[] {
  const { prefills, decodes, transfers, shape } = wiring;
  const cases = new HardCases(wiring);
  const isPush = shape.direction === 'push';
  const pools = [...[...prefills, ...decodes].map(names.pool), ...(isPush ? decodes.map(names.records) : [])];
  return [
    ...decodes.flatMap((node) => claimsOfDecode(wiring, cases, node)),
    ...(shape.keepsPrefixes ? prefills.flatMap((node) => claimsOfPrefixes(wiring, cases, node)) : []),
    monitor(
      'decodes-own-kv',
      decodesOwnKv,
      {
        blocks: shape.blocks,
        hasRecord: shape.direction === 'push',
        requests: transfers.length,
        mayDie: shape.fails === 'decode',
      },
      {
        from: [...decodes.map(names.memory), ...transfers.map(({ target }) => target)],
        hardCase: cases.anotherWritesHere(),
      },
    ),
    ...pools.map((pool) => returnOnce(wiring, cases, pool)),
    ...[...prefills, ...decodes].flatMap((node) => servedInTheirOrder(wiring, cases, node)),
    ...(isPush ? prefills : decodes).flatMap((node) => retriesWithinBound(wiring, cases, node)),
    ...prefills.map((node) =>
      comesBack('prefill-pages-come-back', node, names.pool(node), shape.keepsPrefixes),
    ),
    ...decodes.map((node) => comesBack('decode-pages-come-back', node)),
    ...(isPush ? decodes.map((node) => comesBack('records-come-back', node, names.records(node))) : []),
    ...[...prefills, ...decodes].map((node) => freedAfterItsWriter(wiring, cases, node)),
    ...transfers.flatMap((transfer) => claimsOfTransfer(wiring, cases, transfer)),
    ...(shape.comesBack
      ? [
          // Only the first node may fail.
          monitor('address-of-this-epoch', addressOfThisEpoch, undefined, {
            from: [
              names.memory(prefills[0]!),
              ...transfers.flatMap(({ prefill, target }) => (prefill === prefills[0] ? [target] : [])),
            ],
            hardCase: [...cases.addressOfBefore(), ...cases.wordOfBefore()],
          }),
        ]
      : []),
    everyComponentCanRest,
    ...witnesses(wiring),
  ];
}

/** Only where three requests come to a node may two wait behind the one that is served, so that one could overtake the other. */
function servedInTheirOrder(wiring: KvTransferWiring, cases: HardCases, node: string): Property[] {
  const { shape, transfers, prefills } = wiring;
  if (transfers.filter(({ prefill, decode }) => prefill === node || decode === node).length < 3) return [];
  const isPush = shape.direction === 'push';
  const isPrefill = prefills.includes(node);
  return [
    names.pool(node),
    ...(isPush && !isPrefill ? [names.records(node)] : []),
    ...(isPush === isPrefill ? [names.engine(node)] : []),
  ].map((id) =>
    monitor(`served-in-order of ${id}`, servedInOrder, undefined, {
      from: [id],
      hardCase: cases.severalWait(id),
    }),
  );
}

const poolOf = (view: View, pool: string) => view.context<PagePoolContext>(pool);

/** Pages that somebody owns; where there is a prefix cache, somebody else than that. */
const pagesHeld = (view: View, pool: string, keepsPrefixes: boolean): boolean =>
  poolOf(view, pool).owners.some((owners) => owners.some((owner) => !keepsPrefixes || owner !== 'cache'));

function claimsOfDecode({ shape }: KvTransferWiring, cases: HardCases, node: string): Property[] {
  const input = { pages: shape.decodePages };
  const from = [names.pool(node), names.memory(node)];
  return [
    monitor(`lands-in-own-pages of ${node}`, landsInOwnPages, input, {
      from,
      hardCase: cases.givenUpWhilePosted(node),
    }),
    monitor(`data-is-visible of ${node}`, dataIsVisible, input, { from, hardCase: cases.dataUnderWay(node) }),
  ];
}

const claimsOfPrefixes = (wiring: KvTransferWiring, cases: HardCases, node: string): Property[] => [
  keptWhenComputed(wiring, node),
  monitor(
    `evicts-the-shortfall of ${names.pool(node)}`,
    evictsTheShortfall,
    { pages: wiring.shape.prefillPages },
    { from: [names.pool(node)], hardCase: cases.keptBesideFree(node) },
  ),
];

const returnOnce = (wiring: KvTransferWiring, cases: HardCases, pool: string): Property =>
  monitor(
    `pages-return-once of ${pool}`,
    pagesReturnOnce,
    { pages: pagesOf(wiring, pool) },
    { from: [pool], hardCase: cases.pagesWanted(pool) },
  );

function pagesOf({ shape, prefills }: KvTransferWiring, pool: string): number {
  if (pool.endsWith('.records')) return shape.records;
  return prefills.some((node) => names.pool(node) === pool) ? shape.prefillPages : shape.decodePages;
}

/** What ends in an error is posted anew as often as it may be, and then no more. The margin is in retries. */
function retriesWithinBound(wiring: KvTransferWiring, cases: HardCases, node: string): Property[] {
  const { shape, transfers, pairs, failing } = wiring;
  const engine = names.engine(node);
  const [own, other] =
    shape.direction === 'push' ? (['prefill', 'decode'] as const) : (['decode', 'prefill'] as const);
  const ofNode = transfers.filter((transfer) => transfer[own] === node);
  const losesPeer = ofNode.some((transfer) => transfer[other] === failing);
  // Only the first pair may fail by itself.
  const losesPair =
    shape.pairFailures > 0 &&
    ofNode.some(({ prefill, decode }) => prefill === pairs[0]!.prefill && decode === pairs[0]!.decode);
  if (!losesPeer && !losesPair) return [];
  return [
    always(`retries-within-bound of ${engine}`, {
      then: (view) => {
        const { underWay } = view.context<TransferEngineContext>(engine);
        return Math.min(shape.retries, ...underWay.map(({ tries }) => shape.retries - tries));
      },
      hardCase: cases.failsAfterItsRetries(engine),
      ...(losesPeer || shape.pairs === 1 || shape.retries === 0
        ? {}
        : { notApplicable: 'what is posted anew takes a queue pair that does not fail' }),
    }),
  ];
}

/** Each page that is held comes back, unless the node itself is dead. */
function comesBack(name: string, node: string, pool = names.pool(node), keepsPrefixes = false): Property {
  const isHeld = (view: View): boolean => !view.matches(pool, 'down') && pagesHeld(view, pool, keepsPrefixes);
  return leadsTo(`${name} of ${node}`, isHeld, (view) => !isHeld(view));
}

/** Work requests of a queue pair that may still be moved. */
const posted = (view: View, { id }: WiredPair) =>
  view.context<QueuePairContext>(id).posted.flatMap(({ work, isLanded }) => (isLanded ? [] : [work]));

/**
 * Nobody moves anything into a page that is free, or out of it, but who is dead himself. An address of an incarnation that is gone is of none of these pages.
 */
function freedAfterItsWriter(
  { pairs, decodes, ...wiring }: KvTransferWiring,
  cases: HardCases,
  node: string,
) {
  const pool = names.pool(node);
  const isTarget = decodes.includes(node);
  const ofNode = pairs.filter((pair) => (isTarget ? pair.decode : pair.prefill) === node);
  const livesAtOtherEnd = (view: View, pair: WiredPair) =>
    isTarget || wiring.failing !== pair.decode || view.matches(pair.decode, 'up');
  return always(`freed-after-its-writer of ${node}`, {
    when: (view) => !view.matches(pool, 'down'),
    then: (view) => {
      const { free } = poolOf(view, pool);
      return ofNode.every(
        (pair) =>
          !livesAtOtherEnd(view, pair) ||
          posted(view, pair).every(
            ({ from, to, epoch }) =>
              !free.includes(isTarget ? to : from) || (!isTarget && epoch < epochOf(view, pair)),
          ),
      );
    },
    hardCase: isTarget ? cases.givenUpWhilePosted(node) : cases.pageMoves(node),
  });
}

/** How often the prefill node of a queue pair has been started anew. */
const epochOf = (view: View, { prefill }: WiredPair): number =>
  view.context<KvMemoryContext>(names.memory(prefill)).epoch;

function claimsOfTransfer(wiring: KvTransferWiring, cases: HardCases, transfer: WiredTransfer): Property[] {
  const { source, target, lease, prefill, decode } = transfer;
  const isDead = (view: View, node: string) => node === wiring.failing && !view.matches(node, 'up');
  const isOver = (view: View): boolean =>
    (view.matches(target, 'ended') && endingOf(view, target) !== 'undecided') ||
    (view.matches(target, 'halted') && isDead(view, decode));
  const isBusy = (view: View): boolean =>
    !view.matches(source, 'ended') && !view.matches(source, 'idle') && !isDead(view, prefill);
  return [
    eventually(`ends-with-a-reason of ${target}`, isOver),
    leadsTo(
      `ends-with-a-reason of ${source}`,
      isBusy,
      (view) => view.matches(source, 'ended') || isDead(view, prefill),
    ),
    always(`reason-is-right of ${target}`, {
      when: (view) => view.matches(target, 'ended'),
      then: (view) => CAUSES[endingOf(view, target)](wiring, view, transfer),
      hardCase: cases.endsOtherwise(transfer),
    }),
    heldForSomebody(transfer),
    ...(lease === undefined
      ? []
      : [
          always(`renewal-protects of ${lease}`, {
            then: (view) => !(view.matches(lease, 'over') && view.matches(target, 'wanting')),
            hardCase: cases.renewalDue(transfer),
          }),
        ]),
  ];
}

/** States of a half on the prefill side in which it has pages, or waits for some. */
const BUSY = {
  holder: ['reserving', 'computing', 'holding'],
  sender: ['reserving', 'computing', 'transferring', 'failing', 'aborting'],
};

/** Prefill works and holds only for a decode side that waits for it: it is told of the end, or tells of it, before the other side is done. */
function heldForSomebody(transfer: WiredTransfer): Property {
  const { source, target, lease } = transfer;
  const busy = lease === undefined ? BUSY.sender : BUSY.holder;
  const isWanted = (view: View): boolean =>
    lease === undefined
      ? !view.matches(target, 'ended')
      : view.matches(target, 'wanting') || isToldOf(view, transfer);
  return always(`held-for-somebody of ${source}`, {
    when: (view) => busy.some((state) => view.matches(source, state)) && !view.matches(target, 'halted'),
    then: isWanted,
    // Decode has given up, or needs nothing more, and prefill has not taken that in.
    hardCase: (view) =>
      lease === undefined
        ? view.waiting(target, source).some(({ type }) => type === 'ABORT')
        : isToldOf(view, transfer),
  });
}

/** That decode needs nothing more is on its way. */
const isToldOf = (view: View, { source, target }: WiredTransfer): boolean =>
  view.waiting(target, source).some(({ type }) => type === 'FETCHED');

const endingOf = (view: View, target: string) => view.context<{ readonly ending: Ending }>(target).ending;

const hasFailed = ({ failing }: KvTransferWiring, view: View): boolean =>
  failing !== undefined && !view.matches(failing, 'up');

/** A node that a transfer goes out from, or comes to, has failed: that of another one takes nothing from it but its own queue pairs. */
const hasNodeFailed = (wiring: KvTransferWiring, view: View, { prefill, decode }: WiredTransfer): boolean =>
  hasFailed(wiring, view) && (prefill === wiring.failing || decode === wiring.failing);

/** Where requests have been given up. */
const gone = ({ shape }: KvTransferWiring, view: View): readonly string[] =>
  shape.aborts > 0 ? view.context<ClientsContext>(names.clients).gone : [];

/** The incarnation of its prefill node that a reader has asked. */
const askedEpoch = (view: View, target: string): number =>
  view.context<{ readonly epoch: number }>(target).epoch;

const hasPairFailed = ({ shape, pairs }: KvTransferWiring, view: View): boolean =>
  view.context<QueuePairContext>(pairs[0]!.id).failures < shape.pairFailures;

/** What must have happened where the decode side of a transfer has ended like this. */
const CAUSES: Readonly<
  Record<Ending, (wiring: KvTransferWiring, view: View, transfer: WiredTransfer) => boolean>
> = {
  // That it is decided is another claim's matter.
  undecided: () => true,
  done: (wiring, view, { target }) => !gone(wiring, view).includes(target),
  aborted: (wiring, view, { target }) => gone(wiring, view).includes(target),
  failed: (wiring, view, transfer) =>
    wiring.shape.isLimited ||
    hasPairFailed(wiring, view) ||
    // Who has asked the second incarnation lives with the second one.
    (hasNodeFailed(wiring, view, transfer) &&
      !(wiring.shape.comesBack && askedEpoch(view, transfer.target) > 0)) ||
    gone(wiring, view).includes(transfer.source),
  'timed out': ({ shape }) => shape.losesStatus,
  'foreign record': (wiring, view) =>
    gone(wiring, view).length > 0 || wiring.shape.losesStatus || hasFailed(wiring, view),
  // A node that comes back computes anew.
  'prefill lost': (wiring, view, { prefill }) =>
    prefill === wiring.failing && hasFailed(wiring, view) && !wiring.shape.comesBack,
};
