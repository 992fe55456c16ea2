import { castDraft, produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Add, Copy, Flag, Write } from '../die/window-protocol.js';

/**
 * When a store counts as done, so that a signal may follow it. Only *visible* is safe; weaker fences are the faults A1 and A2.
 *
 * - `visible`: it can be seen at its destination (pipe barrier and release fence);
 * - `issued`: it has left the pipe, and may still be under way on the fabric (pipe barrier only);
 * - `posted`: it is in the pipe.
 */
export type SendFence = 'posted' | 'issued' | 'visible';

/** When the UBuffer slot of a token may take the next one. Only *issued* is safe; the others are the faults B9 and B10. */
export type SlotRelease = 'issued' | 'posted' | 'quantised';

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
  /** Sent once the store is done; for a flag behind data, as soon as the data is issued. */
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
  /** Stores that one send step posts, where the stages are one step. */
  readonly chunk: number;
  /** UBuffer slots of the three-stage pipeline; 0: its stages are one step. */
  readonly slots: number;
  readonly release: SlotRelease;
  /** The path counts what is under way and needs to be told of each arrival. */
  readonly returnsCredits: boolean;
}

interface Slot {
  readonly copy: Copy | null;
  readonly isBusy: boolean;
}

/** A store on its way through the pipeline, with the UBuffer slot that its token lies in; -1 without slots. */
interface Task {
  readonly store: Store;
  readonly slot: number;
}

