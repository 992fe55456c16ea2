import { type AnyStateMachine, assign, enqueueActions } from 'xstate';
import { kvLease } from '../../../machines/serving/kv-lease.js';
import { kvMemory } from '../../../machines/serving/kv-memory.js';
import { pagePool } from '../../../machines/serving/page-pool.js';
import { pullHolder } from '../../../machines/serving/pull-holder.js';
import { pullReader } from '../../../machines/serving/pull-reader.js';
import { pushReceiver } from '../../../machines/serving/push-receiver.js';
import { pushSender } from '../../../machines/serving/push-sender.js';
import { queuePair, type QueuePairContext } from '../../../machines/serving/queue-pair.js';
import { servingNode } from '../../../machines/serving/serving-node.js';
import { transferEngine } from '../../../machines/serving/transfer-engine.js';
import { type ChartDraft, componentRef, type Configuration } from '../../../src/index.js';
import { type Chart, mutantOf } from '../../support/mutant.js';

const statesOf = (chart: Chart | ChartDraft): Record<string, ChartDraft> =>
  chart.states as Record<string, ChartDraft>;

const wanting = (chart: Chart): Record<string, ChartDraft> => statesOf(statesOf(chart).wanting!);

/** A healthy network with a chart changed. */
export interface Mutant {
  readonly name: string;
  /** What catches it, up to ` of …`; nothing else does. */
  readonly claim: string;
  readonly machine: AnyStateMachine;
  readonly by: AnyStateMachine;
  /** A further chart that is changed. */
  readonly and?: readonly [AnyStateMachine, AnyStateMachine];
  readonly given?: Configuration;
}

/** What is flushed is forgotten by the pair, and lands all the same when the pair is retired. */
const landingAfterRetirement = mutantOf(
  queuePair.provide({
    actions: {
      flushAll: enqueueActions(({ context, enqueue }) => {
        const { posted, closers } = context as QueuePairContext;
        for (const { work } of posted)
          enqueue.sendTo(componentRef('engine'), { type: 'COMPLETED', work, isDone: false });
        for (const closer of closers) enqueue.sendTo(componentRef(closer), { type: 'RETIRED' });
        enqueue.assign({ posted: [], closers: [], strays: posted } as never);
      }),
      landStray: enqueueActions(({ context, enqueue }) => {
        const { strays, source, target } = context as unknown as QueuePairContext & {
          readonly strays: QueuePairContext['posted'];
        };
        for (const { work } of strays) enqueue.sendTo(componentRef(source), { type: 'COPY', work, target });
        enqueue.assign({ strays: [] } as never);
      }),
    } as never,
  }),
  (chart) => {
    statesOf(chart).retired!.after = { move: { actions: 'landStray' } };
  },
);

