import type { AnyEventObject } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import type { Interner } from './interner.js';
import { type LocalState, localKey, localNumber } from './local-state.js';

/** What a machine does when asked about one event. */
export interface Reaction {
  /** false: no transition was enabled, and nothing else in this record matters. */
  readonly handled: boolean;
  readonly next: LocalState;
  /** Messages, in sending order, addressed as the machine does: by ids, or by names of its own (see `ComponentSpec.names`). */
  readonly sends: readonly { readonly to: string; readonly event: AnyEventObject }[];
  /** Emitted events, in order. */
  readonly observations: readonly AnyEventObject[];
  /** Timers that were started or restarted, with their delays in the chart's unit. */
  readonly started: readonly { readonly id: string; readonly delay: number }[];
}

/** An emitted event as monitors hear it: with the emitter's id as `component`, unless it names one itself. */
export function observationOf(event: AnyEventObject, emitter: string): AnyEventObject {
  return Object.hasOwn(event, 'component') ? event : { ...event, component: emitter };
}

/** Equal keys exactly for reactions with equal consequences. */
export function reactionKey(reaction: Reaction, where: string): string {
  if (!reaction.handled) return 'not handled';
  return canonicalKey(
    [localKey(reaction.next, where), reaction.sends, reaction.observations, reaction.started],
    where,
  );
}

/** Whether two reactions have equal keys, found without writing them. */
export function sameReaction(one: Reaction, other: Reaction, interner: Interner): boolean {
  if (!one.handled || !other.handled) return one.handled === other.handled;
  const number = ({ next, sends, observations, started }: Reaction) =>
    interner.number([localNumber(next, interner), sends, observations, started]);
  return number(one) === number(other);
}
