import {
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  getInitialMicrosteps,
} from 'xstate';
import { endedActor, errorType } from '../network/actors.js';
import { inspectEvent } from '../network/canonical.js';
import { messageOf } from '../network/errors.js';
import type { AnsweringSpec } from '../network/network.js';
import { printable } from '../network/quoted.js';
import { ActionReader, type Origin } from './action-reader.js';
import type { ActiveStates } from './active-states.js';
import type { Canon } from './canon.js';
import type { Candidates } from './chart/candidates.js';
import { type ChartUse, UsedParts } from './chart/use.js';
import type { ChartWatch } from './chart/watch.js';
import { tick } from './deadline.js';
import { forbidHiddenInputs } from './hidden-inputs.js';
import {
  inspectValue,
  isDone,
  type LocalState,
  type PendingTimer,
  type RunningActor,
} from './local-state.js';
import type { MachineCopies } from './machine-copies.js';
import { watchingPromises } from './made-promises.js';
import type { Names } from './names.js';
import { notHandled, type Reaction } from './reaction.js';
import { RecordingScope } from './recording-scope.js';
import { Refusals, type When } from './refusals.js';
import { actorEndedBy, withChildren } from './running-actors.js';
import { TimerSet, timerName } from './timer-set.js';

/** What an answer rests on, besides the machine and what it was asked. */
export interface QuestionRecord {
  /** What was used of the chart. */
  readonly parts: UsedParts;
  /** The names of components that the machine asked for, or sent to, and what they stood for. */
  readonly names: Map<string, string | undefined>;
  /** The machine asked who it is: see `Fellows`. */
  asksWho: boolean;
}

/** The components that share their answers: what a machine answers for one of them it must answer for all. */
export interface Fellows {
  /** Whether several components may share them, in this network or another one that is made of the same machines. */
  readonly isPossible: boolean;
  /** Whether there are several here. */
  areSeveral(): boolean;
  /** Whether one of them has this id, and no alias of that name. */
  has(name: string): boolean;
}

const NO_FELLOWS: Fellows = { isPossible: false, areSeveral: () => false, has: () => false };

/** What a machine is asked. */
export interface MachineInterpreter {
  /** The states that the last answer led through, each after a microstep; the initial one is not among them. */
  readonly passed: readonly AnyMachineSnapshot[];
  /**
   * The component's start, with what its entry actions send.
   *
   * @param start number of the input among the component's inputs
   */
  initial(input: unknown, start?: number): Reaction;
  /** The reaction to an event. */
  ask(local: LocalState, event: AnyEventObject): Reaction;
  /** The reaction to a pending timer. */
  fire(local: LocalState, timer: PendingTimer): Reaction;
}

/**
 * The only place that asks XState. It runs one component's machine in a scope that records actions and performs none, and reads
 * messages, observations and timers out of what was recorded.
 */
export class Interpreter implements MachineInterpreter {
  readonly machine: AnyStateMachine;
  /** How often XState was asked. */
  questions = 0;
  /** What the network uses of the machine's chart. */
  readonly chart: ChartUse;
  private readonly watch: ChartWatch;
  private record: QuestionRecord | undefined;
  /** In the last question it has called one of its fellows by this id. */
  private fellowCalled: string | undefined;
  /** In the last question one of its functions made a promise. */
  private isPromised = false;
  private readonly candidates: Candidates;
  private readonly activeStates: ActiveStates;
  private readonly scope: RecordingScope;
  private readonly refusals: Refusals;
  private readonly actions: ActionReader;
  private readonly timerNames: ReadonlyMap<string, string>;

