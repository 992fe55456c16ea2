import type { AnyEventObject } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import type { Numbering } from './canon.js';
import { isSameLocal, type LocalState, localKey, localNumber } from './local-state.js';

/** What a machine does when asked about one event. */
export interface Reaction {
  /** false: no transition was enabled, and nothing else in this record matters. */
  readonly handled: boolean;
  readonly next: LocalState;
  /** Messages and emitted events, in the order of the machine's actions. */
  readonly effects: readonly Effect[];
  /** What it does to its timers, in order: of interest in virtual time only, as `next` has the outcome. */
  readonly timing: readonly TimerAction[];
  /** Ids of the actors that it starts: one that ran before under the same id has been stopped. */
  readonly started?: readonly string[];
  /** When and how a function of the machine throws; then nothing else in this record matters. */
  readonly thrown?: string;
  /** A delayed message to somebody else falls due: the machine itself takes no part. */
  readonly isRelay?: true;
}

/** A message, addressed as the machine does (by an id, or a name of its own: see `ComponentSpec.aliases`), or an emitted event. */
export type Effect =
  | { readonly kind: 'send'; readonly to: string; readonly event: AnyEventObject }
  | { readonly kind: 'emit'; readonly event: AnyEventObject };

/** A timer is started, with its delay in the chart's unit, or whichever `cancel` finds under an id is removed. */
export type TimerAction = {
  /** How many messages the machine sends before. What receives them within the step does so before this, too. */
  readonly behind: number;
} & (
  | { readonly kind: 'start'; readonly id: string | undefined; readonly key: string; readonly delay: number }
  | { readonly kind: 'cancel'; readonly id: string }
);

/** The reaction of a machine that takes no notice. */
export function notHandled(local: LocalState): Reaction {
  return { handled: false, next: local, effects: [], timing: [] };
}

/** An emitted event as monitors hear it: with the emitter's id as `component`, unless it names one itself. */
export function observationOf(event: AnyEventObject, emitter: string): AnyEventObject {
  return Object.hasOwn(event, 'component') ? event : { ...event, component: emitter };
}

/** Equal keys exactly for reactions with equal consequences. */
export function reactionKey(reaction: Reaction, where: string): string {
  if (!reaction.handled) return 'not handled';
  if (reaction.thrown !== undefined) return `throws ${reaction.thrown}`;
  return canonicalKey(
    [localKey(reaction.next, where), reaction.effects, reaction.timing, reaction.started],
    where,
  );
}

/** Whether two reactions of one machine have equal keys, found without writing them. */
export function sameReaction(one: Reaction, other: Reaction, numbering: Numbering): boolean {
  if (!one.handled || !other.handled) return one.handled === other.handled;
  if (one.thrown !== undefined || other.thrown !== undefined) return one.thrown === other.thrown;
  if (isSameLocal(one.next, other.next) && areSameEffects(one, other)) return true;
  const number = ({ next, effects, timing, started }: Reaction) =>
    numbering.number([localNumber(next, numbering), effects, timing, started]);
  return number(one) === number(other);
}

/** Whether two reactions do the same, where it can be seen at once: events are canonical forms. */
function areSameEffects(one: Reaction, other: Reaction): boolean {
  return (
    one.effects.length === other.effects.length &&
    one.timing.length === other.timing.length &&
    one.started?.length === other.started?.length &&
    one.effects.every((effect, at) => isSameEffect(effect, other.effects[at]!)) &&
    one.timing.every((action, at) => isSameTiming(action, other.timing[at]!)) &&
    (one.started ?? []).every((id, at) => id === other.started![at])
  );
}

function isSameEffect(one: Effect, other: Effect): boolean {
  if (one.event !== other.event) return false;
  return one.kind === 'send' ? other.kind === 'send' && one.to === other.to : other.kind === 'emit';
}

function isSameTiming(one: TimerAction, other: TimerAction): boolean {
  if (one.id !== other.id || one.behind !== other.behind) return false;
  if (one.kind === 'cancel') return other.kind === 'cancel';
  return other.kind === 'start' && one.key === other.key && Object.is(one.delay, other.delay);
}
