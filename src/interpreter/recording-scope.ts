import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { holdAsReference } from '../network/actor-reference.js';
import { inspectPlain } from '../network/canonical.js';
import { refuseWithinQuestion } from './hidden-inputs.js';
import type { Microstep } from './chart/watch.js';
import { type Names, OWN_NAMES } from './names.js';
import { ComponentReference, OwnReference, refuseCalls, type SelfReference, watched } from './references.js';
import { NOT_RUN } from './running-actors.js';

/** What XState hands over for an action; the published types do not cover it. */
export interface RecordedAction {
  readonly type: string;
  readonly info: { readonly self: SelfReference };
  readonly params: Record<string, unknown>;
  readonly exec: unknown;
}

/** XState's own bound is an option of the machine; versions before 5.33 have none. No machine needs as many. */
const MICROSTEPS_MAX = 1_000_000;
const ENDLESS = `Infinite loop detected: more than ${MICROSTEPS_MAX} microsteps`;

/** How XState tells an inspector of a new actor. */
interface Creation {
  readonly type: '@xstate.actor';
  readonly actorRef?: StartedActor & { logic: unknown };
}

/** An actor as XState has made it. */
export interface StartedActor {
  readonly id: string;
  /** Name of its logic, or the logic itself. */
  readonly src?: unknown;
  readonly options: {
    readonly input?: unknown;
    readonly systemId?: unknown;
    readonly syncSnapshot?: boolean;
  };
}

/** An actor that was created during the last question. */
export interface CreatedActor {
  /** As XState holds it; `undefined` where it has not told of it yet. */
  readonly actor: StartedActor | undefined;
  /** Name of its logic, if it has one. */
  readonly source: string | undefined;
  /** How many actions had been recorded before. */
  readonly behind: number;
}

const SPAWN = 'xstate.spawnChild';

/** The id of an actor that its chart gives none. */
export const NAMELESS = 'without an id';

type ActorScope = Parameters<AnyStateMachine['transition']>[2];

/**
 * An actor scope in which actions are recorded and none is performed. XState's own `transition()` builds an actor system for each
 * call; this one is reused, and its `system.get(id)` answers for components, which are no actors here.
 */
export class RecordingScope {
  /** The actions of the last question, in order. */
  recorded: RecordedAction[] = [];
  /** The states that the last question led through, after each microstep but the initial one. */
  passed: AnyMachineSnapshot[] = [];
  /** How many transitions the first microstep of the last question took: none where the event finds none that is enabled. */
  taken = 0;
  readonly scope: ActorScope;
  /** The actors that were created during the last question, those that have been stopped since included. */
  created: CreatedActor[] = [];
  private self: SelfReference | undefined;
  private selfSerial = 0;
  private microsteps = 0;
  /** By name, as a chart may compare references: two to one component are one object, as in a live system. */
  private readonly references = new Map<string, ComponentReference>();
  /** The last name that was asked for in the last question and that nobody has. */
  missed: string | undefined;
  /** In the last question the machine asked who it is: it read the id of `self`, or sent something to it. */
  askedWho = false;

