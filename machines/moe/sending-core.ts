import { castDraft, produce } from 'immer';
import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Add, Copy, Flag, Write } from '../die/window-protocol.js';
import type { OperationIssued } from '../interconnect/posting.js';
import type { Numbers } from './drawn-numbers.js';
import { quantisedToken } from './numbers.js';

/**
 * When a core has come to the barrier: when all that it has stored is *visible* at its destination (pipe barrier and release fence); or,
 * where the fabric keeps the flag of each store behind it, when all is *issued*: it has left the pipe.
 */
export type SendFence = 'issued' | 'visible';

/** A signal that belongs to one store. */
export interface StoreSignal {
  readonly window: string;
  readonly message: Flag | Add;
}

/** One remote write that a core has to make. */
export interface Store {
  readonly window: string;
  readonly address: number;
  readonly copy: Copy;
  /** Sent once the store is visible; a flag of the same pipe as soon as the data is issued, for it stays behind it. */
  readonly signal?: StoreSignal;
}

/** The operator gives a core its share of the stores. */
interface SendOrder {
  readonly type: 'SEND';
  readonly stores: readonly Store[];
}

/** All stores of the order are done. */
export interface Sent {
  readonly type: 'SENT';
}

export interface SendingCoreInput {
  readonly self: string;
  readonly operator: string;
  readonly port: string;
  readonly fence: SendFence;
  /** FusedDispatch quantises tokens early, before it sends them; FusedCombine sends results as they are. */
  readonly quantises: boolean;
  /** What tokens carry, if they carry numbers. */
  readonly numbers: Numbers | null;
  /** Stores that one send step posts, where the stages are one step. */
  readonly chunk: number;
  /** UBuffer slots of the three-stage pipeline; 0: its stages are one step. */
  readonly slots: number;
  /** The path counts what is under way and needs to be told of each arrival. */
  readonly returnsCredits: boolean;
}

/** A store on its way through the pipeline, with the UBuffer slot that its token lies in; -1 without slots. */
interface Task {
  readonly store: Store;
  readonly slot: number;
}

export interface SendingCoreContext extends SendingCoreInput {
  readonly unsent: readonly Store[];
  /** What the UBuffer slots hold; null: free. */
  readonly ubuffer: readonly (Copy | null)[];
  /** By the stage that they have behind them; each stage holds at most one more. */
  readonly loading: readonly Task[];
  readonly loaded: readonly Task[];
  readonly quantising: readonly Task[];
  readonly quantised: readonly Task[];
  readonly storing: readonly Task[];
  /** In the pipe, not yet issued, oldest first. */
  readonly posted: readonly Task[];
  /** On the fabric, not yet visible. */
  readonly issued: readonly Store[];
}

type SendingCoreEvent =
  | SendOrder
  | { readonly type: 'ISSUE' }
  | { readonly type: 'VISIBLE'; readonly window: string; readonly address: number }
  | { readonly type: 'HALT' };

type Stage = 'loading' | 'loaded' | 'quantising' | 'quantised' | 'storing' | 'posted';

/** The oldest task of one stage enters another. */
const moved = (context: SendingCoreContext, from: Stage, to: Stage): SendingCoreContext =>
  produce(context, (draft) => {
    draft[to].push(draft[from].shift()!);
  });

/** Stage 2 of the pipeline: what a token is sent as. */
export function quantisedCopy({ quantises, numbers }: SendingCoreInput, copy: Copy): Copy {
  if (!quantises) return copy;
  const payload = numbers === null ? {} : { payload: quantisedToken(numbers, copy) };
  return { ...copy, precision: 'INT8', ...payload };
}

const isBehindData = ({ message }: StoreSignal): boolean => message.type === 'FLAG' && message.by === 'pipe';

const postOldest = (context: SendingCoreContext) => ({ type: 'POST', writer: context.self }) as const;

