import {
  type AnyActorRef,
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  createActor,
  fromCallback,
  fromPromise,
} from 'xstate';
import type { ActorSpec, ActorSpecs } from '../../src/network/actors.js';
import { canonicalKey } from '../../src/network/canonical.js';

/** What a live parent and its children are in, and what else can tell two such states apart. */
export interface LiveSituation {
  readonly value: unknown;
  readonly context: unknown;
  readonly status: string;
  /** Ids of the children that run. */
  readonly running: readonly string[];
  /** The delays of the timers that are pending, in milliseconds. */
  readonly timers: readonly number[];
}

export const situationKey = ({ context, ...situation }: LiveSituation): string =>
  canonicalKey({ ...situation, context: written(context) }, 'situation');

/** A context in which actors are written down by their ids. */
function written(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(written);
  if ('getSnapshot' in value) return { actor: (value as AnyActorRef).id };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, written(part)]));
}

/** All that one live actor with children comes to, found by running it anew along every way: nothing of the checker takes part. */
export interface LiveSpace {
  readonly situations: ReadonlySet<string>;
  /** Some way ends the parent by an error. */
  readonly fails: boolean;
}

/** What a running child may do. */
interface Handle {
  readonly input: unknown;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly sendBack: (event: AnyEventObject) => void;
}

interface Timer {
  readonly fire: () => void;
  readonly delay: number;
}

type Move = (run: LiveRun) => void | Promise<void>;

/** Actors of which `events` are told are callbacks, all others promises. */
class LiveRun {
  readonly actor: AnyActorRef;
  readonly timers: Timer[] = [];
  private readonly handles = new Map<AnyActorRef, Handle>();

  constructor(
    machine: AnyStateMachine,
    private readonly specs: ActorSpecs,
  ) {
    const actors = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, this.logic(spec)]));
    const clock = {
      setTimeout: (fire: () => void, delay: number) => {
        const timer = { fire, delay };
        this.timers.push(timer);
        return timer;
      },
      clearTimeout: (timer: Timer) => {
        const at = this.timers.indexOf(timer);
        if (at >= 0) this.timers.splice(at, 1);
      },
    };
    const actor = createActor(machine.provide({ actors } as never), { clock, logger() {} } as never);
    // An error that nobody listens for is thrown to the process.
    actor.subscribe({ error() {} });
    actor.start();
    this.actor = actor;
  }

  get snapshot(): AnyMachineSnapshot {
    return this.actor.getSnapshot() as AnyMachineSnapshot;
  }

  private get running(): AnyActorRef[] {
    // Its snapshot keeps children that were stopped before they had begun.
    if (this.snapshot.status !== 'active') return [];
    return Object.values(this.snapshot.children as Record<string, AnyActorRef | undefined>).flatMap(
      (child) =>
        child !== undefined && (child.getSnapshot() as { status: string }).status === 'active' ? [child] : [],
    );
  }

  get situation(): LiveSituation {
    const { value, context, status } = this.snapshot;
    // A timer that comes to nobody any more makes no difference.
    const pending = status === 'active' ? this.timers : [];
    const running = this.running.map(({ id }) => id).sort();
    return { value, context, status, running, timers: pending.map(({ delay }) => delay).sort() };
  }

  /** What else tells what can come: which actors are known, of which input, what history remembers, and which timers their ids stand for. */
  get future(): string {
    const { children, historyValue, _nodes } = this.snapshot;
    const known = Object.entries(children as Record<string, AnyActorRef>).map(([id, child]) => [
      id,
      this.handles.get(child)?.input,
    ]);
    const history = Object.entries(historyValue as Record<string, readonly AnyStateNode[]>).map(
      ([id, nodes]) => [id, ...nodes.map((node) => node.id)],
    );
    const scheduled = Object.values(this.actor.system.getSnapshot()._scheduledEvents).map(
      ({ id, event, target }) => [id, event, target === this.actor ? 'itself' : target.id],
    );
    const active = (_nodes as readonly AnyStateNode[]).map(({ id }) => id);
    return canonicalKey([known.sort(), history.sort(), scheduled.sort(), active], 'future');
  }

  moves(stimuli: readonly AnyEventObject[]): Move[] {
    if (this.snapshot.status !== 'active') return [];
    return [
      ...stimuli.map(
        (event): Move =>
          ({ actor }) =>
            actor.send(event),
      ),
      ...this.timers.map(
        (_, at): Move =>
          ({ timers }) =>
            timers.splice(at, 1)[0]!.fire(),
      ),
      ...this.running.flatMap(({ id }) => this.movesOf(id)),
    ];
  }

  private movesOf(id: string): Move[] {
    const { input } = this.handleOf(id);
    const { outputs = [], errors = [], events = [] } = this.specOf(id);
    const list = <T>(told: readonly T[] | ((given: { input: never }) => readonly T[])) =>
      typeof told === 'function' ? told({ input: input as never }) : told;
    return [
      ...list(outputs).map(
        (output): Move =>
          (run) =>
            run.handleOf(id).resolve(output),
      ),
      ...list(errors).map(
        (error): Move =>
          (run) =>
            run.handleOf(id).reject(error),
      ),
      ...list(events).map(
        (event): Move =>
          (run) =>
            run.handleOf(id).sendBack(event),
      ),
    ];
  }

  private specOf(id: string): ActorSpec {
    const child = (this.snapshot.children as Record<string, AnyActorRef & { readonly src: unknown }>)[id]!;
    return this.specs[String(child.src)]!;
  }

  private handleOf(id: string): Handle {
    return this.handles.get((this.snapshot.children as Record<string, AnyActorRef>)[id]!)!;
  }

  private logic({ events }: ActorSpec) {
    if (events !== undefined) {
      return fromCallback(({ sendBack, input, self }) => {
        const none = () => {
          throw new Error('a callback comes to no end');
        };
        this.handles.set(self, { input, sendBack, resolve: none, reject: none });
      });
    }
    return fromPromise(
      ({ input, self }) =>
        new Promise((resolve, reject) => {
          this.handles.set(self, { input, resolve, reject, sendBack() {} });
        }),
    );
  }
}

/** So many situations are followed. */
const SITUATIONS_MAX = 120;

/** @returns `undefined` where there are too many */
export async function liveSpace(
  machine: AnyStateMachine,
  actors: ActorSpecs,
  stimuli: readonly AnyEventObject[],
): Promise<LiveSpace | undefined> {
  const situations = new Set<string>();
  const seen = new Set<string>();
  let fails = false;
  let level: (readonly Move[])[] = [[]];
  while (level.length > 0) {
    const next: (readonly Move[])[] = [];
    for (const way of level) {
      const run = await along(machine, actors, way);
      if (run.snapshot.status === 'error') {
        fails = true;
        continue;
      }
      const key = situationKey(run.situation);
      const whole = key + run.future;
      if (seen.has(whole)) continue;
      seen.add(whole);
      situations.add(key);
      if (seen.size > SITUATIONS_MAX) return undefined;
      next.push(...run.moves(stimuli).map((move) => [...way, move]));
    }
    level = next;
  }
  return { situations, fails };
}

async function along(machine: AnyStateMachine, actors: ActorSpecs, way: readonly Move[]): Promise<LiveRun> {
  const run = new LiveRun(machine, actors);
  for (const move of way) {
    await move(run);
    // A promise tells its parent some microtasks after it is settled.
    for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  }
  return run;
}
