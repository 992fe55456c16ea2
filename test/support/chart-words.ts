import {
  type AnyActorRef,
  type AnyEventObject,
  assign,
  cancel,
  emit,
  enqueueActions,
  raise,
  sendTo,
  stateIn,
} from 'xstate';
import { and, not, or } from 'xstate/guards';

/** Context of a random chart. */
interface ChartContext {
  /** What is left for messages, raised events and eventless transitions, so that no step goes on for ever. */
  readonly fuel: number;
  /** Between 0 and 3. */
  readonly c: number;
  /** Type of the event that was heard last. */
  readonly heard: string;
}

/** Events of random charts: what a guard may read is in `v`; `from` names who is to be answered. */
interface ChartEvent extends AnyEventObject {
  readonly v?: number;
  readonly from?: string;
  /** How many messages led to it, one after the other. */
  readonly hops?: number;
}

/** Longest chain of messages, each sent because of the one before. */
const HOPS_MAX = 4;

function mayGoOn({ context, event }: Pick<Args, 'context' | 'event'>): boolean {
  return context.fuel > 0 && (event.hops ?? 0) < HOPS_MAX;
}

interface Args {
  readonly context: ChartContext;
  readonly event: ChartEvent;
  readonly system: { readonly get: (id: string) => unknown };
}

/** `-`: no payload; `c`: what the context says; else a number. */
function withPayload(type: string, from: string, payload: string) {
  return ({ context, event }: Args): ChartEvent => ({
    type,
    from,
    hops: (event.hops ?? 0) + 1,
    ...(payload === '-' ? {} : { v: payload === 'c' ? context.c : Number(payload) }),
  });
}

const addressed = (to: string) => (({ system }: Args) => system.get(to) as AnyActorRef) as never;

/** Who sent the event in hand, or else the machine itself. */
const sender = (self: string) =>
  (({ event, system }: Args) => system.get(event.from ?? self) as AnyActorRef) as never;

function failing(message: string): never {
  throw new Error(message);
}

/** Words whose actions may go round in circles, at once or by timers: each time costs fuel. */
export const COSTLY: ReadonlySet<string> = new Set(['send', 'reply', 'raise', 'remind', 'post']);

/** The built-in action that words stand for; `self` is the id of the component. */
export function performing(words: string, self: string): never {
  const [verb, one = '', two = '', three = '', four = ''] = words.split(' ');
  const id = (name: string) => (name === '-' ? {} : { id: name });
  const made = () => {
    switch (verb) {
      case 'send':
        return sendTo(addressed(one), withPayload(two, self, three) as never);
      case 'reply':
        return sendTo(sender(self), withPayload(one, self, two) as never);
      case 'raise':
        return raise(withPayload(one, self, two) as never);
      case 'remind':
        return raise(withPayload(one, self, two) as never, { delay: 5, ...id(three) });
      case 'post':
        return sendTo(addressed(one), withPayload(two, self, three) as never, { delay: 7, ...id(four) });
      case 'cancel':
        // An id that evaluates to nothing is that of no timer.
        return cancel(one === '-' ? () => undefined as never : one);
      case 'say':
        return emit((({ context }: Args) => ({ type: 'SAID', what: one, c: context.c })) as never);
      case 'count':
        return assign((({ context }: Args) => ({ c: (context.c + 1) % 4 })) as never);
      case 'hear':
        return assign((({ event }: Args) => ({ heard: event.type })) as never);
      case 'burn':
        return assign((({ context }: Args) => ({ fuel: context.fuel - 1 })) as never);
      case 'fail':
        return assign((({ context }: Args) =>
          one !== '' || context.c >= 2 ? failing('two or more') : {}) as never);
      default:
        throw new Error(`No action: ${words}`);
    }
  };
  return made() as never;
}

/** The same, performed while there is fuel, of which it takes some. */
export function performingWithFuel(words: string, self: string): never {
  return enqueueActions((({ enqueue, ...args }: Args & { enqueue: (action: unknown) => void }) => {
    if (!mayGoOn(args)) return;
    enqueue(performing('burn', self));
    enqueue(performing(words, self));
  }) as never) as never;
}

/** The guard that words stand for. */
export function guarding(words: string): never {
  const [verb, one = ''] = words.split(' ');
  const made = () => {
    switch (verb) {
      case 'fuelled':
        return mayGoOn;
      case 'v':
        return ({ event }: Args) => event.v === Number(one);
      case 'even':
        return ({ context }: Args) => context.c % 2 === 0;
      case 'heard':
        return ({ context }: Args) => context.heard === one;
      case 'in':
        return stateIn(`#${one}`);
      case 'fails':
        return ({ context, event }: Args) => (event.v === 2 && context.c > 1 ? failing('two') : true);
      case 'not-even':
        return not('even');
      case 'even-and-heard':
        return and(['even', not('heard B')]);
      case 'even-or-one':
        return or(['even', 'v 1']);
      default:
        throw new Error(`No guard: ${words}`);
    }
  };
  return made() as never;
}

export function guardingBoth(one: string, other: string): never {
  return and([one, other]) as never;
}
