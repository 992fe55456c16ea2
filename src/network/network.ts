import type { AnyEventObject, AnyStateMachine } from 'xstate';
import { inspectEvent } from './canonical.js';
import { type Channels, resolveChannelSpec } from './channel.js';
import { CheckError } from './errors.js';
import { refuseUnlessPlain } from './plain-data.js';
import { BUILT_IN_PROPERTIES, type Property } from './property.js';
import { quotedWhereNeeded } from './quoted.js';
import { refuseUnsupported } from './unsupported.js';

/** One component: a machine with its input and its environment. */
export interface ComponentSpec {
  readonly machine: AnyStateMachine;
  /** Given to the machine's context factory. */
  readonly input?: unknown;
  /** Several inputs: the network starts in every combination of them. Not together with `input`. */
  readonly inputs?: readonly unknown[];
  /**
   * What the machine calls other components: `system.get('pool')` is the component that `names.pool` is the id of. Components of one
   * machine that differ in their names only are alike: what XState answered one of them, it answered all. Their machine must not ask
   * who it is (`self`).
   */
  readonly names?: Readonly<Record<string, string>>;
  /** Events that the environment may send whenever the machine would take them. */
  readonly stimuli?: readonly AnyEventObject[];
  /** The component may crash, at most so many times; it stays down unless it `restarts` in its initial state. */
  readonly crashes?: { readonly atMost: number; readonly restarts?: boolean };
  /** Names of actions that are plain functions without influence on behaviour; any other plain function is refused. */
  readonly ignoredActions?: readonly string[];
}

/** What `defineNetwork` takes. */
export interface NetworkSpec {
  readonly name: string;
  readonly components: Readonly<Record<string, ComponentSpec>>;
  readonly channels?: Channels;
  readonly properties?: readonly Property[];
}

/** Event types that a live actor does not give to its chart. */
export const RESERVED_TYPES: ReadonlySet<string> = new Set(['xstate.init', 'xstate.stop', 'xstate.error']);

/** The id of the component that a machine calls by a name of its own, or by its id. */
export function componentNamed({ names }: Pick<ComponentSpec, 'names'>, name: string): string {
  return names !== undefined && Object.hasOwn(names, name) ? names[name]! : name;
}

/** A validated network. Make one with `defineNetwork`. */
export interface Network {
  readonly name: string;
  readonly componentIds: readonly string[];
  readonly components: readonly ComponentSpec[];
  readonly channels: Channels;
  readonly properties: readonly Property[];
}

/**
 * Checks a description of components, channels and properties and makes a network of it.
 *
 * @throws CheckError when a name is missing or taken twice, a channel contradicts itself, or a machine uses what the engine
 *   does not interpret (invoked or spawned actors, delays without implementation, ...); the sentence names the machine and the state
 */
export function defineNetwork(spec: NetworkSpec): Network {
  if (!spec.name) throw new CheckError('A network has no name; give `defineNetwork` a `name`.');
  const componentIds = Object.keys(spec.components);
  if (componentIds.length === 0)
    throw new CheckError(`The network '${spec.name}' has no components; give it at least one.`);
  for (const id of componentIds) validateComponent(spec.name, id, spec.components[id]!, componentIds);
  validateChannels(spec.channels ?? {}, componentIds);
  validateProperties(spec.name, spec.properties ?? [], componentIds);
  return Object.freeze({
    name: spec.name,
    componentIds,
    components: componentIds.map((id) => spec.components[id]!),
    channels: spec.channels ?? {},
    properties: spec.properties ?? [],
  });
}