interface SendingCoreContext extends SendingCoreInput {
  readonly unsent: readonly Store[];
  readonly ubuffer: readonly Slot[];
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

const freed = (context: SendingCoreContext, slot: number): SendingCoreContext =>
  produce(context, (draft) => {
    const released = draft.ubuffer[slot];
    if (released === undefined) return;
    released.isBusy = false;
    // What is left in a slot that was released in time is read by nobody.
    if (context.release === 'issued') released.copy = null;
  });

const hasSignalAt = (context: SendingCoreContext, stage: SendFence, { signal }: Store): boolean =>
  signal !== undefined && context.fence === stage && !isBehindData(signal);

const isBehindData = ({ message }: StoreSignal): boolean => message.type === 'FLAG' && message.by === 'pipe';

/**
 * An AIV core that sends (docs/paper/facts.md 4.3): it loads a token from HBM into a UBuffer slot, quantises it and computes the remote
 * offset, and stores it into the peer's memory; stage 3 of a token overlaps stages 1 and 2 of the next. Small models take the
 * three stages as one step.
 */
export const sendingCore = setup({
  types: {} as { context: SendingCoreContext; input: SendingCoreInput; events: SendingCoreEvent },
  guards: {
    isStaged: ({ context }) => context.slots > 0,
    isAllPosted: ({ context }) =>
      [context.unsent, context.loading, context.loaded, context.quantising].every(
        ({ length }) => length === 0,
      ) && [context.quantised, context.storing].every(({ length }) => length === 0),
    canLoad: ({ context }) => context.unsent.length > 0 && context.ubuffer.some(({ isBusy }) => !isBusy),
    hasLoaded: ({ context }) => context.loaded.length > 0,
    hasQuantised: ({ context }) => context.quantised.length > 0,
    isFenced: ({ context: { fence, posted, issued } }) =>
      fence === 'posted' || (posted.length === 0 && (fence === 'issued' || issued.length === 0)),
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
    takeOrder: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.unsent = castDraft([...(event as SendOrder).stores]);
      }),
    ),
    postChunk: enqueueActions(({ context, enqueue }) => {
      const stores = context.unsent.slice(0, context.chunk);
      for (const store of stores) {
        enqueue.sendTo(componentRef(context.port), { type: 'POST', writer: context.self });
        if (hasSignalAt(context, 'posted', store)) {
          enqueue.sendTo(componentRef(store.signal!.window), store.signal!.message);
        }
      }
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.unsent.splice(0, stores.length);
          draft.posted.push(...castDraft(stores.map((store) => ({ store, slot: -1 }))));
        }),
      );
    }),
    beginLoad: assign(({ context }) =>
      produce(context, (draft) => {
        const slot = context.ubuffer.findIndex(({ isBusy }) => !isBusy);
        const store = draft.unsent.shift()!;
        draft.ubuffer[slot] = { copy: store.copy, isBusy: true };
        draft.loading.push({ store, slot });
      }),
    ),
    endLoad: assign(({ context }) => moved(context, 'loading', 'loaded')),
    beginQuantise: assign(({ context }) => moved(context, 'loaded', 'quantising')),
    endQuantise: assign(({ context }) => {
      const { slot } = context.quantising[0]!;
      const next = moved(context, 'quantising', 'quantised');
      return context.release === 'quantised' ? freed(next, slot) : next;
    }),
    beginStore: assign(({ context }) => moved(context, 'quantised', 'storing')),
    postStore: enqueueActions(({ context, enqueue }) => {
      const { store, slot } = context.storing[0]!;
      enqueue.sendTo(componentRef(context.port), { type: 'POST', writer: context.self });
      if (hasSignalAt(context, 'posted', store)) {
        enqueue.sendTo(componentRef(store.signal!.window), store.signal!.message);
      }
      enqueue.assign(({ context }) => {
        const next = moved(context, 'storing', 'posted');
        return context.release === 'posted' ? freed(next, slot) : next;
      });
    }),
    issueOldest: enqueueActions(({ context, enqueue }) => {
      const { store, slot } = context.posted[0]!;
      const { window, address, signal } = store;
      // The pipe reads the UBuffer only now.
      const copy = slot < 0 ? store.copy : context.ubuffer[slot]!.copy!;
      const write: Write = { type: 'WRITE', address, copy, writer: context.self };
      enqueue.sendTo(componentRef(window), write);
      if (signal !== undefined && (isBehindData(signal) || hasSignalAt(context, 'issued', store))) {
        enqueue.sendTo(componentRef(signal.window), signal.message);
      }
      enqueue.assign(({ context }) => {
        const next = produce(context, (draft) => {
          draft.posted.shift();
          draft.issued.push(castDraft(store));
        });
        return context.release === 'issued' ? freed(next, slot) : next;
      });
    }),
    noteVisible: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'VISIBLE') return;
      const at = context.issued.findIndex(
        ({ window, address }) => window === event.window && address === event.address,
      );
      const store = context.issued[at]!;
      if (hasSignalAt(context, 'visible', store)) {
        enqueue.sendTo(componentRef(store.signal!.window), store.signal!.message);
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
      { type: 'SENT' },
    ),
  },
}).createMachine({
  id: 'sending-core',
  context: ({ input }) => ({
    ...input,
    unsent: [],
    ubuffer: Array.from({ length: input.slots }, () => ({ copy: null, isBusy: false })),
    loading: [],
    loaded: [],
    quantising: [],
    quantised: [],
    storing: [],
    posted: [],
    issued: [],
  }),
  on: {
    ISSUE: { actions: 'issueOldest' },
    VISIBLE: { actions: 'noteVisible' },
    HALT: { target: '.halted' },
  },
  initial: 'idle',
  states: {
    idle: {
      tags: 'rest',
      on: {
        SEND: [
          { guard: 'isStaged', target: 'pipelined', actions: 'takeOrder' },
          { target: 'sending', actions: 'takeOrder' },
        ],
      },
    },
    sending: {
      always: { guard: 'isAllPosted', target: 'draining' },
      after: { sendChunk: { target: 'sending', reenter: true, actions: 'postChunk' } },
    },
    pipelined: {
      always: { guard: 'isAllPosted', target: 'draining' },
      type: 'parallel',
      states: {
        stage1: {
          initial: 'free',
          states: {
            free: { always: { guard: 'canLoad', target: 'loading', actions: 'beginLoad' } },
            loading: { after: { load: { target: 'free', actions: 'endLoad' } } },
          },
        },
        stage2: {
          initial: 'free',
          states: {
            free: { always: { guard: 'hasLoaded', target: 'quantising', actions: 'beginQuantise' } },
            quantising: { after: { quantise: { target: 'free', actions: 'endQuantise' } } },
          },
        },
        stage3: {
          initial: 'free',
          states: {
            free: { always: { guard: 'hasQuantised', target: 'storing', actions: 'beginStore' } },
            storing: { after: { store: { target: 'free', actions: 'postStore' } } },
          },
        },
      },
    },
    draining: {
      always: { guard: 'isFenced', target: 'idle', actions: 'tellSent' },
    },
    halted: {
      tags: 'rest',
      on: { '*': {} },
    },
  },
});
