import { timerNamesOf } from '../interpreter/machine-copies.js';
import { endedActor, toldFromOutside } from '../network/actors.js';
import { channelSpecFor } from '../network/channel.js';
import { chartNames, type ChartNames } from '../network/chart-names.js';
import { componentNamed, type ComponentSpec, type Network } from '../network/network.js';
import { partsNamedIn, partsOfTimer } from '../network/step.js';
import { printable } from './printable.js';

/** What a trace names of a network: the label of a step, or of a delivery within one. */
export interface NamedStep {
  readonly label: string;
  /** What arrives is what its receiver does not handle, so that only who sends it can know it. */
  readonly isUnspecified: boolean;
}

/**
 * The first thing that the steps of a trace name and a network does not have, as a part of a sentence: a component, a timer, a lane, or a type of
 * events that no state of the chart takes, or no action sends. `undefined` where it may have all of them, so that the trace still speaks of it.
 *
 * What a function gives, an event, a channel or what it enqueues, and the data of events are not looked at.
 */
export function unknownPart(network: Network, steps: readonly NamedStep[]): string | undefined {
  for (const step of steps) {
    const unknown = unknownIn(network, step);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

function unknownIn(network: Network, { label, isUnspecified }: NamedStep): string | undefined {
  const parts = partsNamedIn(label);
  if (parts === undefined) return `'${printable(label)}' is the label of no step`;
  const ids = parts.kind === 'message' ? [parts.from, parts.to] : [parts.component];
  const gone = ids.find((id) => !network.componentIds.includes(id));
  if (gone !== undefined) return `there is no component ${named(gone)}`;
  const [actor, receiver = actor] = ids.map((id) => ({ id, spec: specOf(network, id) }));
  switch (parts.kind) {
    case 'message':
      return (
        unknownEvent(parts.type, actor!, receiver!, { isUnspecified }) ??
        otherLane(network, parts.from, parts.to, parts)
      );
    case 'stimulus':
      return unknownStimulus(actor!, parts.type);
    case 'timer':
      return unknownTimer(network, actor!, parts.timer);
    case 'crash':
      return undefined;
  }
}

interface Actor {
  readonly id: string;
  readonly spec: ComponentSpec;
}

const specOf = ({ components, componentIds }: Network, id: string): ComponentSpec =>
  components[componentIds.indexOf(id)]!;

const namesOf = ({ spec }: Actor): ChartNames => chartNames(spec.machine);

function unknownStimulus(component: Actor, type: string): string | undefined {
  const { machine, stimuli = [], actors = {} } = component.spec;
  const { types, mayBe } = toldFromOutside(machine, stimuli, actors);
  // What is taken by an eventless transition, whose guard reads it, no chart names.
  if (types.includes(type) || mayBe(type)) return undefined;
  const ended = endedActor(type);
  if (ended !== undefined) return `${named(component.id)} has no actor ${named(ended)}`;
  return namesOf(component).handles(type)
    ? undefined
    : `no state of ${named(component.id)} takes ${named(type)}`;
}

function unknownEvent(
  type: string,
  sender: Actor,
  receiver: Actor,
  { isUnspecified = false, timer }: { isUnspecified?: boolean; timer?: { readonly id: string | undefined } },
): string | undefined {
  const isSent = namesOf(sender).sends(type, timer);
  const under = timer?.id === undefined ? '' : ` under the id ${named(timer.id)}`;
  if (isSent === false) return `no action of ${named(sender.id)} sends ${named(type)}${under}`;
  if (isSent === true || isUnspecified || namesOf(receiver).handles(type)) return undefined;
  return `no state of ${named(receiver.id)} takes ${named(type)}`;
}

function otherLane(
  { channels }: Network,
  from: string,
  to: string,
  { type, lane }: { readonly type: string; readonly lane: string },
): string | undefined {
  // What a function says may depend on the data of the event.
  if (typeof channels === 'function') return undefined;
  const present = channelSpecFor(channels, from, to, { type }).lane;
  if (present === lane) return undefined;
  const shown = (name: string) => (name === '' ? 'in no lane' : `in lane ${named(name)}`);
  return `${named(type)} goes from ${named(from)} to ${named(to)} ${shown(present)}, and not ${shown(lane)}`;
}

function unknownTimer(network: Network, actor: Actor, timer: string): string | undefined {
  if ([...timerNamesOf(actor.spec.machine).values()].includes(timer)) return undefined;
  const { id, type, target } = partsOfTimer(timer);
  const receiverId = target === undefined ? actor.id : componentNamed(actor.spec, target);
  const isThere = network.componentIds.includes(receiverId);
  const unknown = isThere
    ? unknownEvent(type, actor, { id: receiverId, spec: specOf(network, receiverId) }, { timer: { id } })
    : 'its addressee is gone';
  return unknown === undefined ? undefined : `${named(actor.id)} has no timer ${named(timer)}`;
}

const named = (name: string): string => `'${printable(name)}'`;
