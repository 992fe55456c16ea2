import { assign, setup } from 'xstate';
import type { CreditChainSize } from '../networks/credit-chain.js';

/** One link: items on the way, items taken and not yet forwarded (the oldest first), credits on the way back and at the sender. */
interface Link {
  readonly data: readonly number[];
  readonly buffer: readonly number[];
  readonly credit: number;
  readonly credits: number;
}

interface Chain {
  readonly links: readonly Link[];
}

/** `at` is a link; `FORWARD` goes from link `at` to the next, `CONSUME` empties the last. */
export type ChainEvent =
  | { readonly type: 'SEND'; readonly value: number }
  | { readonly type: 'TAKE_DATA' | 'TAKE_CREDIT' | 'FORWARD'; readonly at: number }
  | { readonly type: 'CONSUME' };

/**
 * The credit link chain as a single machine whose events are the steps of the network: the only form in which XState's
 * own graph utilities can explore it. Contexts are copied by hand, because immer would slow the peer down.
 */
export function oneMachine({ links, credits }: CreditChainSize) {
  return setup({
    types: { context: {} as Chain, events: {} as ChainEvent },
    guards: { isPossible: ({ context, event }) => isPossible(context, event) },
    actions: { step: assign(({ context, event }) => ({ links: linksAfter(context.links, event) })) },
  }).createMachine({
    id: 'chain',
    context: { links: Array.from({ length: links }, () => ({ data: [], buffer: [], credit: 0, credits })) },
    on: {
      SEND: { guard: 'isPossible', actions: 'step' },
      TAKE_DATA: { guard: 'isPossible', actions: 'step' },
      TAKE_CREDIT: { guard: 'isPossible', actions: 'step' },
      FORWARD: { guard: 'isPossible', actions: 'step' },
      CONSUME: { guard: 'isPossible', actions: 'step' },
    },
  });
}

/** Every step that the chain can ever take. */
export function chainEvents({ links, values }: CreditChainSize): readonly ChainEvent[] {
  const positions = Array.from({ length: links }, (_, at) => at);
  return [
    ...Array.from({ length: values }, (_, value): ChainEvent => ({ type: 'SEND', value })),
    ...positions.map((at): ChainEvent => ({ type: 'TAKE_DATA', at })),
    ...positions.map((at): ChainEvent => ({ type: 'TAKE_CREDIT', at })),
    ...positions.slice(1).map((at): ChainEvent => ({ type: 'FORWARD', at: at - 1 })),
    { type: 'CONSUME' },
  ];
}

export function isPossible({ links }: Chain, event: ChainEvent): boolean {
  switch (event.type) {
    case 'SEND':
      return links[0]!.credits > 0;
    case 'TAKE_DATA':
      return links[event.at]!.data.length > 0;
    case 'TAKE_CREDIT':
      return links[event.at]!.credit > 0;
    case 'FORWARD':
      return links[event.at]!.buffer.length > 0 && links[event.at + 1]!.credits > 0;
    case 'CONSUME':
      return links[links.length - 1]!.buffer.length > 0;
  }
}

function linksAfter(before: readonly Link[], event: ChainEvent): readonly Link[] {
  const links = before.slice();
  switch (event.type) {
    case 'SEND':
      links[0] = withItemSent(links[0]!, event.value);
      break;
    case 'TAKE_DATA': {
      const { data, buffer, ...link } = links[event.at]!;
      links[event.at] = { data: data.slice(1), buffer: [...buffer, data[0]!], ...link };
      break;
    }
    case 'TAKE_CREDIT': {
      const { credit, credits, ...link } = links[event.at]!;
      links[event.at] = { ...link, credit: credit - 1, credits: credits + 1 };
      break;
    }
    case 'FORWARD': {
      const [oldest] = links[event.at]!.buffer;
      links[event.at] = withItemGone(links[event.at]!);
      links[event.at + 1] = withItemSent(links[event.at + 1]!, oldest!);
      break;
    }
    case 'CONSUME':
      links[links.length - 1] = withItemGone(links[links.length - 1]!);
      break;
  }
  return links;
}

function withItemSent({ data, credits, buffer, credit }: Link, item: number): Link {
  return { data: [...data, item], buffer, credit, credits: credits - 1 };
}

function withItemGone({ data, buffer, credit, credits }: Link): Link {
  return { data, buffer: buffer.slice(1), credit: credit + 1, credits };
}
