import type { AnyEventObject, AnyMachineSnapshot } from 'xstate';
import { actorReference } from '../network/actor-reference.js';
import { endedActor } from '../network/actors.js';
import { canonicalKey } from '../network/canonical.js';
import type { LocalState, RunningActor } from './local-state.js';

/** The running actors of one machine in the making. */
export class ActorSet {
  private readonly actors: Map<string, RunningActor>;
  /** Ids, in order. */
  readonly started: string[] = [];

  constructor(actors: readonly RunningActor[]) {
    this.actors = new Map(actors.map((actor) => [actor.id, actor]));
  }

  isRunning(id: string): boolean {
    return this.actors.get(id)?.isOver === false;
  }

  start(actor: RunningActor): void {
    this.actors.set(actor.id, actor);
    this.started.push(actor.id);
  }

  /** One that is over may be stopped. */
  stop(id: string): void {
    this.actors.delete(id);
  }

  /** In the order of their ids: nothing that a machine sees tells when they were started. */
  sorted(): readonly RunningActor[] {
    return [...this.actors.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }
}

/** The running actor that tells its end by an event; `undefined` for all other events. */
export function actorEndedBy({ actors }: LocalState, event: AnyEventObject): RunningActor | undefined {
  const id = actors.length === 0 ? undefined : endedActor(event.type);
  if (id === undefined) return undefined;
  const actor = actors.find((each) => each.id === id);
  return actor !== undefined && keysTold(actor).has(canonicalKey(event, 'event')) ? actor : undefined;
}

/** By actor: keys of what it may tell, of which there may be many. */
const knownKeys = new WeakMap<RunningActor, ReadonlySet<string>>();

function keysTold(actor: RunningActor): ReadonlySet<string> {
  let keys = knownKeys.get(actor);
  if (keys === undefined) {
    keys = new Set(actor.events.map((event) => canonicalKey(event, 'event')));
    knownKeys.set(actor, keys);
  }
  return keys;
}

/** The snapshot of a local state, with what stands for its running actors, so that XState knows which of them it stops. */
export function withChildren({ snapshot, actors }: LocalState): AnyMachineSnapshot {
  if (actors.length === 0) return snapshot;
  const children = Object.fromEntries(actors.map(({ id }) => [id, actorReference(id)]));
  return { ...snapshot, children } as unknown as AnyMachineSnapshot;
}

/** The actor's logic as XState sees it: nothing of it is run. */
export const NOT_RUN = {
  transition: (snapshot: unknown) => snapshot,
  getInitialSnapshot: (_scope: unknown, input: unknown) => ({
    status: 'active',
    output: undefined,
    error: undefined,
    input,
  }),
  getPersistedSnapshot: (snapshot: unknown) => snapshot,
};
