import type { AnyEventObject } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import { type Fairness, fairnessOf } from '../network/fairness.js';
import type { Network } from '../network/network.js';
import type { ChannelContents } from '../interpreter/contents.js';
import type { PendingTimer } from '../interpreter/local-state.js';

/** A unit of fairness, see `FairUnit`. */
export interface PlainUnit {
  /** Equal for equal units, and for these only. */
  readonly name: string;
  /** What a fair run owes it. */
  readonly fairness: Fairness;
}

/** @param label the timer as labels of steps name it */
export function unitOfTimer(
  network: Network,
  component: string,
  { key }: PendingTimer,
  label: string,
): PlainUnit {
  const unit = { kind: 'timer', component, timer: label } as const;
  return { name: timerUnitName(component, key), fairness: fairnessOf(network.fairness, unit) };
}

/** What the environment may have promised: some stimulus of a type, and that an actor comes to an end, in this way or another. */
export function unitsOfStimulus(
  { fairness }: Network,
  component: string,
  { type }: AnyEventObject,
): readonly PlainUnit[] {
  const ofType = fairnessOf(fairness, { kind: 'stimulus', component, stimulus: type });
  const ended = /^xstate\.(?:done|error)\.actor\.(.*)$/su.exec(type)?.[1];
  const ends =
    ended === undefined
      ? []
      : [
          {
            name: actorUnitName(component, ended),
            fairness: fairnessOf(fairness, { kind: 'actor', component, actor: ended }),
          },
        ];
  return [{ name: stimulusUnitName(component, type), fairness: ofType }, ...ends];
}

/** The unit that an offered message is, or stands for as the head of its queue. */
export function unitOfMessage(network: Network, channel: ChannelContents, event: AnyEventObject): PlainUnit {
  const { from, to, spec } = channel;
  const isQueue = spec.kind === 'fifo';
  const message = isQueue ? ['head'] : ['message', event];
  // The head of a queue is one unit whatever it is, so that no rule about a type of event fits it.
  const unit = { kind: 'deliver', from, to, lane: spec.lane, ...(isQueue ? {} : { event }) } as const;
  return {
    name: canonicalKey([from, to, spec, ...message], 'unit'),
    fairness: fairnessOf(network.fairness, unit),
  };
}

/** The name of the unit that a component's stimuli of a type are. */
export function stimulusUnitName(component: string, type: string): string {
  return canonicalKey([component, 'stimulus', type], 'unit');
}

/** The name of the unit that the end of an actor is. */
export function actorUnitName(component: string, actor: string): string {
  return canonicalKey([component, 'actor', actor], 'unit');
}

/** The name of the unit that a component's timer is. */
export function timerUnitName(component: string, key: string): string {
  return canonicalKey([component, key], 'unit');
}
