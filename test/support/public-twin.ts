import {
  type AnyActorLogic,
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  initialTransition,
  transition,
} from 'xstate';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import { type LocalState, type PendingTimer, timerKey } from '../../src/interpreter/local-state.js';
import type { Effect, Reaction, TimerAction } from '../../src/interpreter/reaction.js';
import { equal } from './difference.js';
import { pictureOf } from './snapshot-picture.js';

/** What XState's public functions answer: the next snapshot and the actions to be executed, or that a function of the machine throws. */
type PublicAnswer =
  readonly [AnyMachineSnapshot, readonly { readonly type: string; readonly params: unknown }[]] | 'throws';

/** A recorded action's parameters, as far as they are compared. */
interface Params {
  readonly to?: { readonly id: string };
  readonly event: AnyEventObject;
  readonly id?: string;
  readonly sendId?: string;
  readonly delay?: number;
}

/**
 * Puts every question that interpreters put to XState a second time, to XState's own `initialTransition` and `transition`, and compares the
 * answers. Both sides go their own ways: the public functions get the machine as its owner made it (interpreters run a copy) and the
 * snapshots that they gave themselves.
 */
export class PublicTwin {
  questions = 0;
  /** Questions about states that no earlier answer led to: their twins are unknown. */
  unknown = 0;
  /** Ids of the machines that were asked about an event. */
  readonly machines = new Set<string>();
  private isAgain = false;
  /** By a snapshot of an interpreter, the one that the public functions gave. */
  private readonly twins = new WeakMap<AnyMachineSnapshot, AnyMachineSnapshot>();

  /** Runs something that uses interpreters, whose answers are compared as they are given. */
  watch<T>(run: () => T): T {
    const prototype = Interpreter.prototype;
    const { begin, ask, fire, again } = prototype;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the functions below have a `this` of their own
    const twin = this;
    prototype.again = function (put) {
      twin.isAgain = true;
      try {
        return again.call(this, put);
      } finally {
        twin.isAgain = false;
      }
    };
    prototype.begin = function (input, start) {
      const reaction = begin.call(this, input, start);
      twin.compareStart(this, input, reaction);
      return reaction;
    };
    prototype.ask = function (local, event) {
      const reaction = ask.call(this, local, event);
      if (!local.isDown) twin.compare(this, local, event, reaction);
      return reaction;
    };
    prototype.fire = function (local, timer) {
      const reaction = fire.call(this, local, timer);
      if (timer.target === undefined) twin.compare(this, local, timer.event, reaction, timer);
      return reaction;
    };
    try {
      return run();
    } finally {
      Object.assign(prototype, { begin, ask, fire, again });
    }
  }

  private compareStart(interpreter: Interpreter, input: unknown, reaction: Reaction): void {
    const machine = machineOf(interpreter);
    const answer = asked(() =>
      initialTransition(addressing(machine, machine.getInitialSnapshot), input as never),
    );
    const isError = answer !== 'throws' && answer[0].status === 'error';
    this.compareAnswers(`${interpreter.id} as it starts`, isError ? 'throws' : answer, reaction);
  }

  /** @param timer the event is that of a timer of the machine's own, which is spent even if nothing takes it */
  private compare(
    interpreter: Interpreter,
    { snapshot }: LocalState,
    event: AnyEventObject,
    reaction: Reaction,
    timer?: PendingTimer,
  ): void {
    const before = this.twins.get(snapshot);
    if (before === undefined) {
      // Put again with a copy of the state, to see whether the machine asks which object it is given.
      if (this.isAgain) return;
      this.unknown++;
      return;
    }
    const machine = machineOf(interpreter);
    this.machines.add(machine.id);
    const where = `${interpreter.id} on ${JSON.stringify(event)} in ${JSON.stringify(snapshot.value)}`;
    // An actor that is done takes nothing.
    const answer: PublicAnswer =
      before.status === 'active'
        ? asked(() =>
            transition(
              addressing(machine, () => before),
              before as never,
              event as never,
            ),
          )
        : [before, []];
    const isHandled =
      answer === 'throws' || answer[0] !== before || answer[1].length > 0 || takes(machine, before, event);
    if (timer === undefined) equal(`${where} is handled`, isHandled, reaction.handled);
    if (isHandled) this.compareAnswers(where, answer, reaction);
    else equal(`${where} changes nothing`, snapshot, reaction.next.snapshot);
    this.questions++;
  }

  private compareAnswers(where: string, answer: PublicAnswer, reaction: Reaction): void {
    equal(`${where} throws`, answer === 'throws', reaction.thrown !== undefined);
    if (answer === 'throws') return;
    const [snapshot, actions] = answer;
    equal(`${where} leads to`, pictureOf(snapshot), pictureOf(reaction.next.snapshot));
    const { effects, timing } = consequences(actions as never);
    equal(`${where} sends and emits`, effects, reaction.effects);
    equal(`${where} starts and cancels`, timing, reaction.timing);
    this.twins.set(reaction.next.snapshot, snapshot);
  }
}

function machineOf(interpreter: Interpreter): AnyStateMachine {
  return (interpreter as unknown as { readonly spec: { readonly machine: AnyStateMachine } }).spec.machine;
}

/**
 * A machine as logic for the public functions, in whose system every component has an address: theirs knows no actors. They make a first
 * snapshot at each call, of which nothing is needed.
 */
function addressing(machine: AnyStateMachine, getInitialSnapshot: unknown): AnyActorLogic {
  const known = (scope: { readonly system: object }) => ({
    ...scope,
    system: { ...scope.system, get: (id: string) => ({ id }) },
  });
  return {
    ...machine,
    getInitialSnapshot: (scope: never, input: never) =>
      (getInitialSnapshot as (...args: unknown[]) => unknown)(known(scope), input),
    transition: (snapshot: never, event: never, scope: never) =>
      machine.transition(snapshot, event, known(scope) as never),
  } as unknown as AnyActorLogic;
}

function asked(ask: () => unknown): PublicAnswer {
  try {
    return ask() as PublicAnswer;
  } catch {
    return 'throws';
  }
}

function takes(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: AnyEventObject): boolean {
  return (
    snapshot.status === 'active' && machine.getTransitionData(snapshot as never, event as never).length > 0
  );
}

/** What executing the actions comes to. */
function consequences(actions: readonly { readonly type: string; readonly params: Params }[]): {
  readonly effects: readonly Effect[];
  readonly timing: readonly TimerAction[];
} {
  const effects: Effect[] = [];
  const timing: TimerAction[] = [];
  const sent = () => effects.filter(({ kind }) => kind === 'send').length;
  for (const { type, params } of actions) {
    const { event, delay } = params;
    // The scheduler knows ids as texts.
    const id = params.id === undefined ? undefined : String(params.id);
    if (type === 'xstate.emit') effects.push({ kind: 'emit', event });
    else if (type === 'xstate.cancel')
      timing.push({ kind: 'cancel', id: String(params.sendId), behind: sent() });
    else if (type === 'xstate.sendTo' || type === 'xstate.raise') {
      const to = type === 'xstate.sendTo' ? params.to!.id : undefined;
      if (delay !== undefined)
        timing.push({
          kind: 'start',
          id,
          key: timerKey({ id, event, target: to, isForActor: false }),
          delay,
          behind: sent(),
        });
      else if (to !== undefined) effects.push({ kind: 'send', to, event });
    }
  }
  return { effects, timing };
}
