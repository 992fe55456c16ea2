import type { AnyEventObject, AnyMachineSnapshot } from 'xstate';
import { referenceOf } from '../network/actor-reference.js';
import { type ActorSpecs, eventsOf, nameOfInvoked } from '../network/actors.js';
import { inspectEvent, inspectPlain } from '../network/canonical.js';
import { CheckError, messageOf } from '../network/errors.js';
import { refuseActors } from '../network/plain-data.js';
import { quotedWhereNeeded } from '../network/quoted.js';
import { reservedEvent } from '../network/reserved-events.js';
import { NO_SNAPSHOTS, NO_SYSTEM_ID } from '../network/unsupported.js';
import type { Canon } from './canon.js';
import { changedInPlace } from './in-place.js';
import { forbidHiddenInputs } from './hidden-inputs.js';
import { type LocalState, type PendingTimer, timerKey } from './local-state.js';
import type { Effect, Reaction, TimerAction } from './reaction.js';
import {
  addresseeOf,
  NAMELESS,
  otherTarget,
  type RecordedAction,
  type RecordingScope,
  type StartedActor,
} from './recording-scope.js';
import type { Refusals, When } from './refusals.js';
import { ActorSet } from './running-actors.js';
import { TimerSet } from './timer-set.js';

/** What a new local state takes over from the one before. */
export type Origin = Pick<LocalState, 'timers' | 'actors' | 'crashes' | 'start'>;

/** The component whose machine is asked. */
interface Asked {
  readonly id: string;
  /** Names it in messages, for example `component 'die.0'`. */
  readonly where: string;
  readonly actors: ActorSpecs;
  /** The id of the component that the machine calls by a name. */
  readonly componentOf: (name: string) => string | undefined;
}

/** Turns the actions that a question has recorded into messages, emitted events, timers and actors. */
export class ActionReader {
  constructor(
    private readonly asked: Asked,
    private readonly scope: RecordingScope,
    private readonly refusals: Refusals,
    private readonly canon: Canon,
  ) {}

  /** @param snapshot the state that the machine has come to */
  read(snapshot: AnyMachineSnapshot, origin: Origin, when: When): Reaction {
    const { crashes, start } = origin;
    const { performed } = this.scope;
    if (performed.length === 0 && snapshot.status !== 'done') {
      const { timers, actors } = origin;
      const next = { snapshot, timers, actors, crashes, isDown: false, start };
      return { handled: true, next, effects: NOTHING, timing: NOTHING };
    }
    const reading = new Reading(origin);
    for (const action of performed) this.readAction(action, reading, when);
    const { timers, actors, effects, timing } = reading;
    if (snapshot.status === 'done') timers.end((name) => this.asked.componentOf(name) === this.asked.id);
    const running = snapshot.status === 'done' ? NOTHING : actors.sorted();
    const next = { snapshot, timers: timers.sorted(), actors: running, crashes, isDown: false, start };
    const started = actors.started.length === 0 ? {} : { started: actors.started };
    return { handled: true, next, effects, timing, ...started };
  }

  private readAction(action: RecordedAction, reading: Reading, when: When): void {
    const { params } = action;
    switch (action.type) {
      case 'xstate.raise':
        if (typeof params.delay === 'number') this.startTimer(action, params.delay, {}, reading, when);
        else this.refuseNoDelay(params.delay, this.typed(params.event, when), when);
        break;
      case 'xstate.cancel':
        reading.cancel(String(params.sendId));
        break;
      case 'xstate.sendTo':
        this.readSending(action, reading, when);
        break;
      case 'xstate.emit':
        reading.effects.push({ kind: 'emit', event: this.checkedEvent(params.event, when) });
        break;
      case 'xstate.spawnChild':
        this.startActor(params as unknown as Spawning, reading.actors, when);
        break;
      case 'xstate.stopChild':
        this.stopActor(action, reading.actors, when);
        break;
      case 'xstate.log':
        break;
      default: {
        const refusal = this.refusals.ofAction(action, when);
        if (refusal !== undefined) throw refusal;
      }
    }
  }

