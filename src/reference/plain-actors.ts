import type { AnyEventObject, AnyMachineSnapshot } from 'xstate';
import type { Canon } from '../interpreter/canon.js';
import type { LocalState, RunningActor } from '../interpreter/local-state.js';
import type { ActorSpecs, Told } from '../network/actors.js';
import { referenceOf } from '../network/actor-reference.js';
import { canonicalKey } from '../network/canonical.js';
import { refuseActors } from '../network/plain-data.js';

/** What stands for an actor that runs already. */
interface Child {
  readonly id: string;
  readonly running: RunningActor;
}

/** What XState makes of an actor that it starts. */
interface Started {
  readonly id: string;
  readonly src: unknown;
  readonly options: { readonly input?: unknown };
}

/** The snapshot with a child for each running actor: which of them XState keeps, and which it starts, its next snapshot tells. */
export function withPlainChildren({ snapshot, actors }: LocalState): AnyMachineSnapshot {
  const children = Object.fromEntries(actors.map((running) => [running.id, { id: running.id, running }]));
  return { ...snapshot, children } as unknown as AnyMachineSnapshot;
}

/** Id of an actor of the machine's own, however the machine comes by it; `undefined` for everything else. */
export const idOfChild = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'running' in value
    ? (value as Child).id
    : referenceOf(value)?.id;

/** The actors that run in a snapshot of XState's; `undefined` where one of them is told of nowhere. */
export function runningIn(
  { children, status }: AnyMachineSnapshot,
  specs: ActorSpecs,
  canon: Canon,
  where: string,
): RunningActor[] | undefined {
  const running: RunningActor[] = [];
  for (const child of Object.values(children as Record<string, Child | Started>)) {
    if ('running' in child) running.push(child.running);
    else {
      // One whose logic the action holds itself is called by its id.
      const spec = specs[typeof child.src === 'string' ? child.src : child.id];
      if (spec === undefined) return undefined;
      const list = (told: Told<unknown> = []) =>
        Array.from(typeof told === 'function' ? told({ input: child.options.input }) : told);
      const told = [
        ...list(spec.outputs).map((output) => [`xstate.done.actor.${child.id}`, { output }] as const),
        ...list(spec.errors).map((error) => [`xstate.error.actor.${child.id}`, { error }] as const),
      ].map(([type, data]): AnyEventObject => ({ type, ...data, actorId: child.id }));
      const events = [...told, ...(list(spec.events) as AnyEventObject[])];
      for (const event of events) refuseActors(event, where);
      const keys = events.map((event) => canonicalKey(event, where));
      running.push({
        id: child.id,
        events: events
          .filter((_, at) => keys.indexOf(keys[at]!) === at)
          .map((event) => canon.canonical(event, where)),
        isOver: false,
      });
    }
  }
  // XState stops them all, and does not write it down.
  if (status === 'done') return [];
  return running.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Ids of the actors that do not run on. */
export function actorsStopped({ actors: before }: LocalState, { actors: after }: LocalState): string[] {
  return before.filter((actor) => !actor.isOver && !after.includes(actor)).map(({ id }) => id);
}

/** Types of what actors tell of which none runs on: a component keeps what stands for one as long as it is the same. */
export function typesSilenced({ actors: before }: LocalState, { actors: after }: LocalState): string[] {
  const typesOf = (actors: readonly RunningActor[]) =>
    actors.flatMap(({ events }) => events.map(({ type }) => type));
  const left = new Set(typesOf(before.filter((actor) => after.includes(actor))));
  return [...new Set(typesOf(before))].filter((type) => !left.has(type));
}
