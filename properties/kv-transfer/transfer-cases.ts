import { names } from '../../machines/networks/kv-transfer/transfer-ids.js';
import type { KvTransferWiring, WiredTransfer } from '../../machines/networks/kv-transfer/wiring.js';
import type { Ending, Prefilled } from '../../machines/serving/handover.js';
import type { KvMemoryContext } from '../../machines/serving/kv-memory.js';
import type { PagePoolContext } from '../../machines/serving/page-pool.js';
import type { QueuePairContext } from '../../machines/serving/queue-pair.js';
import type { TransferEngineContext } from '../../machines/serving/transfer-engine.js';
import type { Completed } from '../../machines/serving/work-request.js';
import type { View } from '../../src/index.js';

type Situations = ((view: View) => boolean)[];

/** States of a half on the decode side in which it has given up, and what was posted may still come. */
const GIVEN_UP = { push: ['draining', 'closing'], pull: [{ wanting: 'stopping' }] };
/** States in which its data is under way. */
const AWAITING = { push: ['waiting'], pull: [{ wanting: 'reading' }] };

/** The situations that put the claims to the test. */
export class HardCases {
  private readonly kind: 'push' | 'pull';

  constructor(private readonly wiring: KvTransferWiring) {
    this.kind = wiring.shape.direction === 'push' ? 'push' : 'pull';
  }

  /** A request of the node has been given up while something that was posted for it may still be moved. */
  givenUpWhilePosted(node: string): Situations {
    return this.pairsWith(node).map(
      ([pair, transfer]) =>
        (view) =>
          isPosted(view, pair, transfer) && this.isIn(view, transfer, GIVEN_UP),
    );
  }

  /** The pages of a request that is waited for are being written. */
  dataUnderWay(node: string): Situations {
    return this.pairsWith(node).map(
      ([pair, transfer]) =>
        (view) =>
          isPosted(view, pair, transfer) && this.isIn(view, transfer, AWAITING),
    );
  }

  /** A record of another request was refused; or a page that is about to be written still holds the KV of another request. */
  anotherWritesHere(): Situations {
    return this.wiring.transfers.flatMap((transfer) => [
      (view: View) => endingOf(view, transfer) === 'foreign record',
      (view: View) => {
        if (!this.isIn(view, transfer, AWAITING)) return false;
        const { pages } = view.context<{ readonly pages: readonly number[] }>(transfer.target);
        const { kv } = view.context<KvMemoryContext>(names.memory(transfer.decode));
        return pages.some((page) => kv[page] !== null && kv[page]!.room !== transfer.request);
      },
    ]);
  }

  /** The prefix cache has a page, another one is free, and a request is to come. */
  keptBesideFree(node: string): Situations {
    return this.wiring.transfers.flatMap(({ prefill, source }) =>
      prefill !== node
        ? []
        : [
            (view: View) => {
              const { free, owners } = view.context<PagePoolContext>(names.pool(node));
              return (
                free.length > 0 &&
                owners.some((each) => each.join() === 'cache') &&
                view.matches(source, 'idle')
              );
            },
          ],
    );
  }

  /** Somebody waits for what comes back; or two messages, of which either would free the pages of a request, cross. */
  pagesWanted(pool: string): Situations {
    const crossing = this.wiring.transfers.flatMap(({ source, target, lease, prefill, decode }) => {
      if (lease !== undefined) {
        const isLate = (view: View) => view.matches(lease, 'over') && view.waiting(target, source).length > 0;
        return names.pool(prefill) === pool ? [isLate] : [];
      }
      const isLate = (view: View) =>
        view.matches(target, 'draining') &&
        view.waiting(source, target).some(({ type }) => type === 'STATUS');
      // A slot comes back with the request, while the transfer goes on.
      if (names.records(decode) === pool) return [(view: View) => view.matches(target, 'draining')];
      return names.pool(decode) === pool ? [isLate] : [];
    });
    return [(view) => view.context<PagePoolContext>(pool).queue.length > 0, ...crossing];
  }

