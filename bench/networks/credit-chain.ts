import { produce } from 'immer';
import { assertEvent, assign, sendTo, setup } from 'xstate';
import { componentRef, defineNetwork, type Network, type Property } from '../../src/index.js';

/** Size of a credit link chain; all numbers are whole and at least 1. */
export interface CreditChainSize {
  /** Links between the producer and the consumer; there are links - 1 forwarding nodes. */
  readonly links: number;
  /** Credits a link, that is, items that its data channel and its receiver's buffer hold together. */
  readonly credits: number;
  /** Different items that the producer makes. */
  readonly values: number;
}

interface SenderContext {
  /** The component at the other end of the link. */
  next: string;
  /** Credits in hand, 0..creditsMax. */
  credits: number;
  creditsMax: number;
}

interface ReceiverContext {
  /** The component at the other end of the link. */
  previous: string;
  /** Items received and not yet passed on, oldest first, at most `creditsMax`. */
  buffer: number[];
  creditsMax: number;
}

interface Item {
  readonly type: 'DATA';
  readonly value: number;
}

// Both ends check what the credits promise: a further item or credit would be an unspecified reception.
function hasRoom(context: ReceiverContext): boolean {
  return context.buffer.length < context.creditsMax;
}

function hasCredit(context: SenderContext): boolean {
  return context.credits > 0;
}

function lacksCredit(context: SenderContext): boolean {
  return context.credits < context.creditsMax;
}

function hasItem(context: ReceiverContext): boolean {
  return context.buffer.length > 0;
}

function store<TContext extends ReceiverContext>(context: TContext, item: Item): TContext {
  return produce(context, (draft: ReceiverContext) => {
    draft.buffer.push(item.value);
  });
}

function removeOldest<TContext extends ReceiverContext>(context: TContext): TContext {
  return produce(context, (draft: ReceiverContext) => {
    draft.buffer.shift();
  });
}

function addCredits<TContext extends SenderContext>(context: TContext, credits: 1 | -1): TContext {
  return produce(context, (draft: SenderContext) => {
    draft.credits += credits;
  });
}

const producer = setup({
  types: {
    context: {} as SenderContext,
    input: {} as SenderContext,
    events: {} as { type: 'PRODUCE'; value: number } | { type: 'CREDIT' },
  },
  guards: {
    hasCredit: ({ context }) => hasCredit(context),
    lacksCredit: ({ context }) => lacksCredit(context),
  },
  actions: {
    sendItem: sendTo(
      componentRef(({ context }) => context.next),
      ({ event }) => {
        assertEvent(event, 'PRODUCE');
        return { type: 'DATA', value: event.value };
      },
    ),
    spendCredit: assign(({ context }) => addCredits(context, -1)),
    addCredit: assign(({ context }) => addCredits(context, 1)),
  },
}).createMachine({
  id: 'producer',
  context: ({ input }) => input,
  on: {
    PRODUCE: { guard: 'hasCredit', actions: ['sendItem', 'spendCredit'] },
    CREDIT: { guard: 'lacksCredit', actions: 'addCredit' },
  },
});

/** Receives on one link and sends on the next: forwarding spends a credit of the next and returns one on its own. */
const forwarder = setup({
  types: {
    context: {} as SenderContext & ReceiverContext,
    input: {} as SenderContext & ReceiverContext,
    events: {} as Item | { type: 'CREDIT' } | { type: 'FORWARD' },
  },
  guards: {
    hasRoom: ({ context }) => hasRoom(context),
    lacksCredit: ({ context }) => lacksCredit(context),
    canForward: ({ context }) => hasItem(context) && hasCredit(context),
  },
  actions: {
    store: assign(({ context, event }) => {
      assertEvent(event, 'DATA');
      return store(context, event);
    }),
    addCredit: assign(({ context }) => addCredits(context, 1)),
    sendOldest: sendTo(
      componentRef(({ context }) => context.next),
      ({ context }) => ({ type: 'DATA', value: context.buffer[0] }),
    ),
    returnCredit: sendTo(
      componentRef(({ context }) => context.previous),
      { type: 'CREDIT' },
    ),
    removeOldest: assign(({ context }) => removeOldest(context)),
    spendCredit: assign(({ context }) => addCredits(context, -1)),
  },
}).createMachine({
  id: 'forwarder',
  context: ({ input }) => input,
  on: {
    DATA: { guard: 'hasRoom', actions: 'store' },
    CREDIT: { guard: 'lacksCredit', actions: 'addCredit' },
    FORWARD: { guard: 'canForward', actions: ['sendOldest', 'returnCredit', 'removeOldest', 'spendCredit'] },
  },
});

