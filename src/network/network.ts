import type { AnyEventObject, AnyStateMachine, InputFrom } from 'xstate';
import { type ActorSpecs, refuseEndAsStimulus, refuseWrongActors, toldFromOutside } from './actors.js';
import { asDefined } from './as-defined.js';
import { inspectEvent } from './canonical.js';
import { type Channels, type ChannelsOf, resolveChannelSpec } from './channel.js';
import { refuseUnknownActions, refuseUnheardStimulus, refuseUntaggedMonitor } from './chart-checks.js';
import { CheckError } from './errors.js';
import { type FairnessSpec, type ResolvedFairness, resolveFairness } from './fairness.js';
import { KEYS, refuseUnknownKeys } from './known-keys.js';
import { refuseUnlessPlain } from './plain-data.js';
import { PROPERTY_KIT } from './property-kit.js';
import { BUILT_IN_PROPERTIES, type Property, type PropertyKit } from './property.js';
import { quotedWhereNeeded, refuseControls } from './quoted.js';
import { reservedEvent } from './reserved-events.js';
import type { EventTypesOf, IdsOf, Machines, StimulusOf, ViewOf } from './typed.js';
import { type NetworkTelling, refuseWrongPropertyTelling, refuseWrongTelling } from './telling.js';
import { refuseUnsupported } from './unsupported.js';
import { refuseBareMachine, refuseOtherMajors } from './xstate-version.js';
import { described } from './described.js';

/**
 * One component: a machine with its input and its environment. `Types` are the types of the network's stimuli; where they are not known
 * to the compiler (a `type` that is any string), it checks none.
 */
export interface ComponentSpec<T extends AnyStateMachine = AnyStateMachine, Types extends string = string> {
  readonly machine: T;
  /** Given to the machine's context factory. Plain data, as contexts and events are; the machine sees a frozen copy. */
  readonly input?: InputFrom<T>;
  /** Several inputs: the network starts in every combination of them. Not together with `input`. */
  readonly inputs?: readonly InputFrom<T>[];
  /**
   * What the machine calls other components: `system.get('pool')` is the component that `aliases.pool` is the id of. Components of one
   * machine that use the same names are alike: what XState answered one of them in a state, it answered all, whoever is meant and whoever
   * listens. Their machine must not ask who it is (`self`, or its own id), nor call another of them by its id: that is refused. A component may have an alias
   * for itself.
   */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Events that the environment may send whenever the machine would take them. */
  readonly stimuli?: readonly StimulusOf<T, Types>[];
  /**
   * The component may crash, at most so many times (0: never), in any step: it swallows what it is sent, loses its timers and actors and keeps its last state, unless it
   * `restarts`, at once, in the initial state that it had.
   */
  readonly crashes?: { readonly atMost: number; readonly restarts?: boolean };
  /**
   * What the actors may tell the machine that it invokes, or spawns by `spawnChild` or `spawn`: by the name of their logic, the `src`, or, where the logic stands in the chart itself,
   * by the `id` of `invoke`. They run where XState runs them, from when their state is entered until it is left, or until they come to an end; what comes of that, and when, is the
   * environment's choice, as with stimuli. An actor that is not told of is refused.
   */
  readonly actors?: ActorSpecs;
  /** Names of actions without influence on behaviour that are plain functions, or not implemented; `'(anonymous)'` stands for all plain functions that have no name; any other such action is refused. */
  readonly ignoredActions?: readonly string[];
}

/** What of a component decides about the answers of its machine, beside what it calls others. */
export type AnsweringSpec = Pick<ComponentSpec, 'machine' | 'ignoredActions' | 'crashes' | 'actors'> & {
  /** It only listens. */
  readonly isMonitor?: boolean;
};

/**
 * What `defineNetwork` takes. `M` are the machines by the ids of their components, `Names` the names of the properties, `Types` the types of
 * all stimuli.
 */
export interface NetworkSpec<
  M extends Machines = Machines,
  Names extends string = string,
  Types extends string = string,
