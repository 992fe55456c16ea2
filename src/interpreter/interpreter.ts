import {
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  getInitialMicrosteps,
} from 'xstate';
import { inspectEvent, inspectPlain } from '../network/canonical.js';
import { messageOf } from '../network/errors.js';
import type { ComponentSpec } from '../network/network.js';
import { printable, quotedWhereNeeded } from '../network/quoted.js';
import { reservedEvent } from '../network/reserved-events.js';
import type { ActiveStates } from './active-states.js';
import type { Canon } from './canon.js';
import type { Candidates } from './chart/candidates.js';
import { type ChartUse, UsedParts } from './chart/use.js';
import type { ChartWatch } from './chart/watch.js';
import { tick } from './deadline.js';
import { forbidHiddenInputs } from './hidden-inputs.js';
import { inspectValue, isDone, type LocalState, type PendingTimer, timerKey } from './local-state.js';
import type { MachineCopies } from './machine-copies.js';
import { watchingPromises } from './made-promises.js';
import type { Names } from './names.js';
import { type Effect, notHandled, type Reaction, type TimerAction } from './reaction.js';
import { addresseeOf, otherTarget, type RecordedAction, RecordingScope } from './recording-scope.js';
import { Refusals, type When } from './refusals.js';
import { TimerSet, timerName } from './timer-set.js';

