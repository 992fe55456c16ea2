import type { AnyEventObject, AnyStateMachine } from 'xstate';
import { canonicalKey } from './canonical.js';
import { chartNames } from './chart-names.js';
import { described } from './described.js';
import { CheckError } from './errors.js';
import { KEYS, refuseUnknownKeys } from './known-keys.js';
import { listed, suggestion } from './nearest.js';
import { oddityOf, oddityOfProperty, refuseUnlessPlain } from './plain-data.js';
import { quotedWhereNeeded } from './quoted.js';
import { reservedEvent } from './reserved-events.js';
import { stateNodes } from './state-nodes.js';

/** What an actor may tell its parent: a list, or a function of the actor's input that gives one. */
export type Told<T> =
  | readonly T[]
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the input's type is that of the actor's logic; a caller may name it
  | ((given: { readonly input: any }) => readonly T[]);

/**
 * An actor that a machine invokes or spawns (`spawnChild`, `spawn`), by what it may tell its parent while it runs: the environment decides which of it comes, and when. The
 * actor itself is not run, and what it is sent comes to nothing. What is left out it never tells.
 */
export interface ActorSpec {
  /** What it may end with, as `onDone` gets it in `event.output`: `[undefined]` for a promise that answers nothing. */
  readonly outputs?: Told<unknown>;
  /** What it may fail with, as `onError` gets it in `event.error`: plain data, as `{ message: 'offline' }`. */
  readonly errors?: Told<unknown>;
  /** Events that it may send its parent, any number of times while it runs. */
  readonly events?: Told<AnyEventObject>;
}

/** Actors of a component by the name of their logic, the `src`; one whose logic stands in the chart itself, by the `id` of `invoke`. */
export type ActorSpecs = Readonly<Record<string, ActorSpec>>;

/** How XState calls logic that stands in the chart itself. */
const INLINE = 'xstate.invoke.';

/** The name by which an actor that a state invokes is told of in `actors`. */
export function nameOfInvoked({ src, id }: { readonly src: string; readonly id: string }): string {
  return src.startsWith(INLINE) ? id : src;
}

/** An actor that a state invokes. */
export interface InvokedActor {
  readonly name: string;
  readonly id: string;
  /** Id of the state. */
  readonly state: string;
}

/** The actors that the states of a machine invoke. */
export function invokedActors(machine: AnyStateMachine): InvokedActor[] {
  return [...stateNodes(machine)].flatMap((node) =>
    node.invoke.map(({ src, id }) => ({
      name: nameOfInvoked({ src: src as string, id }),
      id,
      state: node.id,
    })),
  );
}

/** The type of the event that tells a parent of an actor's end. */
export const doneType = (id: string): string => `xstate.done.actor.${id}`;

/** The type of the event that tells a parent of an actor's failure. */
export const errorType = (id: string): string => `xstate.error.actor.${id}`;

const END = /^xstate\.(?:done|error)\.actor\./;

/** The id of the actor that an event tells the end or failure of; `undefined` for all others. */
export function endedActor(type: string): string | undefined {
  return END.test(type) ? type.replace(END, '') : undefined;
}

/**
 * What an actor may tell, in the order `outputs`, `errors`, `events`, each event once.
 *
 * @param id of the actor, in the events of its end
 * @param input of the actor, which functions are given
 * @param actor names it in sentences: `actor 'lookup' of component 'search'`
 * @throws CheckError for what a function gives and no event could carry
 */
export function eventsOf(
  { outputs = [], errors = [], events = [] }: ActorSpec,
  id: string,
  input: unknown,
  actor: string,
): AnyEventObject[] {
  const listOf = <T>(told: Told<T>, key: ToldKey): readonly T[] => {
    if (typeof told !== 'function') return told;
    const list = told({ input });
    refuseWrongList(list, key, actor);
    return list;
  };
  const all: AnyEventObject[] = [
    // Not by `map`, which leaves holes.
    ...Array.from(listOf(outputs, 'outputs'), (output) => ({ type: doneType(id), output, actorId: id })),
    ...Array.from(listOf(errors, 'errors'), (error) => ({ type: errorType(id), error, actorId: id })),
    ...listOf(events, 'events'),
  ];
  const seen = new Set<string>();
  return all.filter((event) => seen.size < seen.add(canonicalKey(event, `event of ${actor}`)).size);
}

/** What the environment may send a component, itself or by actors. */
export interface FromOutside {
  /** The types that are known before anything runs. */
  readonly types: readonly string[];
  /** Whether there may be further events of a type: how a spawned actor is called, and what functions give, shows as the machine runs. */
  readonly mayBe: (type: string) => boolean;
}

export function toldFromOutside(
  machine: AnyStateMachine,
  stimuli: readonly AnyEventObject[],
  actors: ActorSpecs,
): FromOutside {
  const names = chartNames(machine);
  const isOpen = Object.values(actors).some(({ events }) => typeof events === 'function');
  const isSpawning = Object.keys(actors).length > 0 && names.spawns;
  return {
    types: [...stimuli.map(({ type }) => type), ...typesTold(machine, actors)],
    mayBe: (type) => (endedActor(type) === undefined ? isOpen && names.handles(type) : isSpawning),
  };
}