  /**
   * @param onMicrostep called with each microstep after the initial one
   * @param names what the machine calls others
   * @param isWatched whether it is noted that the machine asks who it is
   */
  constructor(
    id: string,
    onMicrostep: (microstep: Microstep) => void,
    { componentOf, nameOf }: Names = OWN_NAMES,
    isWatched = false,
  ) {
    const system = {
      get: (name: string) => {
        const component = componentOf(name);
        if (component === undefined) {
          this.missed = name;
          return undefined;
        }
        return name === id && component === id ? (this.self ?? nextSelf()) : this.reference(nameOf(name));
      },
      getAll: () => refuseWithinQuestion('input', 'system.getAll()'),
      getSnapshot: () => refuseWithinQuestion('input', 'system.getSnapshot()'),
      get scheduler() {
        return refuseWithinQuestion('input', 'system.scheduler');
      },
      inspect: () => refuseWithinQuestion('effect', 'system.inspect()'),
      start: () => refuseWithinQuestion('effect', 'system.start()'),
      // Besides microsteps, an actor that is created is told of.
      _sendInspectionEvent: (event: Microstep | Creation) => {
        if (event.type === '@xstate.microstep') {
          if (++this.microsteps > MICROSTEPS_MAX) throw new Error(ENDLESS);
          if (this.passed.length === 0) this.taken = event._transitions.length;
          this.passed.push(event.snapshot);
          onMicrostep(event);
        }
        if (event.type === '@xstate.actor') {
          const actor = event.actorRef;
          const source = actor?.src;
          if (actor !== undefined) {
            // Next it makes its first snapshot: of logic that an action holds itself, too, nothing is run.
            actor.logic = NOT_RUN;
            refuseCalls(actor);
            holdAsReference(actor);
          }
          const behind = this.recorded.length;
          this.created.pop();
          this.created.push({ actor, source: typeof source === 'string' ? source : undefined, behind });
        }
      },
      // The first thing that the constructor of an actor asks for.
      _bookId: () => {
        this.created.push({ actor: undefined, source: undefined, behind: this.recorded.length });
        return NAMELESS;
      },
      _set() {},
      _unregister() {},
    };
    const noteWho = (key?: string | symbol) => {
      if (key === undefined || key === 'id' || key === 'systemId' || key === 'sessionId')
        this.askedWho = true;
    };
    const nextSelf = (): SelfReference => {
      const self = new OwnReference(id, this.selfSerial++, id, system);
      return (this.self = isWatched ? watched(self, noteWho) : self);
    };
    const scope = {
      get self() {
        return nextSelf();
      },
      id,
      sessionId: id,
      system,
      logger() {},
      defer() {},
      stopChild() {},
      emit() {},
      actionExecutor: (action: unknown) => {
        this.recorded.push(action as RecordedAction);
      },
    };
    // XState's scope type asks for live actors; a pure transition reads no more of it than this.
    this.scope = scope as unknown as ActorScope;
  }

  clear(): void {
    // New ones: to empty an array takes longer.
    this.recorded = [];
    this.passed = [];
    this.taken = 0;
    this.created = [];
    this.microsteps = 0;
    this.missed = undefined;
    this.askedWho = false;
  }

  /** The actors of the last question that no action was recorded of: `spawn` has created them, in an assignment, or as the context was made. */
  get spawned(): readonly CreatedActor[] {
    if (this.created.length === 0) return this.created;
    const told = this.recorded.flatMap(({ type, params }) => (type === SPAWN ? [params.actorRef] : []));
    return this.created.filter(({ actor }) => !told.includes(actor));
  }

  /** The actions of the last question in order, those of `spawn` among them as if they were `spawnChild`. */
  get performed(): readonly RecordedAction[] {
    const { recorded, spawned } = this;
    if (spawned.length === 0) return recorded;
    const performed: RecordedAction[] = [];
    for (let at = 0; at <= recorded.length; at++) {
      for (const { actor, behind } of spawned) {
        if (behind !== at || actor === undefined) continue;
        const params = { actorRef: actor, src: actor.src, input: actor.options.input };
        performed.push({ type: SPAWN, info: { self: this.self! }, params, exec: undefined });
      }
      if (at < recorded.length) performed.push(recorded[at]!);
    }
    return performed;
  }

  private reference(name: string): ComponentReference {
    let known = this.references.get(name);
    if (known === undefined) {
      known = Object.freeze(new ComponentReference(name));
      this.references.set(name, known);
    }
    return known;
  }
}

/**
 * The id of the component that a recorded `sendTo` is for, or `undefined` when its target evaluated to nothing, or to something that is no
 * reference to a component, be it that it has an `id`: a live actor throws there. Where it is nothing XState takes the sender itself, silently,
 * and reads `scope.self` once more for it: such a reference is younger than the one that the action was given.
 */
export function addresseeOf({ params: { to }, info }: RecordedAction): string | undefined {
  if (!(to instanceof ComponentReference)) return undefined;
  const isFallback = to instanceof OwnReference && to.serial > info.self.serial;
  return isFallback ? undefined : to.id;
}

/** What a recorded `sendTo` is for, as part of a sentence, where that is no component. */
export function otherTarget({ params: { to } }: RecordedAction): string {
  if (to instanceof ComponentReference) return 'a target that evaluates to nothing';
  if (typeof to !== 'object' || to === null) return `${inspectPlain(to)}, which is no actor`;
  const id = (to as { readonly id?: unknown }).id;
  return typeof (to as { readonly send?: unknown }).send === 'function'
    ? `an actor of its own, '${String(id)}'`
    : `an object that is no actor${typeof id === 'string' ? `, with the id '${id}'` : ''}`;
}