  private readSending(action: RecordedAction, reading: Reading, when: When): void {
    const { delay, to: given } = action.params;
    const actor = referenceOf(given);
    if (actor !== undefined) {
      this.readSendingToActor(action, actor.id, reading, when);
      return;
    }
    const target = this.addressee(action, when);
    if (typeof delay === 'number') {
      this.startTimer(action, delay, { target }, reading, when);
      return;
    }
    const event = this.checkedEvent(action.params.event, when);
    this.refuseNoDelay(delay, event, when);
    reading.send(target, event);
  }

  /** What an actor is sent that is not run comes to nothing. But what is to be sent later under an id takes the id from other timers. */
  private readSendingToActor(
    { params, ...action }: RecordedAction,
    target: string,
    reading: Reading,
    when: When,
  ): void {
    const { delay, id } = params;
    if (typeof delay !== 'number' || id === undefined) return;
    const { type } = this.typed(params.event, when);
    const sent = { ...action, params: { ...params, event: { type } } };
    this.startTimer(sent, delay, { target, isForActor: true }, reading, when);
  }

  private startTimer(
    { params }: RecordedAction,
    delay: number,
    { target, isForActor = false }: { readonly target?: string; readonly isForActor?: boolean },
    reading: Reading,
    when: When,
  ): void {
    if (!(delay >= 0 && Number.isFinite(delay))) {
      throw this.refusals.refusal(
        when,
        `starts a timer with a delay of ${delay}`,
        'A delay is a finite number of at least 0.',
      );
    }
    const event = this.checkedEvent(params.event, when);
    if (typeof params.id === 'symbol') {
      throw this.refusals.refusal(
        when,
        `starts a timer with the id ${String(params.id)}`,
        'An id is a text or a number.',
      );
    }
    // XState's scheduler turns ids into texts, so that 1 and '1' are the same timer.
    const id = params.id === undefined ? undefined : `${params.id as string | number}`;
    reading.startTimer({ id, event, target, isForActor }, delay);
  }

  /** Whether the component tells of an actor. @throws CheckError for one that is started in a way that cannot be checked */
  mayStart(actor: StartedActor, when: When): boolean {
    const name = nameOf(actor, actor.src);
    if (!Object.hasOwn(this.asked.actors, name)) return false;
    this.refuseWrongSpawning(actor, name, when);
    return true;
  }

  private startActor({ actorRef, src, input }: Spawning, actors: ActorSet, when: When): void {
    const { id } = actorRef;
    const name = nameOf(actorRef, src);
    const spec = Object.hasOwn(this.asked.actors, name) ? this.asked.actors[name] : undefined;
    if (spec === undefined)
      throw this.refusals.spawned(when, 'spawnChild', typeof src === 'string' ? src : undefined);
    this.refuseWrongSpawning(actorRef, name, when);
    if (actors.isRunning(id)) {
      throw this.refusals.refusal(
        when,
        `starts an actor '${id}' while another one of this id runs`,
        'Stop it before, or give each an `id` of its own.',
      );
    }
    const actor = `actor '${name}' of ${this.asked.where}`;
    const tell = (given: unknown) => eventsOf(spec, id, given, actor);
    const events = this.told(() => (refuseChangedInput(tell, input, actor), tell(input)), actor, when);
    for (const event of events) refuseActors(event, `event of ${actor}`);
    actors.start({
      id,
      events: events.map((event) => this.canon.canonical(event, `event of ${actor}`)),
      isOver: false,
    });
  }

  /** What of `invoke` is refused before anything runs. @throws CheckError */
  private refuseWrongSpawning({ id, options }: StartedActor, name: string, when: When): void {
    const refuse = (how: string, remedy: string) => {
      throw this.refusals.refusal(when, `spawns the actor '${name}' ${how}`, remedy);
    };
    if (id === NAMELESS)
      refuse('without an id', `Give it one as the second argument, as in { id: '${name}' }.`);
    if (typeof id !== 'string') refuse(`with the id ${inspectPlain(id)}`, 'The id of an actor is a text.');
    if (options.systemId !== undefined) refuse('with a `systemId`', NO_SYSTEM_ID);
    if (options.syncSnapshot === true) refuse('with `syncSnapshot`', NO_SNAPSHOTS);
  }

  private stopActor(action: RecordedAction, actors: ActorSet, when: When): void {
    const stopped = action.params as unknown;
    // XState finds nothing where no actor of that id runs, and stops nothing where it is given nothing.
    if (!stopped) return;
    const actor = referenceOf(stopped);
    if (actor === undefined) throw this.refusals.stopping(action, when);
    actors.stop(actor.id);
  }