  /**
   * @param where names the component in messages, for example `component 'die.0'`
   * @param copies the copies of machines that all components of the network share
   * @param canon makes of contexts and events what the machine sees of them
   */
  constructor(
    readonly id: string,
    private readonly where: string,
    private readonly spec: AnsweringSpec,
    private readonly named: Names,
    copies: MachineCopies,
    private readonly canon: Canon,
    private readonly fellows: Fellows = NO_FELLOWS,
  ) {
    const { machine, chart, watch, candidates, activeStates, timerNames } = copies.of(spec.machine, where);
    this.machine = machine;
    this.candidates = candidates;
    this.activeStates = activeStates;
    this.chart = chart;
    this.watch = watch;
    this.timerNames = timerNames;
    const names = { componentOf: (name: string) => this.componentOf(name), nameOf: named.nameOf };
    this.scope = new RecordingScope(id, watch.note, names, fellows.isPossible);
    this.refusals = new Refusals(where, this.machine, spec);
    const asked = { id, where, actors: spec.actors ?? {}, componentOf: names.componentOf };
    this.actions = new ActionReader(asked, this.scope, this.refusals, canon);
  }

  /** Does what puts questions, and tells what the answers rest on. */
  recording<T>(ask: () => T): { readonly answer: T; readonly record: QuestionRecord } {
    const record: QuestionRecord = { parts: new UsedParts(), names: new Map(), asksWho: false };
    this.record = record;
    try {
      return { answer: ask(), record };
    } finally {
      this.record = undefined;
      this.chart.parts.add(record.parts);
    }
  }

  /** Whether an answer, put by what it rests on, is the one that the machine would give here; then its parts are used. */
  accepts({ parts, names, asksWho }: QuestionRecord): boolean {
    const { fellows, named } = this;
    if (asksWho && fellows.areSeveral()) return false;
    for (const [name, component] of names) {
      if (named.componentOf(name) !== component || fellows.has(name)) return false;
    }
    this.chart.parts.add(parts);
    return true;
  }

  /** The states that the last question led through, each after a microstep; the initial one is not among them. */
  get passed(): readonly AnyMachineSnapshot[] {
    return this.scope.passed;
  }

  /**
   * The component's start, with what its entry actions send.
   *
   * @param start number of the input among the component's inputs
   */
  initial(input: unknown, start = 0): Reaction {
    return this.begin(this.inputSeen(input), start);
  }

  /** An input as the machine sees it. */
  inputSeen(input: unknown): unknown {
    return this.canon.canonical(input, `input of ${this.where}`);
  }

  /** As `initial`, with an input that the machine gets as it is. */
  begin(given: unknown, start: number): Reaction {
    const first = this.spec.crashes?.restarts === true ? start : 0;
    const origin = { timers: [], actors: [], crashes: 0, start: first };
    return this.run(
      () => 'as it starts',
      undefined,
      origin,
      () => this.machine.getInitialSnapshot(this.scope.scope, given as never),
    );
  }

  /** The reaction to an event in a state. A machine that is done takes nothing; a crashed one swallows everything. */
  ask(local: LocalState, event: AnyEventObject): Reaction {
    if (local.isDown) return { ...notHandled(local), handled: true };
    const ended = actorEndedBy(local, event);
    if (ended !== undefined) return this.end(local, event, ended);
    this.refuseForeignEnd(local, event);
    return this.transition(local, event, local);
  }

  /** An actor comes to an end, and its machine is told. Where nothing takes that the actor is over all the same; but XState ends a machine that takes no failure. */
  private end(local: LocalState, event: AnyEventObject, ended: RunningActor): Reaction {
    const actors = local.actors.map((actor) =>
      actor === ended ? { id: actor.id, events: [], isOver: true } : actor,
    );
    const reaction = this.transition(local, event, { ...local, actors });
    if (reaction.handled) return reaction;
    const over = { ...notHandled(local), handled: true, next: { ...local, actors } };
    if (event.type !== errorType(ended.id)) return over;
    const when = this.moment(local, event);
    return { ...over, next: NOWHERE, thrown: `${when()}: no \`onError\` takes the failure of the actor` };
  }

  /** Of an actor that it has told of a component hears by itself only. @throws CheckError */
  private refuseForeignEnd(local: LocalState, event: AnyEventObject): void {
    if (this.spec.actors === undefined || endedActor(event.type) === undefined) return;
    throw this.refusals.refusal(
      this.moment(local, event),
      'is told of the end of an actor of its own, and not by the actor',
      'Others must not send what XState sends for the actors of `actors`.',
    );
  }