function validateComponent(
  network: string,
  id: string,
  component: ComponentSpec,
  componentIds: readonly string[],
): void {
  const where = `The component '${id}' of network '${network}'`;
  if (!component.machine || typeof component.machine.transition !== 'function') {
    throw new CheckError(
      `${where} has no machine; give it one made by XState's \`setup(...).createMachine(...)\`.`,
    );
  }
  if (component.inputs !== undefined && (component.input !== undefined || component.inputs.length === 0)) {
    throw new CheckError(`${where} needs either \`input\` or a non-empty list of \`inputs\`, not both.`);
  }
  for (const [name, named] of Object.entries(component.names ?? {})) {
    if (componentIds.includes(named)) continue;
    throw new CheckError(
      `${where} calls '${named}' by the name '${name}', but there is no such component. Correct \`names\`, or add the component.`,
    );
  }
  const atMost = component.crashes?.atMost;
  if (atMost !== undefined && (!Number.isInteger(atMost) || atMost < 1)) {
    throw new CheckError(
      `${where} may crash ${atMost} times; \`crashes.atMost\` is a whole number of at least 1.`,
    );
  }
  for (const stimulus of component.stimuli ?? []) {
    if (typeof stimulus?.type !== 'string')
      throw new CheckError(`${where} has a stimulus without a \`type\`.`);
    if (RESERVED_TYPES.has(stimulus.type)) {
      throw new CheckError(
        `${where} has the stimulus '${stimulus.type}', by which XState means something else in a live system. Give the event another type.`,
      );
    }
    refuseUnlessPlain(stimulus, `stimulus ${quotedWhereNeeded(stimulus.type)} of component '${id}'`);
  }
  const stimuli = (component.stimuli ?? []).map((stimulus) => inspectEvent(stimulus));
  const repeated = stimuli.find((stimulus, at) => stimuli.indexOf(stimulus) < at);
  if (repeated !== undefined)
    throw new CheckError(`${where} lists the stimulus ${repeated} twice; list it once.`);
  refuseUnsupported(component.machine, where);
}

function validateChannels(channels: Channels, componentIds: readonly string[]): void {
  if (typeof channels === 'function') return;
  if (channels.default) resolveChannelSpec(channels.default, 'default');
  for (const [type, spec] of Object.entries(channels.events ?? {})) resolveChannelSpec(spec, `for ${type}`);
  for (const [pair, spec] of Object.entries(channels.pairs ?? {})) {
    resolveChannelSpec(spec, pair);
    const parts = pair.split(' -> ');
    // Ids may hold an arrow themselves.
    const ways = parts.slice(1).filter((_, at) => {
      const ends = [parts.slice(0, at + 1), parts.slice(at + 1)].map((part) => part.join(' -> '));
      return ends.every((end) => componentIds.includes(end));
    });
    if (ways.length !== 1) {
      throw new CheckError(
        `The channel table names the pair '${pair}'; write it as 'from -> to' with two of the components ${componentIds.join(', ')}${ways.length > 1 ? ', or, as it can be read in several ways, write `channels` as a function' : ''}.`,
      );
    }
  }
}

function validateProperties(
  network: string,
  properties: readonly Property[],
  componentIds: readonly string[],
): void {
  const names = new Set<string>(BUILT_IN_PROPERTIES);
  for (const property of properties) {
    if (names.has(property.name)) {
      throw new CheckError(
        `Two properties of network '${network}' are called '${property.name}'; names must differ.`,
      );
    }
    names.add(property.name);
    if (property.kind === 'monitor') {
      const where = `The monitor '${property.name}' of network '${network}'`;
      refuseUnsupported(property.machine, where);
      validateSources(where, property.from, componentIds);
    }
  }
}

function validateSources(
  where: string,
  from: readonly string[] | undefined,
  componentIds: readonly string[],
): void {
  if (from === undefined) return;
  if (from.length === 0)
    throw new CheckError(
      `${where} listens to no component; name one in \`from\`, or leave it out to hear all.`,
    );
  const unknown = from.find((id) => !componentIds.includes(id));
  if (unknown === undefined) return;
  throw new CheckError(
    `${where} listens to '${unknown}', which is not a component; the components are ${componentIds.join(', ')}.`,
  );
}