const consumer = setup({
  types: {
    context: {} as ReceiverContext,
    input: {} as ReceiverContext,
    events: {} as Item | { type: 'CONSUME' },
  },
  guards: {
    hasRoom: ({ context }) => hasRoom(context),
    hasItem: ({ context }) => hasItem(context),
  },
  actions: {
    store: assign(({ context, event }) => {
      assertEvent(event, 'DATA');
      return store(context, event);
    }),
    returnCredit: sendTo(
      componentRef(({ context }) => context.previous),
      { type: 'CREDIT' },
    ),
    removeOldest: assign(({ context }) => removeOldest(context)),
  },
}).createMachine({
  id: 'consumer',
  context: ({ input }) => input,
  on: {
    DATA: { guard: 'hasRoom', actions: 'store' },
    CONSUME: { guard: 'hasItem', actions: ['returnCredit', 'removeOldest'] },
  },
});

/**
 * A chain of links with credit-based flow control: a producer, forwarding nodes and a consumer; on each link a queue of
 * items one way and a queue of credits back. All credits start at the sending ends. It serves as ground truth and as
 * benchmark because its size has a closed form, see `creditChainDistinct`. No component is tagged `rest`: whatever
 * happens, some step remains.
 */
export function creditChain(
  { links, credits, values }: CreditChainSize,
  properties: readonly Property[] = [],
): Network {
  const idOf = (position: number) =>
    position === 0 ? 'producer' : position === links ? 'consumer' : `forwarder.${position}`;
  const senderAt = (position: number): SenderContext => ({
    next: idOf(position + 1),
    credits,
    creditsMax: credits,
  });
  const receiverAt = (position: number): ReceiverContext => ({
    previous: idOf(position - 1),
    buffer: [],
    creditsMax: credits,
  });
  const forwarders = Array.from({ length: links - 1 }, (_, index) => index + 1);
  const queue = { kind: 'fifo', capacity: credits, whenFull: 'error' } as const;
  return defineNetwork({
    name: `credit link chain, ${links} links, ${credits} credits, ${values} values`,
    components: {
      producer: {
        machine: producer,
        input: senderAt(0),
        stimuli: Array.from({ length: values }, (_, value) => ({ type: 'PRODUCE' as const, value })),
      },
      ...Object.fromEntries(
        forwarders.map((position) => [
          idOf(position),
          {
            machine: forwarder,
            input: { ...senderAt(position), ...receiverAt(position) },
            stimuli: [{ type: 'FORWARD' }],
          },
        ]),
      ),
      consumer: { machine: consumer, input: receiverAt(links), stimuli: [{ type: 'CONSUME' }] },
    },
    channels: { default: queue },
    properties,
  });
}

/**
 * Reachable states. On one link n items, each of one of V values, are split between the data queue and the receiver's
 * buffer in n + 1 ways, and the K - n credits between the credit queue and the sender in K - n + 1; links are independent.
 */
export function creditChainDistinct({ links, credits, values }: CreditChainSize): number {
  return countLink({ credits, values }).states ** links;
}

/**
 * Steps: on each link the data and the credit queue deliver while they are not empty, the producer makes each value and
 * a node forwards while there are credits (and an item), and the consumer consumes while there is an item.
 */
export function creditChainEdges({ links, credits, values }: CreditChainSize): number {
  const link = countLink({ credits, values });
  const deliveries = links * (link.dataWaiting + link.creditWaiting) * link.states ** (links - 1);
  const productions = values * link.creditInHand * link.states ** (links - 1);
  const consumptions = link.itemInBuffer * link.states ** (links - 1);
  const forwards =
    links === 1 ? 0 : (links - 1) * link.itemInBuffer * link.creditInHand * link.states ** (links - 2);
  return deliveries + productions + consumptions + forwards;
}

/** States of one link: all, and those in which something that a step needs is there. */
function countLink({ credits, values }: Pick<CreditChainSize, 'credits' | 'values'>) {
  const counts = { states: 0, dataWaiting: 0, itemInBuffer: 0, creditWaiting: 0, creditInHand: 0 };
  for (let items = 0; items <= credits; items++) {
    const contents = values ** items;
    const itemSplits = items + 1;
    const creditSplits = credits - items + 1;
    counts.states += contents * itemSplits * creditSplits;
    // Of the ways to split something in two, all but one leave something on a given side.
    counts.dataWaiting += contents * items * creditSplits;
    counts.itemInBuffer += contents * items * creditSplits;
    counts.creditWaiting += contents * itemSplits * (credits - items);
    counts.creditInHand += contents * itemSplits * (credits - items);
  }
  return counts;
}
