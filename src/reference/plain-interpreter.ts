import {
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  getInitialMicrosteps,
} from 'xstate';
import { inspectEvent } from '../network/canonical.js';
import { CheckError, messageOf } from '../network/errors.js';
import { refuseActors } from '../network/plain-data.js';
import { printable } from '../network/quoted.js';
import type { AnsweringSpec } from '../network/network.js';
import { reservedEvent } from '../network/reserved-events.js';
import type { Canon } from '../interpreter/canon.js';
import { forbidHiddenInputs } from '../interpreter/hidden-inputs.js';
import {
  inspectValue,
  type LocalState,
  type PendingTimer,
  type RunningActor,
} from '../interpreter/local-state.js';
import { bareCopyOf } from '../interpreter/machine-copies.js';
import type { Names } from '../interpreter/names.js';
import { type Effect, notHandled, type Reaction } from '../interpreter/reaction.js';
import { addresseeOf, type RecordedAction, RecordingScope } from '../interpreter/recording-scope.js';
import { idOfChild, runningIn, withPlainChildren } from './plain-actors.js';
import { LiveScheduler } from './plain-scheduler.js';
import type { Rules } from './rules.js';
import { Refusals, type When } from '../interpreter/refusals.js';
import { timerName } from '../interpreter/timer-set.js';

/** A reaction, with what it does to timers that are pending, or to be, as fairness sees it. */
export interface PlainReaction extends Reaction {
  /** Keys of which timers were pending, but for what fired, and none of them is left. Left out: none. */
  readonly interrupted?: readonly string[];
}

/**
 * Asks XState what one component does, as plainly as it can be put: no answer is remembered, nothing is asked twice, and whether an event is
 * taken is asked of XState each time. The interpreter that the tables use is compared with it.
 */
export class ReferenceInterpreter {
  private readonly machine: AnyStateMachine;
  private readonly timerNames: ReadonlyMap<string, string>;
  private readonly scope: RecordingScope;
  private readonly refusals: Refusals;

  constructor(
    readonly id: string,
    private readonly where: string,
    private readonly spec: AnsweringSpec,
    private readonly names: Names,
    private readonly canon: Canon,
    private readonly rules: Rules,
  ) {
    const copy = bareCopyOf(spec.machine);
    this.machine = copy.machine;
    this.timerNames = copy.timerNames;
    this.scope = new RecordingScope(id, () => {}, names);
    this.refusals = new Refusals(where, this.machine, spec);
  }

  initial(input: unknown, start = 0): PlainReaction {
    const before = {
      timers: [],
      actors: [],
      crashes: 0,
      start: this.spec.crashes?.restarts === true ? start : 0,
    };
    const given = this.canon.canonical(input, `input of ${this.where}`);
    return this.react(
      () => 'as it starts',
      before,
      () => this.machine.getInitialSnapshot(this.scope.scope, given as never),
    );
  }

  ask(local: LocalState, event: AnyEventObject): PlainReaction {
    if (local.isDown) return { ...notHandled(local), handled: true };
    const ends = ({ id, isOver }: RunningActor) =>
      !isOver && (event.type === `xstate.done.actor.${id}` || event.type === `xstate.error.actor.${id}`);
    if (!local.actors.some(ends)) return this.take(local, event);
    const actors = local.actors.map((actor) =>
      ends(actor) ? { id: actor.id, events: [], isOver: true } : actor,
    );
    const over = { ...local, actors };
    const reaction = this.take(over, event);
    if (reaction.handled) return reaction;
    if (event.type.startsWith('xstate.done')) return { ...notHandled(over), handled: true };
    // XState ends a machine that does not take the failure of its actor.
    return this.exception(new Error('no `onError` takes the failure of the actor'), momentOf(local, event));
  }

