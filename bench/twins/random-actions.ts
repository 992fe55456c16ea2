import fc from 'fast-check';
import { type AnyActorRef, type AnyEventObject, assign, cancel, emit, enqueueActions } from 'xstate';

/** A message that has come by so many messages within one step, or one after the other, is answered by none. */
export const HOPS_MAX = 3;
/** Timers with an id of their own that a component starts in all, so that state spaces stay finite. */
const TIMERS_MAX = 3;

const VERBS = [
  'send',
  'post',
  'remind',
  'knock',
  'forget',
  'rewind',
  'await',
  'stop',
  'flip',
  'say',
  'shout',
  'whisper',
  'exclaim',
  'fail',
] as const;

type Verb = (typeof VERBS)[number];

/** How often a transition does something, by the verb of the action; see `performing`. */
export type Weights = Readonly<Partial<Record<Verb, number>>>;

/** What a transition does, by the name of its action: its words are the parameters. */
export function actionTo(
  id: fc.Arbitrary<string>,
  event: fc.Arbitrary<string>,
  weights: Weights,
): fc.Arbitrary<string> {
  const parameters: Partial<Record<Verb, readonly fc.Arbitrary<string>[]>> = {
    send: [id, event],
    post: [id, event],
    remind: [event],
    knock: [event],
    rewind: [event],
  };
  const choices = VERBS.map((verb) => ({
    weight: weights[verb] ?? 0,
    arbitrary: fc.tuple(fc.constant(verb), ...(parameters[verb] ?? [])),
  }));
  return fc.oneof(...choices).map((words) => words.join(' '));
}

/** What an action of `actionTo` does, by its name. */
export function performing(name: string) {
  const [verb, one, other] = name.split(' ') as [string, string, string];
  const whenLeft = (start: { readonly event: AnyEventObject; readonly to?: string; readonly id: string }) =>
    enqueueActions(({ context, enqueue, system }) => {
      if (context.timers >= TIMERS_MAX) return;
      enqueue.assign({ timers: context.timers + 1 });
      const options = { delay: 5, id: start.id };
      if (start.to === undefined) enqueue.raise(start.event, options);
      else enqueue.sendTo(system.get(start.to) as AnyActorRef, start.event, options);
    });
  switch (verb) {
    case 'send':
      return enqueueActions(({ event, enqueue, system }) => {
        const hops = ((event as AnyEventObject).hops ?? 0) + 1;
        if (hops <= HOPS_MAX)
          enqueue.sendTo(system.get(one) as AnyActorRef, { type: other, hops } as AnyEventObject);
      });
    case 'post':
      return whenLeft({ event: { type: other, hops: HOPS_MAX } as AnyEventObject, to: one, id: 'letter' });
    case 'remind':
      return whenLeft({ event: { type: one, hops: HOPS_MAX - 1 }, id: 'reminder' });
    case 'knock':
      return enqueueActions(({ context, enqueue }) => {
        if (context.timers >= TIMERS_MAX) return;
        enqueue.assign({ timers: context.timers + 1 });
        enqueue.raise({ type: one, hops: HOPS_MAX } as AnyEventObject, { delay: 7 });
      });
    case 'forget':
      return cancel('reminder');
    case 'rewind':
      return enqueueActions(({ enqueue }) => {
        enqueue.cancel('clock');
        enqueue.raise({ type: one, hops: HOPS_MAX } as AnyEventObject, { delay: 3, id: 'clock' });
      });
    case 'await':
      return enqueueActions(({ enqueue }) => {
        enqueue.cancel('patience');
        enqueue.raise({ type: 'OVER' }, { delay: 30, id: 'patience' });
      });
    case 'stop':
      return cancel('patience');
    case 'say':
      return emit({ type: 'SAID' });
    case 'shout':
      return emit({ type: 'LOUD' });
    case 'whisper':
      return emit({ type: 'QUIET' });
    case 'exclaim':
      return enqueueActions(({ enqueue }) => {
        enqueue.emit({ type: 'LOUD' });
        enqueue.emit({ type: 'QUIET' });
      });
    case 'fail':
      return assign(({ context }) => {
        if (context.n === 1) throw new Error('n is 1');
        return {};
      });
    default:
      return assign({ n: ({ context }) => 1 - context.n });
  }
}