  /** @throws CheckError for what the author's own functions throw */
  private told<T>(tell: () => T, actor: string, when: When): T {
    try {
      return forbidHiddenInputs(tell);
    } catch (thrown) {
      throw (
        this.refusals.explain(thrown, when) ??
        new CheckError(
          `What the ${actor} may tell cannot be found out: ${messageOf(thrown)}. Correct the function in \`actors\`.`,
        )
      );
    }
  }

  /** XState takes what is no number for no delay at all; it is meant to be none where there is none, but never of `after`. @throws CheckError */
  private refuseNoDelay(delay: unknown, event: AnyEventObject, when: When): void {
    if (delay === undefined && !event.type.startsWith('xstate.after.')) return;
    throw this.refusals.refusal(
      when,
      `waits for a delay that is '${String(delay)}'`,
      'Delays must evaluate to a number.',
    );
  }

  private typed(event: unknown, when: When): AnyEventObject {
    const candidate = event as AnyEventObject;
    if (typeof candidate?.type === 'string') return candidate;
    throw this.refusals.refusal(
      when,
      `sends ${inspectPlain(event)}`,
      'An event is an object with a string `type`.',
    );
  }

  private checkedEvent(event: unknown, when: When): AnyEventObject {
    const candidate = this.typed(event, when);
    const reserved = reservedEvent(candidate.type);
    if (reserved !== undefined) throw this.refusals.refusal(when, `sends ${candidate.type}`, `${reserved}.`);
    const where = `event ${quotedWhereNeeded(candidate.type)} of ${this.asked.where}`;
    refuseActors(candidate, where);
    return this.canon.canonical(candidate, where);
  }

  private addressee(action: RecordedAction, when: When): string {
    const event = () => inspectEvent(action.params.event as AnyEventObject);
    const to = addresseeOf(action) ?? this.scope.missed;
    if (to === undefined) {
      throw this.refusals.refusal(
        when,
        `sends ${event()} to ${otherTarget(action)}`,
        "Address a component by its id: sendTo(({ system }) => system.get('id'), ...).",
      );
    }
    if (this.asked.componentOf(to) === undefined) {
      throw this.refusals.refusal(
        when,
        `sends ${event()} to '${to}', which is not a component of the network`,
        'Add the component, or correct the id in `system.get`.',
      );
    }
    return to;
  }
}

/** What XState tells of an actor that is started. */
interface Spawning {
  readonly actorRef: StartedActor;
  readonly src: unknown;
  readonly input: unknown;
}

/** By what name an actor is told of in `actors`. @param src as XState is told of its logic */
const nameOf = ({ id }: StartedActor, src: unknown): string =>
  typeof src === 'string' ? nameOfInvoked({ src, id }) : id;

/** What is read so far out of the actions of one question. */
class Reading {
  readonly timers: TimerSet;
  readonly actors: ActorSet;
  readonly effects: Effect[] = [];
  readonly timing: TimerAction[] = [];
  private sent = 0;

  constructor({ timers, actors }: Origin) {
    this.timers = new TimerSet(timers);
    this.actors = new ActorSet(actors);
  }

  send(to: string, event: AnyEventObject): void {
    this.effects.push({ kind: 'send', to, event });
    this.sent++;
  }

  startTimer(timer: Omit<PendingTimer, 'key' | 'isCancellable'>, delay: number): void {
    const { id } = timer;
    const key = timerKey(timer);
    this.timers.start({ ...timer, key, isCancellable: true });
    this.timing.push({ kind: 'start', id, key, delay, behind: this.sent });
  }

  cancel(id: string): void {
    this.timers.cancel(id);
    this.timing.push({ kind: 'cancel', id, behind: this.sent });
  }
}

const NOTHING: readonly never[] = [];

/**
 * The second of an actor's functions would be given what the first has left, and a frozen input is changed in vain.
 *
 * @param tell calls them
 */
function refuseChangedInput(tell: (input: unknown) => unknown, input: unknown, actor: string): void {
  if (changedInPlace({ input }, (copies) => tell(copies.input)) === undefined) return;
  throw new CheckError(
    `A function of the ${actor} in \`actors\` changes its input in place. Make a new value: \`input.toSorted()\`, for example, in place of \`input.sort()\`.`,
  );
}