  private take(local: LocalState, event: AnyEventObject): PlainReaction {
    if (local.snapshot.status !== 'active') return notHandled(local);
    const { snapshot } = local;
    const when = momentOf(local, event);
    // An event that nothing takes makes XState's actor fail, if it is one of these, and does not reach this network's components either.
    let isTaken: boolean;
    try {
      isTaken = forbidHiddenInputs(() => this.machine.getTransitionData(snapshot, event)).length > 0;
    } catch (thrown) {
      return this.exception(thrown, when);
    }
    if (!isTaken && event.type.startsWith('xstate.error.actor')) return notHandled(local);
    const asked = withPlainChildren(local);
    const reaction = this.react(when, local, () => {
      const next = this.machine.transition(asked, event, this.scope.scope);
      return next === asked ? snapshot : next;
    });
    const isChanged =
      reaction.thrown !== undefined || reaction.next.snapshot !== snapshot || this.scope.recorded.length > 0;
    return isTaken || isChanged ? reaction : notHandled(local);
  }

  fire(local: LocalState, timer: PendingTimer): PlainReaction {
    const scheduler = new LiveScheduler(local.timers, this.rules);
    scheduler.fire(timer);
    const next = { ...local, timers: scheduler.timers() };
    const spent = { ...notHandled(next), handled: true };
    if (timer.isForActor) return spent;
    if (timer.target === undefined) {
      const reaction = this.take(next, timer.event);
      return reaction.handled ? reaction : spent;
    }
    return { ...spent, effects: [{ kind: 'send', to: timer.target, event: timer.event }], isRelay: true };
  }

  crash(local: LocalState, input: unknown): PlainReaction | undefined {
    const { crashes } = this.spec;
    const mayCrash = crashes !== undefined && local.crashes < crashes.atMost;
    if (!mayCrash || local.isDown || local.snapshot.status !== 'active') return undefined;
    const count = local.crashes + 1;
    if (crashes.restarts !== true) {
      const next = { ...local, timers: [], actors: [], crashes: count, isDown: true };
      return { ...notHandled(next), handled: true, interrupted: local.timers.map(({ key }) => key) };
    }
    const start = this.initial(input, local.start);
    const interrupted = local.timers.map(({ key }) => key);
    return { ...start, next: { ...start.next, crashes: count }, interrupted };
  }

  /** A timer as a reader knows it. */
  timerName(timer: PendingTimer): string {
    return timerName(timer, this.timerNames);
  }

  /** A monitor's first state: the first tagged `violation` that its start leads through, if there is one. */
  monitorStart(input: unknown): LocalState {
    const states = this.monitored(
      () => 'as it starts',
      () => getInitialMicrosteps(this.machine, input as never).map(([state]) => state as AnyMachineSnapshot),
    );
    return this.local(this.chosen(states));
  }

  /** A monitor's state after an observation. */
  monitorStep(local: LocalState, event: AnyEventObject): LocalState {
    const { snapshot } = local;
    if (snapshot.status !== 'active') return local;
    if (this.rules.violation === 'when entered' && isViolation(snapshot)) return local;
    const when = momentOf(local, event);
    this.scope.clear();
    // XState's own `getMicrosteps()` starts an actor for each call, which takes most of the time of a long replay.
    const states = this.monitored(when, () => this.machine.microstep(snapshot, event, this.scope.scope));
    const next = this.chosen(states);
    return next === snapshot ? local : this.local(next);
  }

  private chosen(states: readonly AnyMachineSnapshot[]): AnyMachineSnapshot {
    const violation = this.rules.violation === 'when entered' ? states.find(isViolation) : undefined;
    return violation ?? states[states.length - 1]!;
  }

  private monitored(when: When, ask: () => AnyMachineSnapshot[]): AnyMachineSnapshot[] {
    try {
      return forbidHiddenInputs(ask);
    } catch (thrown) {
      throw (
        this.refusals.explain(thrown, when) ??
        new CheckError(
          `The ${this.where} throws ${when()}: ${messageOf(thrown)}. Correct its guards and actions.`,
        )
      );
    }
  }

  private local(snapshot: AnyMachineSnapshot): LocalState {
    this.bringIntoForm(snapshot);
    return { snapshot, timers: [], actors: [], crashes: 0, isDown: false, start: 0 };
  }

  /** A snapshot that XState has just made, as the machine is to see it when it is asked next. */
  private bringIntoForm(snapshot: AnyMachineSnapshot): void {
    snapshot.context = this.canon.canonical(snapshot.context, `context of ${this.where}`);
    snapshot.output = this.canon.canonical(snapshot.output, `output of ${this.where}`) as never;
    snapshot.children = {};
  }