> extends NetworkTelling<ViewOf<NoInfer<M>>> {
  readonly name: string;
  readonly components: { readonly [Id in keyof M]: ComponentSpec<M[Id], NoInfer<Types>> } & {
    readonly [id: string]: StimuliOfTypes<Types>;
  };
  readonly channels?: ChannelsOf<NoInfer<IdsOf<M>>, NoInfer<EventTypesOf<M>>>;
  /**
   * A list; or a function from `{ always, reachable, monitor, ... }` to one, whose views know the components, states, tags and contexts of this
   * network: a misspelt name is an error of the types already.
   */
  readonly properties?:
    readonly Property<Names>[] | ((kit: PropertyKit<NoInfer<M>>) => readonly Property<Names>[]);
  /**
   * Which endless runs count as possible: those that are fair. Left out, every unit is weakly fair (see `FairUnit`): what can happen without a break
   * does not wait for ever. A lossy channel that lets some messages through is strongly fair: `{ units: [{ from: 'a', to: 'b', fairness: 'strong' }] }`.
   */
  readonly fairness?: FairnessSpec;
}

/** Any component, from which the compiler learns the types of its stimuli: it takes every component, and refuses none. */
interface StimuliOfTypes<Types extends string> extends Partial<Record<keyof ComponentSpec, unknown>> {
  readonly stimuli?: readonly ({ readonly type: Types } | AnyEventObject)[];
}

/** The id of the component that a machine calls by a name of its own, or by its id. */
export function componentNamed({ aliases }: Pick<ComponentSpec, 'aliases'>, name: string): string {
  return aliases !== undefined && Object.hasOwn(aliases, name) ? aliases[name]! : name;
}

/** A validated network. Make one with `defineNetwork`. `Names` are the names of its properties, where they are known to the types. */
export interface Network<Names extends string = string> extends NetworkTelling {
  readonly name: string;
  readonly componentIds: readonly string[];
  readonly components: readonly ComponentSpec[];
  readonly channels: Channels;
  readonly properties: readonly Property<Names>[];
  readonly fairness: ResolvedFairness;
}

/**
 * Checks a description of components, channels and properties and makes a network of it, of all that is there now: what is changed afterwards in the lists and objects
 * that it was given is not seen.
 *
 * @throws CheckError when a name is missing, taken twice or not there (an option, a component, a stimulus that no state handles, an action to
 *   ignore that the chart has not, a monitor without tags), a channel contradicts itself, or a machine uses what the engine does not
 *   interpret (invoked or spawned actors, delays without implementation, ...); the sentence says where, and lists the names that there are
 */
export function defineNetwork<M extends Machines, Names extends string = never, Types extends string = never>(
  spec: NetworkSpec<M, Names, Types>,
): Network<Names> {
  // Described by the types, or not at all: most networks are written in JavaScript.
  return validated(spec as unknown as NetworkSpec) as Network<Names>;
}

function validated(spec: NetworkSpec): Network {
  if (!spec?.name) throw new CheckError('A network has no name; give `defineNetwork` a `name`.');
  refuseControls('A network', spec.name);
  refuseUnknownKeys(spec, KEYS.network, `The network '${spec.name}'`);
  // Views hand it out: a predicate that takes something out of it would take it from all others, which then hold of nothing.
  const componentIds = Object.freeze(Object.keys(spec.components ?? {}));
  if (componentIds.length === 0)
    throw new CheckError(`The network '${spec.name}' has no components; give it at least one.`);
  const known = new Set(componentIds);
  // Thousands of components may have one machine.
  const supported = new Set<AnyStateMachine>();
  for (const id of componentIds) {
    const component = spec.components[id]!;
    validateComponent(spec.name, id, component, known, supported);
    if (component.actors === undefined) supported.add(component.machine);
  }
  validateChannels(spec.channels ?? {}, componentIds);
  // Their views are typed by the machines, which are any here.
  const telling = tellingOf(spec as unknown as NetworkTelling);
  refuseWrongTelling(telling, `The network '${spec.name}'`);
  const properties = propertiesOf(spec);
  validateProperties(spec.name, properties, componentIds);
  const fromOutside = new Map(
    Object.entries(spec.components).map(([id, { machine, stimuli = [], actors = {} }]) => [
      id,
      toldFromOutside(machine, stimuli, actors),
    ]),
  );
  return Object.freeze({
    name: spec.name,
    componentIds,
    ...asDefined({
      components: componentIds.map((id) => toldOf(spec.components[id]!)),
      channels: spec.channels ?? {},
      properties,
      fairness: resolveFairness(spec.name, spec.fairness, fromOutside),
      ...telling,
    }),
  });
}