/** What would be a mistake of who writes a transfer, for each claim. */
export const mutants: readonly Mutant[] = [
  {
    name: 'a queue pair of which something lands after it is retired',
    claim: 'lands-in-own-pages',
    machine: queuePair,
    by: landingAfterRetirement,
    given: { requests: 1, pairFailures: 1, aborts: 0 },
  },
  {
    name: 'an engine whose calls are done before anything is posted',
    claim: 'data-is-visible',
    machine: transferEngine,
    by: transferEngine.provide({ guards: { isAllPosted: () => true } }),
    given: { requests: 1 },
  },
  {
    name: 'a sender that gives its request up before it has computed it, and leaves its pages to the prefix cache',
    claim: 'data-is-visible',
    machine: pushSender,
    by: mutantOf(pushSender, (chart) => {
      const giveUp = statesOf(chart).computing!.on!.GIVE_UP as { actions: unknown[] };
      giveUp.actions = ['keepPrefix', ...giveUp.actions];
    }),
    given: { requests: 1, direction: 'push', abortsAt: 'prefill', prefixes: 'kept' },
  },
  {
    name: 'a holder that leaves its pages to the prefix cache when decode gives up before it has computed',
    claim: 'data-is-visible',
    machine: pullHolder,
    by: mutantOf(pullHolder, (chart) => {
      statesOf(chart).computing!.on!.FETCHED = { target: 'ended', actions: ['keepPrefix', 'release'] };
    }),
    given: { requests: 1, prefixes: 'kept' },
  },
  {
    name: 'a reader that puts its blocks in the order of their names backwards',
    claim: 'decodes-own-kv',
    machine: pullReader,
    by: pullReader.provide({
      actions: {
        notePrefilled: assign(({ event }) =>
          event.type === 'PREFILLED' ? { from: event.pages.toReversed(), epoch: event.epoch } : {},
        ),
      },
    }),
    given: { requests: 1, blocks: 2, aborts: 0 },
  },
  {
    name: 'a holder that frees its pages with the lease and with the message that decode needs them no more',
    claim: 'pages-return-once',
    machine: pullHolder,
    by: mutantOf(
      pullHolder.provide({
        actions: {
          release: enqueueActions(({ context: { room, pages }, enqueue }) => {
            enqueue.sendTo(componentRef('pool'), { type: 'RELEASE', owner: `request.${room}`, pages });
          }),
        },
      }),
      (chart) => {
        statesOf(chart).ended!.on!.FETCHED = { actions: 'release' };
      },
    ),
    given: { requests: 1 },
  },
  {
    name: 'a pool that gives a page away that a transfer still owns',
    claim: 'pages-return-once',
    machine: pagePool,
    by: pagePool.provide({
      actions: {
        removeOwner: enqueueActions(({ event, enqueue }) => {
          if (event.type !== 'RELEASE') return;
          const { owner, pages } = event;
          enqueue.emit({ type: 'PAGES_RELEASED', owner, pages, returned: [] });
          enqueue.assign(({ context }) => ({
            owners: context.owners.map((each, page) =>
              pages.includes(page) ? each.filter((one) => one !== owner) : each,
            ),
            free: [
              ...context.free,
              ...pages.filter((page) => context.owners[page]!.every((one) => one === owner)),
            ],
          }));
        }),
      },
    }),
    given: { requests: 1 },
  },
  {
    name: 'a pool that evicts one page more than is missing',
    claim: 'evicts-the-shortfall',
    machine: pagePool,
    by: pagePool.provide({
      actions: {
        evict: enqueueActions(({ context, enqueue }) => {
          const { owners, free, queue } = context;
          const cached = owners.flatMap((each, page) => (each.join() === 'cache' ? [page] : []));
          const missing = queue[0]!.count - free.length;
          const pages = missing > 0 ? cached.slice(0, missing + 1) : [];
          if (pages.length === 0) return;
          enqueue.emit({ type: 'PAGES_EVICTED', pages });
          enqueue.assign({
            owners: owners.map((each, page) => (pages.includes(page) ? [] : each)),
            free: [...free, ...pages],
          });
        }),
      },
    }),
    given: { requests: 3, direction: 'push', prefixes: 'kept', aborts: 0 },
  },
  {
    name: 'a pool that serves first who has come last',
    claim: 'served-in-order',
    machine: pagePool,
    by: pagePool.provide({
      actions: {
        remember: assign({
          queue: ({ context, event }) =>
            event.type === 'RESERVE' ? [event, ...context.queue] : context.queue,
        }),
      },
    }),
    given: { requests: 3, direction: 'push', records: 1, decodePages: 1, prefillPages: 1, aborts: 0 },
  },
  {
    name: 'an engine that serves first who has come last',
    claim: 'served-in-order',
    machine: transferEngine,
    by: transferEngine.provide({
      actions: {
        remember: assign({
          queue: ({ context, event }) => (event.type === 'CALL' ? [event, ...context.queue] : context.queue),
        }),
      },
    }),
    given: { requests: 3, decodePages: 3, prefillPages: 3, aborts: 0 },
  },
  {
    name: 'an engine that keeps them in order, and takes the last',
    claim: 'served-in-order',
    machine: transferEngine,
    by: transferEngine.provide({
      actions: {
        begin: assign(({ context }) => ({
          call: context.queue.at(-1)!,
          queue: context.queue.slice(0, -1),
        })),
      },
    }),
    given: { requests: 3, decodePages: 3, prefillPages: 3, aborts: 0 },
  },
  {
    name: 'a reader that is done, and keeps its pages',
    claim: 'decode-pages-come-back',
    machine: pullReader,
    by: mutantOf(pullReader, (chart) => {
      const decode = statesOf(chart).decoding!.after!.decode as { actions: unknown[] };
      decode.actions = [decode.actions[0], decode.actions[2]];
    }),
    given: { requests: 1, aborts: 0 },
  },
  {
    name: 'a receiver that is done, and keeps its record slot',
    claim: 'records-come-back',
    machine: pushReceiver,
    by: mutantOf(pushReceiver, (chart) => {
      const decode = statesOf(chart).decoding!.after!.decode as { actions: unknown[] };
      decode.actions = decode.actions.filter((action) => action !== 'releaseSlot');
    }),
    given: { requests: 1, direction: 'push', aborts: 0 },
  },
  {
    name: 'a reader that is done without having read',
    claim: 'decodes-own-kv',
    machine: pullReader,
    by: mutantOf(pullReader, (chart) => {
      const decode = statesOf(chart).decoding!.after!.decode as { actions: unknown[] };
      decode.actions = decode.actions.slice(1);
    }),
    given: { requests: 1, aborts: 0 },
  },
  {
    name: 'a holder that keeps its pages when the lease is over',
    claim: 'prefill-pages-come-back',
    machine: pullHolder,
    by: mutantOf(pullHolder, (chart) => {
      statesOf(chart).holding!.on!.LEASE_OVER = { target: 'ended' };
    }),
    given: { requests: 1, fails: 'decode', aborts: 0 },
  },
  {
    name: 'a sender that frees its own pages with the abort of decode, while they are read',
    claim: 'freed-after-its-writer',
    machine: pushSender,
    by: mutantOf(pushSender, (chart) => {
      statesOf(chart).transferring!.on!.ABORT = { target: 'aborting', actions: ['release', 'stop'] };
    }),
    given: { requests: 1, direction: 'push' },
  },
  {
    name: 'a lease that does not wait for the renewal that is due, and a holder that does not heed its end',
    claim: 'renewal-protects',
    machine: kvLease,
    by: mutantOf(kvLease, (chart) => {
      const { running, awaiting } = statesOf(chart);
      const [over] = running!.after!.tick as object[];
      awaiting!.after = { tick: [over, { target: 'awaiting', reenter: true, actions: 'count' }] };
      statesOf(chart).over!.on = { END_LEASE: {} };
    }),
    and: [
      pullHolder,
      mutantOf(pullHolder, (chart) => {
        statesOf(chart).holding!.on!.LEASE_OVER = {};
      }),
    ],
    given: { requests: 1, aborts: 0 },
  },
  {
    name: 'a memory that does not know that its node was started anew',
    claim: 'address-of-this-epoch',
    machine: kvMemory,
    by: kvMemory.provide({
      actions: { startAnew: assign(({ context }) => ({ kv: context.kv.map(() => null) })) },
    }),
    given: { requests: 1, fails: 'prefill', comesBack: 'yes', aborts: 0 },
  },
  {
    name: 'a reader that goes by what an earlier incarnation has told of where its KV lies',
    claim: 'address-of-this-epoch',
    machine: pullReader,
    by: mutantOf(pullReader, (chart) => {
      const { PREFILLED } = wanting(chart).waiting!.on as Record<string, object[]>;
      wanting(chart).waiting!.on!.PREFILLED = PREFILLED!.slice(1);
    }),
    given: { requests: 1, fails: 'prefill', comesBack: 'yes', aborts: 0 },
  },
  {
    name: 'a reader that ends as an earlier incarnation has given its prefill up',
    claim: 'held-for-somebody',
    machine: pullReader,
    by: mutantOf(pullReader, (chart) => {
      const { PREFILL_GIVEN_UP } = wanting(chart).waiting!.on as Record<string, object[]>;
      wanting(chart).waiting!.on!.PREFILL_GIVEN_UP = PREFILL_GIVEN_UP!.slice(1);
    }),
    given: { requests: 1, fails: 'prefill', comesBack: 'yes', abortsAt: 'prefill' },
  },
  {
    name: 'a reader that gives up while it waits for prefill, and does not tell it',
    claim: 'held-for-somebody',
    machine: pullReader,
    by: mutantOf(pullReader, (chart) => {
      const giveUp = wanting(chart).waiting!.on!.GIVE_UP as { actions: unknown[] };
      giveUp.actions = giveUp.actions.filter((action) => action !== 'tellFetched');
    }),
    given: { requests: 1 },
  },
  {
    name: 'a sender that answers an abort, and goes on computing',
    claim: 'held-for-somebody',
    machine: pushSender,
    by: mutantOf(pushSender, (chart) => {
      statesOf(chart).computing!.on!.ABORT = { actions: ['release', 'answerAbort'] };
    }),
    given: { requests: 1, direction: 'push' },
  },
  {
    name: 'a queue pair that refuses what is posted after its prefill node is back',
    claim: 'reason-is-right',
    machine: queuePair,
    by: mutantOf(queuePair, (chart) => {
      statesOf(chart).retired!.always = undefined;
    }),
    given: { requests: 1, fails: 'prefill', comesBack: 'yes', aborts: 0 },
  },
  {
    name: 'a reader that gives up, and does not note why',
    claim: 'ends-with-a-reason',
    machine: pullReader,
    by: mutantOf(pullReader, (chart) => {
      wanting(chart).reading!.on!.GIVE_UP = { target: 'stopping', actions: 'stop' };
    }),
    given: { requests: 1 },
  },
  {
    name: 'a reader that calls dead whom it could not read from',
    claim: 'reason-is-right',
    machine: pullReader,
    by: mutantOf(pullReader, (chart) => {
      const [done] = wanting(chart).reading!.on!.RETURNED as object[];
      wanting(chart).reading!.on!.RETURNED = [
        done,
        { target: 'stopping', actions: { type: 'note', params: { ending: 'prefill lost' } } },
      ];
    }),
    given: { requests: 1, pairFailures: 1, aborts: 0 },
  },
  {
    name: 'an engine that posts once more than it may what has ended in an error',
    claim: 'retries-within-bound',
    machine: transferEngine,
    by: transferEngine.provide({
      guards: {
        mayRetry: ({ context: { underWay, retries, unsettled }, event }) =>
          event.type === 'COMPLETED' &&
          underWay.some(
            ({ work, owner, tries }) =>
              work.transfer === event.work.transfer &&
              work.block === event.work.block &&
              tries <= retries &&
              !unsettled.includes(owner),
          ),
      },
    }),
    given: { requests: 1, pairFailures: 1, aborts: 0 },
  },
  {
    name: 'a sender that leaves its pages to a prefix cache, though there is to be none',
    claim: 'prefill-pages-come-back',
    machine: pushSender,
    by: pushSender.provide({
      actions: {
        keepPrefix: enqueueActions(({ context: { pages }, enqueue }) => {
          enqueue.sendTo(componentRef('pool'), { type: 'SHARE', owner: 'cache', pages });
        }),
      },
    }),
    given: { requests: 1, direction: 'push' },
  },
  {
    name: 'a holder that leaves its pages to a prefix cache, though there is to be none',
    claim: 'prefill-pages-come-back',
    machine: pullHolder,
    by: pullHolder.provide({
      actions: {
        keepPrefix: enqueueActions(({ context: { pages }, enqueue }) => {
          enqueue.sendTo(componentRef('pool'), { type: 'SHARE', owner: 'cache', pages });
        }),
      },
    }),
    given: { requests: 1, direction: 'pull' },
  },
  ...(['prefill', 'decode'] as const).map((kind) => ({
    name: `a ${kind} node that takes the queue pairs of the other one down with it`,
    claim: 'reason-is-right',
    machine: servingNode,
    by: servingNode.provide({
      actions: {
        haltParts: enqueueActions(({ context: { parts }, enqueue }) => {
          for (const part of parts) enqueue.sendTo(componentRef(part), { type: 'HALT' });
          for (const pair of [
            'pair.prefill.0.decode.0.0',
            `pair.${kind === 'prefill' ? 'prefill.1.decode.0' : 'prefill.0.decode.1'}.0`,
          ]) {
            enqueue.sendTo(componentRef(pair), { type: 'PEER_LOST' });
          }
        }),
      },
    }),
    given: { direction: 'push', [`${kind}s`]: 2, fails: kind, aborts: 0 },
  })),
  {
    name: 'a lease whose clock goes on for ever when it is over',
    claim: 'every-component-can-rest',
    machine: kvLease,
    by: mutantOf(kvLease, (chart) => {
      statesOf(chart).over = { after: { tick: 'overAgain' } };
      statesOf(chart).overAgain = { after: { tick: 'over' } };
    }),
    given: { requests: 1, fails: 'decode', aborts: 0 },
  },
];