function typesTold(machine: AnyStateMachine, actors: ActorSpecs): readonly string[] {
  if (Object.keys(actors).length === 0) return [];
  const ends = invokedActors(machine).flatMap(({ id }) => [doneType(id), errorType(id)]);
  const sent = Object.values(actors).flatMap(({ events = [] }) =>
    typeof events === 'function' ? [] : events.map(({ type }) => type),
  );
  return [...ends, ...sent];
}

/** One text for equal descriptions: functions are equal to themselves only. */
export function actorsKey(actors: ActorSpecs | undefined): string {
  if (actors === undefined) return '';
  const keyOf = (told: Told<unknown> | undefined) =>
    typeof told === 'function' ? `function ${numberOf(told)}` : canonicalKey(told, 'actors');
  return JSON.stringify(
    Object.keys(actors)
      .sort()
      .map((name) => [name, ...KEYS.actor.map((key) => keyOf(actors[name]![key]))]),
  );
}

const numbers = new WeakMap<object, number>();
let numbered = 0;

function numberOf(told: object): number {
  let number = numbers.get(told);
  if (number === undefined) numbers.set(told, (number = numbered++));
  return number;
}

/**
 * Refuses actors that a machine does not have, and what they could not tell.
 *
 * @param where opens the sentence: `The component 'search' of network 'shop'`
 */
export function refuseWrongActors(machine: AnyStateMachine, actors: ActorSpecs, where: string): void {
  refuseOddity(actors, '`actors`', where);
  if (typeof actors !== 'object' || actors === null || Array.isArray(actors)) {
    throw new CheckError(
      `${where} has \`actors\` that are ${described(actors)}; give an object: its keys are the names of actors, its values what they may tell, as in { lookup: { outputs: ['found'] } }.`,
    );
  }
  const names = [
    ...new Set([
      ...invokedActors(machine).map(({ name }) => name),
      ...Object.keys(machine.implementations.actors as object),
    ]),
  ];
  for (const [name, spec] of Object.entries(actors)) {
    // Which logic is spawned by what stands within an action no chart tells.
    if (!names.includes(name) && !chartNames(machine).spawns) {
      throw new CheckError(
        `${where} tells of the actor '${name}', but machine '${machine.id}' has no such actor; it has ${listed(names)}.${suggestion(name, names)}`,
      );
    }
    const actor = `actor '${name}' of ${where.replace(/^The /u, '')}`;
    refuseOddity(spec, 'a description', `The ${actor}`);
    refuseUnknownKeys(spec, KEYS.actor, `The ${actor}`);
    for (const key of KEYS.actor) {
      const told: unknown = spec[key];
      if (told !== undefined && typeof told !== 'function') refuseWrongList(told, key, actor);
    }
  }
}

/** How an actor ends is told in one place. */
export function refuseEndAsStimulus(stimuli: readonly AnyEventObject[], where: string): void {
  const end = stimuli.find(({ type }) => endedActor(type) !== undefined);
  if (end === undefined) return;
  throw new CheckError(
    `${where} has the stimulus ${quotedWhereNeeded(end.type)}, which XState sends for its actors: what an actor ends with stands in the \`outputs\` and \`errors\` of \`actors\`.`,
  );
}

type ToldKey = (typeof KEYS.actor)[number];

/** What is read again and again must be the same each time, and must not throw. */
function refuseOddity(value: unknown, name: string, where: string): void {
  const odd = typeof value === 'object' && value !== null ? oddityOf(value) : undefined;
  if (odd === undefined) return;
  const place = odd.at === '' ? '' : ` at ${odd.at}`;
  throw new CheckError(`${where} has ${name} with ${odd.what}${place}; give plain objects and lists.`);
}

function refuseWrongList(list: unknown, key: ToldKey, actor: string): void {
  refuseOddity(list, `\`${key}\``, `The ${actor}`);
  if (!Array.isArray(list)) {
    throw new CheckError(
      `The ${actor} has \`${key}\` that are ${described(list)}; give an array, or a function of { input } that gives one.`,
    );
  }
  for (let at = 0; at < list.length; at++) {
    const odd = at in list ? oddityOfProperty(list, at) : undefined;
    if (odd !== undefined)
      throw new CheckError(
        `The ${actor} has \`${key}\` with ${odd.what} at ${odd.at}; give plain objects and lists.`,
      );
    const each: unknown = list[at];
    refuseUnlessPlain(each, `${key}[${at}] of ${actor}`);
    if (key === 'events') refuseWrongEvent(each as AnyEventObject, actor);
  }
}

function refuseWrongEvent(event: AnyEventObject, actor: string): void {
  if (typeof event?.type !== 'string')
    throw new CheckError(`The ${actor} has among its \`events\` one without a \`type\`.`);
  const isEnd = endedActor(event.type) !== undefined;
  const reserved = isEnd ? 'what it ends with stands in `outputs` and `errors`' : reservedEvent(event.type);
  if (reserved === undefined) return;
  throw new CheckError(
    `The ${actor} has among its \`events\` ${quotedWhereNeeded(event.type)}: ${reserved}.`,
  );
}