/** What a component is described by, also where that is an object of a class. In a family the number of crashes may be a parameter: one that never crashes is as one of which nothing is said. */
function toldOf(component: ComponentSpec): ComponentSpec {
  const keys = KEYS.component.filter(
    (key) => key in component && (key !== 'crashes' || component.crashes?.atMost !== 0),
  );
  return Object.fromEntries(keys.map((key) => [key, component[key]])) as unknown as ComponentSpec;
}

/** What a network tells of itself; nothing where it tells nothing. */
export function tellingOf({ describe, group, subject, waitsFor }: NetworkTelling): NetworkTelling {
  return {
    ...(describe === undefined ? {} : { describe }),
    ...(group === undefined ? {} : { group }),
    ...(subject === undefined ? {} : { subject }),
    ...(waitsFor === undefined ? {} : { waitsFor }),
  };
}

function propertiesOf({ name, properties = [] }: NetworkSpec): readonly Property[] {
  const listed = typeof properties === 'function' ? properties(PROPERTY_KIT) : properties;
  if (Array.isArray(listed)) return listed;
  throw new CheckError(
    `The properties of network '${name}' are not a list; give an array of them, or a function ({ always, reachable, monitor }) => [...].`,
  );
}

function validateComponent(
  network: string,
  id: string,
  component: ComponentSpec,
  componentIds: ReadonlySet<string>,
  supported: ReadonlySet<AnyStateMachine>,
): void {
  const where = `The component '${id}' of network '${network}'`;
  refuseBareMachine(component, where);
  refuseOtherMajors(component?.machine, where);
  refuseUnknownKeys(component, KEYS.component, where);
  for (const key of ['inputs', 'stimuli', 'ignoredActions'] as const) {
    const list = component[key];
    if (list === undefined) continue;
    if (!Array.isArray(list))
      throw new CheckError(`${where} has \`${key}\` that are no list; give an array.`);
    const hole = [...(list.keys() as Iterable<number>)].find((at) => !(at in list));
    if (hole !== undefined)
      throw new CheckError(`${where} has \`${key}\` with nothing at place ${hole}; take out one comma.`);
  }
  if (component.inputs !== undefined && (component.input !== undefined || component.inputs.length === 0)) {
    throw new CheckError(`${where} needs either \`input\` or a non-empty list of \`inputs\`, not both.`);
  }
  const { aliases = {} } = component;
  if (typeof aliases !== 'object' || aliases === null || Array.isArray(aliases)) {
    throw new CheckError(
      `${where} has \`aliases\` that are ${described(aliases)}; give an object: its keys are what the machine calls others, its values their ids.`,
    );
  }
  for (const [name, named] of Object.entries(aliases)) {
    if (componentIds.has(named)) continue;
    throw new CheckError(
      `${where} calls '${named}' by the name '${name}', but there is no such component. Correct \`aliases\`, or add the component.`,
    );
  }
  const { crashes } = component;
  if (crashes !== undefined) refuseUnknownKeys(crashes, KEYS.crashes, `${where}, in its \`crashes\`,`);
  const atMost = crashes?.atMost;
  if (crashes !== undefined && (atMost === undefined || !Number.isInteger(atMost) || atMost < 0)) {
    throw new CheckError(
      `${where} may crash ${atMost} times; \`crashes.atMost\` is a whole number of at least 0.`,
    );
  }
  for (const stimulus of component.stimuli ?? []) {
    if (typeof stimulus?.type !== 'string')
      throw new CheckError(`${where} has a stimulus without a \`type\`.`);
    const reserved = reservedEvent(stimulus.type);
    if (reserved !== undefined)
      throw new CheckError(`${where} has a stimulus ${stimulus.type}: ${reserved}.`);
    refuseUnlessPlain(stimulus, `stimulus ${quotedWhereNeeded(stimulus.type)} of component '${id}'`);
  }
  const stimuli = (component.stimuli ?? []).map((stimulus) => inspectEvent(stimulus));
  const repeated = stimuli.find((stimulus, at) => stimuli.indexOf(stimulus) < at);
  if (repeated !== undefined)
    throw new CheckError(`${where} lists the stimulus ${repeated} twice; list it once.`);
  if (component.actors !== undefined) {
    refuseWrongActors(component.machine, component.actors, where);
    refuseEndAsStimulus(component.stimuli ?? [], where);
  }
  if (!supported.has(component.machine)) refuseUnsupported(component.machine, where, component.actors ?? {});
  for (const { type } of component.stimuli ?? []) refuseUnheardStimulus(component.machine, type, where);
  refuseUnknownActions(component.machine, component.ignoredActions ?? [], where);
}