/**
 * An AIV core that sends (docs/paper/facts.md 4.3): it loads a token from HBM into a UBuffer slot, quantises it and computes the remote
 * offset, and stores it into the peer's memory; stage 3 of a token overlaps stages 1 and 2 of the next. Small models take the
 * three stages as one step.
 */
export const sendingCore = setup({
  types: {} as {
    context: SendingCoreContext;
    input: SendingCoreInput;
    events: SendingCoreEvent;
    emitted: OperationIssued;
    tags: 'rest';
  },
  guards: {
    isStaged: ({ context }) => context.slots > 0,
    isAllPosted: ({ context: { unsent, loading, loaded, quantising, quantised, storing } }) =>
      [unsent, loading, loaded, quantising, quantised, storing].every(({ length }) => length === 0),
    canLoad: ({ context }) => context.unsent.length > 0 && context.ubuffer.includes(null),
    hasLoaded: ({ context }) => context.loaded.length > 0,
    hasQuantised: ({ context }) => context.quantised.length > 0,
    isFenced: ({ context: { fence, posted, issued } }) =>
      posted.length === 0 && (fence === 'issued' || issued.length === 0),
  },
  delays: {
    /** All three stages of one chunk. */
    sendChunk: 1,
    /** Stage 1: HBM to UBuffer. */
    load: 1,
    /** Stage 2: quantise (dispatch only), compute the remote offset. */
    quantise: 1,
    /** Stage 3: start the remote store. */
    store: 1,
  },
  actions: {
    takeOrder: assign({
      unsent: ({ event }) => {
        assertEvent(event, 'SEND');
        return event.stores;
      },
    }),
    postChunk: enqueueActions(({ context, enqueue }) => {
      const stores = context.unsent.slice(0, context.chunk);
      for (const _ of stores) enqueue.sendTo(componentRef(context.port), postOldest(context));
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.unsent.splice(0, stores.length);
          draft.posted.push(
            ...castDraft(
              stores.map((store) => ({
                store: { ...store, copy: quantisedCopy(context, store.copy) },
                slot: -1,
              })),
            ),
          );
        }),
      );
    }),
    beginLoad: assign(({ context }) =>
      produce(context, (draft) => {
        const slot = context.ubuffer.indexOf(null);
        const store = draft.unsent.shift()!;
        draft.ubuffer[slot] = store.copy;
        draft.loading.push({ store, slot });
      }),
    ),
    endLoad: assign(({ context }) => moved(context, 'loading', 'loaded')),
    beginQuantise: assign(({ context }) => moved(context, 'loaded', 'quantising')),
    quantise: assign(({ context }) =>
      produce(moved(context, 'quantising', 'quantised'), (draft) => {
        const { slot } = context.quantising[0]!;
        draft.ubuffer[slot] = castDraft(quantisedCopy(context, context.ubuffer[slot]!));
      }),
    ),
    beginStore: assign(({ context }) => moved(context, 'quantised', 'storing')),
    postStore: enqueueActions(({ context, enqueue }) => {
      enqueue.sendTo(componentRef(context.port), postOldest(context));
      enqueue.assign(({ context }) => moved(context, 'storing', 'posted'));
    }),
    noteIssued: emit({ type: 'ISSUED', operation: 'WRITE' }),
    writeOldest: enqueueActions(({ context, enqueue }) => {
      const { store, slot } = context.posted[0]!;
      const { window, address, signal } = store;
      // The pipe reads the UBuffer only now.
      const copy = slot < 0 ? store.copy : context.ubuffer[slot]!;
      const write: Write = { type: 'WRITE', address, copy, writer: context.self };
      enqueue.sendTo(componentRef(window), write);
      if (signal !== undefined && isBehindData(signal)) {
        enqueue.sendTo(componentRef(signal.window), signal.message);
      }
    }),
    freeSlot: assign(({ context }) =>
      produce(context, (draft) => {
        const { store, slot } = draft.posted.shift()!;
        draft.issued.push(store);
        if (slot >= 0) draft.ubuffer[slot] = null;
      }),
    ),
    signalVisible: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'VISIBLE');
      const at = context.issued.findIndex(
        ({ window, address }) => window === event.window && address === event.address,
      );
      const { signal } = context.issued[at]!;
      if (signal !== undefined && !isBehindData(signal)) {
        enqueue.sendTo(componentRef(signal.window), signal.message);
      }
      if (context.returnsCredits) enqueue.sendTo(componentRef(context.port), { type: 'CREDIT' });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.issued.splice(at, 1);
        }),
      );
    }),
    tellSent: sendTo(
      componentRef(({ context }) => context.operator),
      { type: 'SENT' } satisfies Sent,
    ),
  },
}).createMachine({
  id: 'sending-core',
  context: ({ input }) => ({
    ...input,
    unsent: [],
    ubuffer: Array.from({ length: input.slots }, () => null),
    loading: [],
    loaded: [],
    quantising: [],
    quantised: [],
    storing: [],
    posted: [],
    issued: [],
  }),
  on: {
    ISSUE: { actions: ['noteIssued', 'writeOldest', 'freeSlot'] },
    VISIBLE: { actions: 'signalVisible' },
    HALT: { target: '.halted' },
  },
  initial: 'idle',
  states: {
    idle: {
      description: 'It has no tokens to send.',
      tags: 'rest',
      on: {
        SEND: [
          { guard: 'isStaged', target: 'pipelined', actions: 'takeOrder' },
          { target: 'sending', actions: 'takeOrder' },
        ],
      },
    },
    sending: {
      description:
        'The three stages of a chunk of tokens as one step (paper 4.2.1; docs/paper/facts.md 4.3).',
      always: { guard: 'isAllPosted', target: 'draining' },
      after: { sendChunk: { target: 'sending', reenter: true, actions: 'postChunk' } },
    },
    pipelined: {
      description:
        'The data-sending pipeline: stage 3 of a token overlaps stages 1 and 2 of the next (paper 4.2.1; docs/paper/facts.md 4.3).',
      always: { guard: 'isAllPosted', target: 'draining' },
      type: 'parallel',
      states: {
        stage1: {
          description: 'Copies a token from HBM into a free slot of the UBuffer.',
          initial: 'free',
          states: {
            free: {
              description: 'Waits for a token and a free slot.',
              always: { guard: 'canLoad', target: 'loading', actions: 'beginLoad' },
            },
            loading: {
              description: 'A token is being copied.',
              after: { load: { target: 'free', actions: 'endLoad' } },
            },
          },
        },
        stage2: {
          description: 'Quantises a token to INT8 (FusedDispatch only) and computes its remote offset.',
          initial: 'free',
          states: {
            free: {
              description: 'Waits for a token that is loaded.',
              always: { guard: 'hasLoaded', target: 'quantising', actions: 'beginQuantise' },
            },
            quantising: {
              description: 'A token is being quantised, in its slot.',
              after: { quantise: { target: 'free', actions: 'quantise' } },
            },
          },
        },
        stage3: {
          description: 'Starts the write from the UBuffer straight into the memory of another die.',
          initial: 'free',
          states: {
            free: {
              description: 'Waits for a token that is quantised.',
              always: { guard: 'hasQuantised', target: 'storing', actions: 'beginStore' },
            },
            storing: {
              description:
                'A write is being put into the pipe, which reads the slot only when the write is issued.',
              after: { store: { target: 'free', actions: 'postStore' } },
            },
          },
        },
      },
    },
    draining: {
      description:
        'At the barrier: everything is in the pipe, and the core waits until it can be seen where it was sent (paper 4.2.1, step 2; docs/paper/facts.md 4.4).',
      always: { guard: 'isFenced', target: 'idle', actions: 'tellSent' },
    },
    halted: {
      description: 'Its die has failed (docs/paper/facts.md 13.1).',
      tags: 'rest',
      on: { '*': {} },
    },
  },
});