  /** The types of the events that may bring something about in a state; `undefined` if any may. */
  typesTaken({ snapshot }: LocalState): ReadonlySet<string> | undefined {
    return this.candidates.typesIn(snapshot);
  }

  /** The reaction to a pending timer. */
  fire(local: LocalState, timer: PendingTimer): Reaction {
    const timers = new TimerSet(local.timers).fired(timer);
    const spent = { ...notHandled(local), handled: true, next: { ...local, timers } };
    if (timer.isForActor) return spent;
    if (timer.target !== undefined) {
      return { ...spent, effects: [{ kind: 'send', to: timer.target, event: timer.event }], isRelay: true };
    }
    // A timer whose guards all fail is spent all the same.
    const reaction = this.transition(local, timer.event, { ...local, timers });
    return reaction.handled ? reaction : spent;
  }

  /** Asks something again, which is not counted. */
  again(ask: (interpreter: Interpreter) => Reaction): Reaction {
    const { questions } = this;
    const reaction = ask(this);
    this.questions = questions;
    return reaction;
  }

  /** The states that the machine leads through as it starts, each after a microstep. */
  passedAtStart(input: unknown): readonly AnyMachineSnapshot[] {
    this.notePartsHere();
    return getInitialMicrosteps(this.machine, input as never).map(([state]) => state as AnyMachineSnapshot);
  }

  /** The component goes down, or down and up again; `undefined` when it may not crash (any more). */
  crash(local: LocalState, input: unknown): Reaction | undefined {
    const crashes = this.spec.crashes;
    if (crashes === undefined || local.isDown || local.crashes >= crashes.atMost || isDone(local))
      return undefined;
    const count = local.crashes + 1;
    if (crashes.restarts === true) {
      const restarted = this.initial(input, local.start);
      return { ...restarted, next: { ...restarted.next, crashes: count } };
    }
    const next = { ...local, timers: [], actors: [], crashes: count, isDown: true };
    return { ...notHandled(local), handled: true, next };
  }

  /** A timer as a reader knows it: the name of its delay and the state that waits, instead of XState's internal id. */
  timerName(timer: PendingTimer): string {
    return timerName(timer, this.timerNames);
  }

  private transition(local: LocalState, event: AnyEventObject, origin: Origin): Reaction {
    if (isDone(local) || this.typesTaken(local)?.has(event.type) === false) return notHandled(local);
    const { snapshot } = local;
    const when = this.moment(local, event);
    if (this.isUnhandledError(snapshot, event, when)) return notHandled(local);
    const asked = withChildren(local);
    const reaction = this.run(when, snapshot, origin, () => {
      const next = this.machine.transition(asked, event, this.scope.scope);
      return next === asked ? snapshot : next;
    });
    const isSomething = reaction.thrown !== undefined || this.scope.recorded.length > 0;
    if (isSomething || reaction.next.snapshot !== snapshot) return reaction;
    // Nothing happened: either no transition is enabled, or one without target and actions, which takes the event too.
    return this.scope.taken > 0 ? reaction : notHandled(local);
  }

  private moment({ snapshot }: LocalState, event: AnyEventObject): When {
    return () => `on ${inspectEvent(event)} in ${inspectValue(snapshot)}`;
  }

  /** XState ends an actor that gets an `xstate.error.actor.*` which it has no transition for; here it is an event like any other. */
  private isUnhandledError(snapshot: AnyMachineSnapshot, event: AnyEventObject, when: When): boolean {
    return event.type.startsWith('xstate.error.actor') && !this.isEnabled(snapshot, event, when);
  }

  private isEnabled(snapshot: AnyMachineSnapshot, event: AnyEventObject, when: When): boolean {
    this.notePartsHere();
    try {
      return forbidHiddenInputs(() => this.machine.getTransitionData(snapshot, event)).length > 0;
    } catch (thrown) {
      const refusal = this.refusals.explain(thrown, when);
      if (refusal !== undefined) throw refusal;
      // A guard that throws does so again when the event is taken.
      return true;
    }
  }