  /** Two wait for their turn at once, at a pool or at an engine. */
  severalWait(id: string): Situations {
    return [
      (view) => view.context<Pick<PagePoolContext | TransferEngineContext, 'queue'>>(id).queue.length > 1,
    ];
  }

  /** That a work request has ended in an error is on its way to an engine, which has posted it as often as it may. */
  failsAfterItsRetries(engine: string): Situations {
    const { pairs, shape } = this.wiring;
    return pairs.map(({ id }) => (view: View) => {
      const { underWay, unsettled } = view.context<TransferEngineContext>(engine);
      const errors = view.waiting(id, engine) as unknown as readonly Completed[];
      return (
        view.matches(engine, 'working') &&
        errors.some(({ isDone, work: { transfer, block } }) =>
          underWay.some(
            ({ work, owner, tries }) =>
              !isDone &&
              work.transfer === transfer &&
              work.block === block &&
              tries === shape.retries &&
              !unsettled.includes(owner),
          ),
        )
      );
    });
  }

  /** What lies in pages of a prefill node is moved for a request that has been given up, on the one side or on the other. */
  pageMoves(node: string): Situations {
    return this.pairsWith(node).map(
      ([pair, transfer]) =>
        (view) =>
          isPosted(view, pair, transfer) &&
          (this.isIn(view, transfer, GIVEN_UP) ||
            ['failing', 'aborting'].some(
              (state) => this.kind === 'push' && view.matches(transfer.source, state),
            )),
    );
  }

  /** A transfer has ended otherwise than well. */
  endsOtherwise(transfer: WiredTransfer): Situations {
    return [(view) => view.matches(transfer.target, 'ended') && endingOf(view, transfer) !== 'done'];
  }

  /** A renewal is under way for a request that waits for pages, or reads. */
  renewalDue({ target, lease }: WiredTransfer): Situations {
    return [
      (view) =>
        view.matches(lease!, 'awaiting') &&
        (view.matches(target, { wanting: 'reserving' }) || view.matches(target, { wanting: 'reading' })),
    ];
  }

  /** Somebody is about to use an address that an earlier incarnation has told. */
  addressOfBefore(): Situations {
    const { decodes, prefills } = this.wiring;
    return decodes.flatMap((decode) =>
      prefills.map((prefill) => (view: View) => {
        const { epoch } = view.context<KvMemoryContext>(names.memory(prefill));
        const { call } = view.context<TransferEngineContext>(names.engine(decode));
        return call?.peer === prefill && call.work.some((work) => work.epoch < epoch);
      }),
    );
  }

  /** What an earlier incarnation has told comes to a reader who has asked the next one. */
  wordOfBefore(): Situations {
    return this.wiring.transfers.map(({ source, target }) => (view: View) => {
      const { epoch } = view.context<{ readonly epoch: number }>(target);
      return view
        .waiting(source, target)
        .some((word) => word.type === 'PREFILLED' && (word as unknown as Prefilled).epoch < epoch);
    });
  }

  private isIn(view: View, { target }: WiredTransfer, states: typeof GIVEN_UP | typeof AWAITING): boolean {
    return states[this.kind].some((state) => view.matches(target, state));
  }

  /** The queue pairs of a node, each with the transfers that use it. */
  private pairsWith(node: string): [pair: string, transfer: WiredTransfer][] {
    const { pairs, transfers } = this.wiring;
    return pairs.flatMap(({ id, prefill, decode }) =>
      transfers
        .filter(
          (each) => each.prefill === prefill && each.decode === decode && [prefill, decode].includes(node),
        )
        .map((each): [string, WiredTransfer] => [id, each]),
    );
  }
}

const endingOf = (view: View, { target }: WiredTransfer) =>
  view.context<{ readonly ending: Ending }>(target).ending;

const isPosted = (view: View, pair: string, { request }: WiredTransfer): boolean =>
  view
    .context<QueuePairContext>(pair)
    .posted.some(({ work, isLanded }) => work.transfer === request && !isLanded);