  private exception(error: unknown, when: When): PlainReaction {
    const refusal = this.refusals.explain(error, when);
    if (refusal !== undefined) throw refusal;
    const thrown = `${when()}: ${printable(messageOf(error).replace(/\s*\n\s*/g, ' '))}`;
    return { handled: true, next: undefined as never, effects: [], timing: [], thrown };
  }

  private react(
    when: When,
    before: Pick<LocalState, 'timers' | 'actors' | 'crashes' | 'start'> & Partial<LocalState>,
    ask: () => AnyMachineSnapshot,
  ): PlainReaction {
    this.scope.clear();
    let snapshot: AnyMachineSnapshot;
    try {
      snapshot = forbidHiddenInputs(ask);
    } catch (thrown) {
      return this.exception(thrown, when);
    }
    if (snapshot.status === 'error') return this.exception(snapshot.error, when);
    const { actors: specs = {} } = this.spec;
    const actors =
      snapshot === before.snapshot
        ? before.actors
        : runningIn(snapshot, specs, this.canon, `event of ${this.where}`);
    if (actors === undefined) {
      throw this.refusals.refusal(when, 'spawns an actor', 'Make the actor a component of the network.');
    }
    this.refusals.refuseStale(snapshot.context, this.scope.created, when);
    this.bringIntoForm(snapshot);
    const scheduler = new LiveScheduler(before.timers, this.rules);
    const effects: Effect[] = [];
    for (const action of this.scope.recorded) this.perform(action, scheduler, effects, when);
    if (snapshot.status === 'done') scheduler.end((name) => this.names.componentOf(name) === this.id);
    const { crashes, start } = before;
    const next = { snapshot, timers: scheduler.timers(), actors, crashes, isDown: false, start };
    return { handled: true, next, effects, timing: [], interrupted: scheduler.interrupted() };
  }

  private perform(action: RecordedAction, scheduler: LiveScheduler, effects: Effect[], when: When): void {
    const { type, params } = action;
    const event = () => {
      const sent = params.event as AnyEventObject;
      const reserved = reservedEvent(sent.type);
      if (reserved !== undefined) throw this.refusals.refusal(when, `sends ${sent.type}`, `${reserved}.`);
      refuseActors(sent, `event ${sent.type} of ${this.where}`);
      return this.canon.canonical(sent, `event ${sent.type} of ${this.where}`);
    };
    if (type === 'xstate.cancel') scheduler.cancel(params.sendId);
    else if (type === 'xstate.emit') effects.push({ kind: 'emit', event: event() });
    else if (type === 'xstate.raise') {
      if (params.delay !== undefined) scheduler.schedule(params.id, event(), undefined);
    } else if (type === 'xstate.sendTo') {
      const actor = idOfChild(params.to);
      // It hears nothing.
      if (actor !== undefined) {
        const { type: sent } = params.event as AnyEventObject;
        // What nobody can cancel is nothing that a machine could notice.
        if (params.delay !== undefined && params.id !== undefined)
          scheduler.schedule(params.id, { type: sent }, actor, true);
        return;
      }
      const to = addresseeOf(action);
      if (to === undefined || this.names.componentOf(to) === undefined) {
        throw this.refusals.refusal(when, `sends to '${to}'`, 'There is no such component.');
      }
      if (params.delay !== undefined) scheduler.schedule(params.id, event(), to);
      else effects.push({ kind: 'send', to, event: event() });
    } else if (!['xstate.log', 'xstate.spawnChild', 'xstate.stopChild'].includes(type)) {
      const refusal = this.refusals.ofAction(action, when);
      if (refusal !== undefined) throw refusal;
    }
  }
}

const momentOf =
  ({ snapshot }: LocalState, event: AnyEventObject): When =>
  () =>
    `on ${inspectEvent(event)} in ${inspectValue(snapshot)}`;

function isViolation(snapshot: AnyMachineSnapshot): boolean {
  return snapshot.hasTag('violation' as never);
}