/** What a new local state takes over from the one before. */
type Origin = Pick<LocalState, 'timers' | 'crashes' | 'start'>;

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
  private readonly timerNames: ReadonlyMap<string, string>;

  /**
   * @param where names the component in messages, for example `component 'die.0'`
   * @param copies the copies of machines that all components of the network share
   * @param canon makes of contexts and events what the machine sees of them
   */
  constructor(
    readonly id: string,
    private readonly where: string,
    private readonly spec: Pick<ComponentSpec, 'machine' | 'ignoredActions' | 'crashes'>,
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
    this.refusals = new Refusals(where, this.machine, spec.ignoredActions ?? []);
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
    const origin = { timers: [], crashes: 0, start: this.spec.crashes?.restarts === true ? start : 0 };
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
    return this.transition(local, event, local.timers);
  }

  /** The types of the events that may bring something about in a state; `undefined` if any may. */
  typesTaken({ snapshot }: LocalState): ReadonlySet<string> | undefined {
    return this.candidates.typesIn(snapshot);
  }

  /** The reaction to a pending timer. */
  fire(local: LocalState, timer: PendingTimer): Reaction {
    const timers = new TimerSet(local.timers).fired(timer);
    const spent = { ...notHandled(local), handled: true, next: { ...local, timers } };
    if (timer.target !== undefined) {
      return { ...spent, effects: [{ kind: 'send', to: timer.target, event: timer.event }], isRelay: true };
    }
    // A timer whose guards all fail is spent all the same.
    const reaction = this.transition(local, timer.event, timers);
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
    const next = { ...local, timers: [], crashes: count, isDown: true };
    return { ...notHandled(local), handled: true, next };
  }

  /** A timer as a reader knows it: the name of its delay and the state that waits, instead of XState's internal id. */
  timerName(timer: PendingTimer): string {
    return timerName(timer, this.timerNames);
  }

  private transition(local: LocalState, event: AnyEventObject, timers: readonly PendingTimer[]): Reaction {
    if (isDone(local) || this.typesTaken(local)?.has(event.type) === false) return notHandled(local);
    const { snapshot } = local;
    const when = () => `on ${inspectEvent(event)} in ${inspectValue(snapshot)}`;
    if (this.isUnhandledError(snapshot, event, when)) return notHandled(local);
    const reaction = this.run(when, snapshot, { ...local, timers }, () =>
      this.machine.transition(snapshot, event, this.scope.scope),
    );
    const isSomething = reaction.thrown !== undefined || this.scope.recorded.length > 0;
    if (isSomething || reaction.next.snapshot !== snapshot) return reaction;
    // Nothing happened: either no transition is enabled, or one without target and actions, which takes the event too.
    return this.scope.taken > 0 ? reaction : notHandled(local);
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
      this.activeStates.share(snapshot, before);
      snapshot.context = this.canon.canonical(snapshot.context, `context of ${this.where}`, before?.context);
      snapshot.output = this.canon.canonical(snapshot.output, `output of ${this.where}`) as never;
    }
    const reaction = this.read(snapshot, origin, when);
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

  /** An actor that was created counts, even if it was stopped within the same macrostep, or what created it has caught an error. */
  private refuseSpawned(when: When, before: AnyMachineSnapshot | undefined): void {
    const { recorded, spawned } = this.scope;
    if (recorded.length === 0 && spawned === undefined) return;
    const child = recorded.find(({ type }) => type === 'xstate.spawnChild');
    if (spawned === undefined && child === undefined) return;
    const source = child?.params.src ?? spawned?.source;
    const mayBeContext = before === undefined && typeof this.machine.config.context === 'function';
    const bySpawn = `by \`spawn\` in ${mayBeContext ? 'its context or in an assign' : 'an assign'}`;
    throw this.refusals.spawned(
      when,
      child === undefined ? bySpawn : 'by `spawnChild`',
      typeof source === 'string' ? source : undefined,
    );
  }

  /** A function of the machine throws: a reaction that leads nowhere, or a refusal if what it does is none of a machine's business. */
  private exception(error: unknown, when: When): Reaction {
    const refusal = this.refusals.explain(error, when);
    if (refusal !== undefined) throw refusal;
    if (this.isPromised) throw this.refusals.promised(when);
    const thrown = `${when()}: ${printable(messageOf(error).replace(/\s*\n\s*/g, ' '))}`;
    return { handled: true, next: NOWHERE, effects: [], timing: [], thrown };
  }

  /** Turns the recorded actions into messages, emitted events and timers. */
  private read(
    snapshot: AnyMachineSnapshot,
    { timers: timersBefore, crashes, start }: Origin,
    when: When,
  ): Reaction {
    if (this.scope.recorded.length === 0 && snapshot.status !== 'done') {
      const next = { snapshot, timers: timersBefore, crashes, isDown: false, start };
      return { handled: true, next, effects: NOTHING, timing: NOTHING };
    }
    const timers = new TimerSet(timersBefore);
    const effects: Effect[] = [];
    const timing: TimerAction[] = [];
    let sent = 0;
    const startTimer = ({ params }: RecordedAction, delay: number, target: string | undefined) => {
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
      const key = timerKey(id, event, target);
      timers.start({ id, event, target, key, isCancellable: true });
      timing.push({ kind: 'start', id, key, delay, behind: sent });
    };
    for (const action of this.scope.recorded) {
      const { params } = action;
      const delay = params?.delay;
      switch (action.type) {
        case 'xstate.raise':
          if (typeof delay === 'number') startTimer(action, delay, undefined);
          else this.refuseNoDelay(delay, this.typed(params.event, when), when);
          break;
        case 'xstate.cancel':
          timers.cancel(String(params.sendId));
          timing.push({ kind: 'cancel', id: String(params.sendId), behind: sent });
          break;
        case 'xstate.sendTo': {
          const to = this.addressee(action, when);
          if (typeof delay === 'number') startTimer(action, delay, to);
          else {
            const event = this.checkedEvent(params.event, when);
            this.refuseNoDelay(delay, event, when);
            effects.push({ kind: 'send', to, event });
            sent++;
          }
          break;
        }
        case 'xstate.emit':
          effects.push({ kind: 'emit', event: this.checkedEvent(params.event, when) });
          break;
        case 'xstate.log':
          break;
        default: {
          const refusal = this.refusals.ofAction(action, when);
          if (refusal !== undefined) throw refusal;
        }
      }
    }
    if (snapshot.status === 'done') timers.end((name) => this.componentOf(name) === this.id);
    const next = { snapshot, timers: timers.sorted(), crashes, isDown: false, start };
    return { handled: true, next, effects, timing };
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
    return this.canon.canonical(candidate, `event ${quotedWhereNeeded(candidate.type)} of ${this.where}`);
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
    if (this.componentOf(to) === undefined) {
      throw this.refusals.refusal(
        when,
        `sends ${event()} to '${to}', which is not a component of the network`,
        'Add the component, or correct the id in `system.get`.',
      );
    }
    return to;
  }
}

const NOTHING: readonly never[] = [];

/** Stands for the state after an exception, which there is none of. */
const NOWHERE = undefined as never;