  private run(
    when: When,
    before: AnyMachineSnapshot | undefined,
    origin: Origin,
    ask: () => AnyMachineSnapshot,
  ): Reaction {
    tick();
    this.questions++;
    this.notePartsHere();
    this.scope.clear();
    this.fellowCalled = undefined;
    this.isPromised = false;
    const reaction = this.outcome(when, before, origin, ask);
    if (this.fellows.isPossible) this.refuseIdentity(when);
    return reaction;
  }

  private outcome(
    when: When,
    before: AnyMachineSnapshot | undefined,
    origin: Origin,
    ask: () => AnyMachineSnapshot,
  ): Reaction {
    let snapshot: AnyMachineSnapshot;
    try {
      snapshot = watchingPromises(
        () => forbidHiddenInputs(ask),
        () => (this.isPromised = true),
      );
    } catch (thrown) {
      this.refuseSpawned(when, before);
      return this.exception(thrown, when);
    }
    this.refuseSpawned(when, before);
    if (snapshot.status === 'error') return this.exception(snapshot.error, when);
    if (snapshot !== before) {
      this.refusals.refuseStale(snapshot.context, this.scope.created, when);
      this.activeStates.share(snapshot, before);
      snapshot.context = this.canon.canonical(snapshot.context, `context of ${this.where}`, before?.context);
      snapshot.output = this.canon.canonical(snapshot.output, `output of ${this.where}`) as never;
      // Which actors run the local state tells.
      snapshot.children = NO_CHILDREN;
    }
    const reaction = this.actions.read(snapshot, origin, when);
    // Last, as what a promise is taken for says more, where it is found: an event, a part of a context.
    if (this.isPromised) throw this.refusals.promised(when);
    return reaction;
  }

  private notePartsHere(): void {
    this.watch.noted = this.record?.parts ?? this.chart.parts;
  }

  private componentOf(name: string): string | undefined {
    const component = this.named.componentOf(name);
    this.record?.names.set(name, component);
    if (this.fellows.has(name)) this.fellowCalled = name;
    return component;
  }

  /** What the last question came to must be the same for all that share the answer. @throws CheckError */
  private refuseIdentity(when: When): void {
    const { record, fellows, fellowCalled, scope } = this;
    const why = 'Components of one machine with the same `aliases` share its answers, so that it must not.';
    if (scope.askedWho && record !== undefined) record.asksWho = true;
    if (scope.askedWho && fellows.areSeveral()) {
      throw this.refusals.refusal(
        when,
        'asks who it is (`self`, or its own id)',
        `${why} Give each an alias for itself, as in aliases: { me: '${this.id}' }, and use system.get('me'), or a name in its input.`,
      );
    }
    if (fellowCalled !== undefined) {
      throw this.refusals.refusal(
        when,
        `calls '${fellowCalled}', which is one of its like, by its id`,
        `${why} Give it an alias for that component.`,
      );
    }
  }

  /** An actor that is created by `spawn` counts, even if it was stopped within the same macrostep, or what created it has caught an error. */
  private refuseSpawned(when: When, before: AnyMachineSnapshot | undefined): void {
    for (const { actor, source } of this.scope.spawned) {
      if (actor !== undefined && this.actions.mayStart(actor, when)) continue;
      const mayBeContext = before === undefined && typeof this.machine.config.context === 'function';
      const within = `in ${mayBeContext ? 'its context or in an assign' : 'an assign'}`;
      throw this.refusals.spawned(when, 'spawn', source, within);
    }
  }

  /** A function of the machine throws: a reaction that leads nowhere, or a refusal if what it does is none of a machine's business. */
  private exception(error: unknown, when: When): Reaction {
    const refusal = this.refusals.explain(error, when);
    if (refusal !== undefined) throw refusal;
    if (this.isPromised) throw this.refusals.promised(when);
    const thrown = `${when()}: ${printable(messageOf(error).replace(/\s*\n\s*/g, ' '))}`;
    return { handled: true, next: NOWHERE, effects: [], timing: [], thrown };
  }
}

/** Stands for the state after an exception, which there is none of. */
const NOWHERE = undefined as never;

const NO_CHILDREN = Object.freeze({});