function validateChannels(channels: Channels, componentIds: readonly string[]): void {
  if (typeof channels === 'function') return;
  refuseUnknownKeys(channels, KEYS.channelTable, 'The channel table');
  if (channels.default) resolveChannelSpec(channels.default, 'default');
  for (const [type, spec] of Object.entries(channels.events ?? {})) resolveChannelSpec(spec, `for ${type}`);
  for (const [pair, spec] of Object.entries(channels.pairs ?? {})) {
    resolveChannelSpec(spec, pair);
    const parts = pair.split(' -> ');
    // An id may contain ' -> ' itself, so that a key can be read in several ways.
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

/** @throws CheckError for what none of the functions that make properties has made */
function refuseNoProperty(network: string, property: Property): void {
  const known: readonly string[] | undefined = Object.hasOwn(KEYS.property, property?.kind ?? '')
    ? KEYS.property[property.kind]
    : undefined;
  if (known === undefined || typeof property.name !== 'string' || property.name === '') {
    throw new CheckError(
      `The network '${network}' lists as a property what is none; make each with \`always\`, \`reachable\`, \`monitor\`, \`alwaysPossible\`, \`eventually\` or \`leadsTo\`, and give it a name.`,
    );
  }
  refuseControls(`A property of network '${network}'`, property.name);
  const where = `The property '${property.name}' of network '${network}'`;
  refuseUnknownKeys(property, known, where);
  // Machines of monitors are looked at as those of components are.
  if (predicatesOf(property).some((predicate) => typeof predicate !== 'function'))
    throw new CheckError(`${where} has no predicate; see ${MADE_BY[property.kind]}.`);
  refuseWrongPropertyTelling(property, where);
  if ('hardCase' in property && !isHardCase(property.hardCase))
    throw new CheckError(`${where} has a \`hardCase\` that is no function; give one of the view.`);
}

const MADE_BY: Readonly<Record<Property['kind'], string>> = {
  always: '`always`',
  reachable: '`reachable`',
  monitor: '`monitor`',
  'always possible': '`alwaysPossible`',
  'can rest': '`everyComponentCanRest`',
  'leads to': '`eventually` and `leadsTo`',
};

/** The functions that a property is made of. */
function predicatesOf(property: Property): readonly unknown[] {
  switch (property.kind) {
    case 'always':
      return [property.holds];
    case 'reachable':
      return [property.reached];
    case 'always possible':
      return [property.possible];
    case 'leads to':
      return property.from === undefined ? [property.to] : [property.from, property.to];
    default:
      return [];
  }
}

const isHardCase = (hardCase: unknown): boolean =>
  hardCase === undefined ||
  (Array.isArray(hardCase) ? hardCase : [hardCase]).every((each) => typeof each === 'function');

function validateProperties(
  network: string,
  properties: readonly Property[],
  componentIds: readonly string[],
): void {
  const names = new Set<string>(BUILT_IN_PROPERTIES);
  for (const property of properties) {
    refuseNoProperty(network, property);
    if (names.has(property.name)) {
      throw new CheckError(
        `Two properties of network '${network}' are called '${property.name}'; names must differ.`,
      );
    }
    names.add(property.name);
    if (property.kind === 'monitor') {
      const where = `The monitor '${property.name}' of network '${network}'`;
      refuseOtherMajors(property.machine, where);
      refuseUnsupported(property.machine, where);
      refuseUntaggedMonitor(property.machine, where);
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
