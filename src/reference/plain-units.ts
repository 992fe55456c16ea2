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

/** What the environment may have promised: some stimulus of a type, or that an actor comes to an end, whichever a rule names first. */
export function unitOfStimulus(network: Network, component: string, { type }: AnyEventObject): PlainUnit {
  for (const rule of network.fairness.units) {
    if (!('component' in rule) || rule.component !== component) continue;
    if ('stimulus' in rule && rule.stimulus === type) break;
    if (
      !('actor' in rule) ||
      ![`xstate.done.actor.${rule.actor}`, `xstate.error.actor.${rule.actor}`].includes(type)
    )
      continue;
    return { name: actorUnitName(component, rule.actor), fairness: rule.fairness };
  }
  const unit = { kind: 'stimulus', component, stimulus: type } as const;
  return {
    name: stimulusUnitName(component, type),
    fairness: fairnessOf(network.fairness, unit),
  };
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
