import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { canonicalKey, deepFreeze, inspectEvent } from '../network/canonical.js';
import { CheckError, messageOf } from '../network/errors.js';
import type { ComponentSpec } from '../network/network.js';
import { stateNodes } from '../network/state-nodes.js';
import { forbidHiddenInputs, HIDDEN_INPUT } from './hidden-inputs.js';

/** A timer that has been started and neither fired nor been cancelled. */
export interface PendingTimer {
  readonly id: string;
  /** What firing it means: the event that the machine gets, or that `target` is sent (a delayed `sendTo`). */
  readonly event: AnyEventObject;
  readonly target: string | undefined;
}

/** Everything about one component that can influence its future. */
export interface LocalState {
  readonly snapshot: AnyMachineSnapshot;
  /** Sorted by id. */
  readonly timers: readonly PendingTimer[];
  readonly crashes: number;
  readonly isDown: boolean;
  /** Which of the component's inputs it restarts with after a crash; 0 where it does not restart. */
  readonly start: number;
}

/** What a new local state takes over from the one before. */
type Origin = Pick<LocalState, 'timers' | 'crashes' | 'start'>;

/** What a machine does when asked about one event. */
export interface Reaction {
  /** false: no transition was enabled, and nothing else in this record matters. */
  readonly handled: boolean;
  readonly next: LocalState;
  /** Messages, in sending order. */
  readonly sends: readonly { readonly to: string; readonly event: AnyEventObject }[];
  /** Emitted events, in order, each with the emitter's id as `component`. */
  readonly observations: readonly AnyEventObject[];
  /** Timers that were started or restarted, with their delays in the chart's unit. */
  readonly started: readonly { readonly id: string; readonly delay: number }[];
}

/** Microsteps (`always`, `raise`) of one event before the machine is taken to loop for ever. */
const MICROSTEPS_MAX = 10_000;

/** What XState hands over for an action; the published types do not cover it. */
interface RecordedAction {
  readonly type: string;
  readonly info: { readonly self: SelfReference };
  readonly params: Record<string, unknown>;
  readonly exec: unknown;
}

/** A fresh one for every reading of `scope.self`, numbered: see `addressee`. */
interface SelfReference {
  readonly id: string;
  readonly serial: number;
}

/**
 * The only place that asks XState. It runs one component's machine in an actor scope of its own, in which actions are
 * recorded and none is performed: that is several times as fast as XState's `transition()`, which builds an actor
 * system for each call, and it lets `system.get(id)` answer for components that are no actors here.
 */
export class Interpreter {
  readonly machine: AnyStateMachine;
  /** How often XState was asked. */
  questions = 0;
  private readonly recorded: RecordedAction[] = [];
  private readonly scope: Parameters<AnyStateMachine['transition']>[2];
  private readonly timerNames: ReadonlyMap<string, string>;
  private selfSerial = 0;

  /** @param where names the component in messages, for example `component 'die.0'` */
  constructor(
    readonly id: string,
    private readonly where: string,
    private readonly spec: Pick<ComponentSpec, 'machine' | 'ignoredActions' | 'crashes'>,
    private readonly isComponent: (id: string) => boolean,
  ) {
    // A copy, so that the bound on microsteps does not change the user's machine.
    this.machine = spec.machine.provide({});
    if (this.machine.options.maxIterations === Number.POSITIVE_INFINITY) {
      this.machine.options.maxIterations = MICROSTEPS_MAX;
    }
    this.machine.implementations.delays = this.withoutMissingDelays(this.machine.implementations.delays);
    this.timerNames = namesOfTimers(this.machine);
    this.scope = this.makeScope();
  }

  /**
   * The component's start, with what its entry actions send.
   *
   * @param start number of the input among the component's inputs
   */
  initial(input: unknown, start = 0): Reaction {
    const origin = { timers: [], crashes: 0, start: this.spec.crashes?.restarts === true ? start : 0 };
    return this.run('as it starts', undefined, origin, () =>
      this.machine.getInitialSnapshot(this.scope, input as never),
    );
  }

  /** The reaction to an event in a state. A machine that is done takes nothing; a crashed one swallows everything. */
  ask(local: LocalState, event: AnyEventObject): Reaction {
    if (local.isDown) return { handled: true, next: local, sends: [], observations: [], started: [] };
    return this.transition(local, event, local.timers);
  }

  /** The reaction to a pending timer. */
  fire(local: LocalState, timer: PendingTimer): Reaction {
    const timers = local.timers.filter((other) => other !== timer);
    if (timer.target !== undefined) {
      const sends = [{ to: timer.target, event: timer.event }];
      return { handled: true, next: { ...local, timers }, sends, observations: [], started: [] };
    }
    const reaction = this.transition(local, timer.event, timers);
    // A timer whose guards all fail is spent all the same.
    return reaction.handled ? reaction : { ...reaction, handled: true, next: { ...local, timers } };
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
    return { handled: true, next, sends: [], observations: [], started: [] };
  }

  /** A timer as a reader knows it: the name of its delay and the state that waits, instead of XState's internal id. */
  timerName(timer: PendingTimer): string {
    return this.timerNames.get(timer.id) ?? timer.id;
  }

  private transition(local: LocalState, event: AnyEventObject, timers: readonly PendingTimer[]): Reaction {
    const unhandled = { handled: false, next: local, sends: [], observations: [], started: [] };
    if (isDone(local)) return unhandled;
    const { snapshot } = local;
    const when = `on ${inspectEvent(event)} in ${inspectValue(snapshot)}`;
    const reaction = this.run(when, snapshot, { ...local, timers }, () =>
      this.machine.transition(snapshot, event, this.scope),
    );
    if (reaction.next.snapshot !== snapshot || this.recorded.length > 0) return reaction;
    // Nothing happened: either no transition is enabled, or one without target and actions, which takes the event too.
    const enabled = forbidHiddenInputs(() => this.machine.getTransitionData(snapshot, event));
    return enabled.length > 0 ? reaction : unhandled;
  }

  private run(
    when: string,
    before: AnyMachineSnapshot | undefined,
    origin: Origin,
    ask: () => AnyMachineSnapshot,
  ): Reaction {
    this.questions++;
    this.recorded.length = 0;
    let snapshot: AnyMachineSnapshot;
    try {
      snapshot = forbidHiddenInputs(ask);
    } catch (thrown) {
      throw this.explain(thrown, when);
    }
    if (snapshot.status === 'error') throw this.explain(snapshot.error, when);
    if (Object.keys(snapshot.children).length > 0) {
      throw this.refusal(
        when,
        'spawns an actor',
        'Make the actor a component of the network and exchange messages with it.',
      );
    }
    if (snapshot !== before) {
      // Refuses cycles, which `deepFreeze` would follow for ever.
      canonicalKey(snapshot.context, `context of ${this.where}`);
      deepFreeze(snapshot.context);
    }
    return this.read(snapshot, origin, when);
  }

  /** Turns the recorded actions into messages, observations and timers. */
  private read(
    snapshot: AnyMachineSnapshot,
    { timers: timersBefore, crashes, start }: Origin,
    when: string,
  ): Reaction {
    const timers = new Map(timersBefore.map((timer) => [timer.id, timer]));
    const sends: { to: string; event: AnyEventObject }[] = [];
    const observations: AnyEventObject[] = [];
    const started: { id: string; delay: number }[] = [];
    const startTimer = (action: RecordedAction, delay: number, target: string | undefined) => {
      if (!(delay >= 0 && Number.isFinite(delay))) {
        throw this.refusal(
          when,
          `starts a timer with a delay of ${delay}`,
          'A delay is a finite number of at least 0.',
        );
      }
      const event = this.checkedEvent(action.params.event, when);
      const id = (action.params.id as string | undefined) ?? unusedTimerId(timers, event, target);
      timers.delete(id);
      timers.set(id, { id, event, target });
      started.push({ id, delay });
    };
    for (const action of this.recorded) {
      const { params } = action;
      const delay = params?.delay;
      switch (action.type) {
        case 'xstate.raise':
          if (typeof delay === 'number') startTimer(action, delay, undefined);
          else if ((params.event as AnyEventObject).type.startsWith('xstate.after.')) {
            throw this.refusal(
              when,
              `waits for a delay that is '${String(delay)}'`,
              'Delays must evaluate to a number.',
            );
          }
          break;
        case 'xstate.cancel':
          timers.delete(params.sendId as string);
          break;
        case 'xstate.sendTo': {
          const to = this.addressee(action, when);
          if (typeof delay === 'number') startTimer(action, delay, to);
          else sends.push({ to, event: this.checkedEvent(params.event, when) });
          break;
        }
        case 'xstate.emit': {
          const event = this.checkedEvent(params.event, when);
          observations.push(deepFreeze('component' in event ? event : { ...event, component: this.id }));
          break;
        }
        case 'xstate.log':
          break;
        default:
          this.refuseAction(action, when);
      }
    }
    const done = snapshot.status === 'done';
    const pending = done ? [] : [...timers.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
    return {
      handled: true,
      next: { snapshot, timers: pending, crashes, isDown: false, start },
      sends,
      observations,
      started,
    };
  }

  private checkedEvent(event: unknown, when: string): AnyEventObject {
    const candidate = event as AnyEventObject;
    if (typeof candidate?.type !== 'string') {
      throw this.refusal(when, `sends ${String(event)}`, 'An event is an object with a string `type`.');
    }
    canonicalKey(candidate, `event ${candidate.type} of ${this.where}`);
    return deepFreeze(candidate);
  }

  /**
   * The component a message goes to. XState takes a target that evaluates to nothing as the sender itself, silently;
   * it then reads `scope.self` once more, so that such a reference is younger than the one the action was given.
   */
  private addressee(action: RecordedAction, when: string): string {
    const event = inspectEvent(action.params.event as AnyEventObject);
    const to = action.params.to as Partial<SelfReference> | undefined;
    if (typeof to?.id !== 'string' || (to.serial ?? -1) > action.info.self.serial) {
      throw this.refusal(
        when,
        `sends ${event} to a target that evaluates to nothing`,
        "Address a component by its id: sendTo(({ system }) => system.get('id'), ...).",
      );
    }
    if (!this.isComponent(to.id)) {
      throw this.refusal(
        when,
        `sends ${event} to '${to.id}', which is not a component of the network`,
        'Add the component, or correct the id in `system.get`.',
      );
    }
    return to.id;
  }

  private refuseAction(action: RecordedAction, when: string): void {
    if (action.type.startsWith('xstate.')) {
      throw this.refusal(
        when,
        `performs '${action.type}'`,
        'The engine interprets assign, sendTo, emit, raise, cancel, log and enqueueActions; model the rest with these.',
      );
    }
    if (action.exec === undefined) {
      throw this.refusal(
        when,
        `performs the action '${action.type}', which is not implemented`,
        'Name it in `setup({ actions })`.',
      );
    }
    if (this.spec.ignoredActions?.includes(action.type)) return;
    throw this.refusal(
      when,
      `performs the action '${action.type}', a plain function whose effect the engine cannot see`,
      'Build it with assign, sendTo, emit or raise, or, if it does not matter, list it in the component’s `ignoredActions`.',
    );
  }

  private refusal(when: string, what: string, remedy: string): CheckError {
    return new CheckError(`The ${this.where} (machine '${this.machine.id}') ${when} ${what}. ${remedy}`);
  }

  private explain(thrown: unknown, when: string): CheckError {
    if (thrown instanceof CheckError) return thrown;
    const message = messageOf(thrown);
    const hidden = message.indexOf(HIDDEN_INPUT);
    if (hidden >= 0) {
      return this.refusal(
        when,
        `reads ${message.slice(hidden + HIDDEN_INPUT.length + 1)}, so that its behaviour is not a function of context and event`,
        'Pass such values in as input or as events.',
      );
    }
    if (/#_parent/.test(message)) {
      return this.refusal(
        when,
        'uses sendParent',
        "In a network there are no parents: use sendTo(({ system }) => system.get('id'), ...).",
      );
    }
    const child = /Unable to send event to actor '([^']*)'/.exec(message)?.[1];
    if (child !== undefined) {
      return this.refusal(
        when,
        `sends to a child actor '${child}'`,
        `To address a component, use sendTo(({ system }) => system.get('${child}'), ...).`,
      );
    }
    if (/read only property|not extensible|Cannot delete property|Cannot define property/.test(message)) {
      return this.refusal(
        when,
        `changes its context or an event in place (${message})`,
        'Return a new context, for example with immer: assign(({ context }) => produce(context, (draft) => { ... })).',
      );
    }
    if (/Infinite loop detected/.test(message)) {
      return this.refusal(
        when,
        `takes more than ${this.machine.options.maxIterations} microsteps`,
        'Break the cycle of `always` or raised events.',
      );
    }
    return this.refusal(when, `throws: ${message}`, 'A guard, action or delay must not throw; correct it.');
  }

  /** XState takes a delay that is not implemented as no delay at all. */
  private withoutMissingDelays<T extends object>(delays: T): T {
    return new Proxy(delays, {
      get: (target, name, receiver) => {
        if (typeof name === 'string' && !(name in target)) {
          throw new CheckError(
            `The ${this.where} (machine '${this.machine.id}') uses the delay '${name}', which is not implemented. Name it in \`setup({ delays })\`.`,
          );
        }
        return Reflect.get(target, name, receiver);
      },
    });
  }

  private makeScope(): Parameters<AnyStateMachine['transition']>[2] {
    const system = {
      get: (id: string) => ({ id }),
      getAll: () => ({}),
      _sendInspectionEvent() {},
      _bookId: () => 'unused',
    };
    const nextSelf = (): SelfReference & Record<string, unknown> => ({
      id: this.id,
      serial: this.selfSerial++,
      sessionId: this.id,
      system,
    });
    const scope = {
      get self() {
        return nextSelf();
      },
      id: this.id,
      sessionId: this.id,
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
    return scope as unknown as Parameters<AnyStateMachine['transition']>[2];
  }
}

export function isDone(local: LocalState): boolean {
  return local.snapshot.status === 'done';
}

/** Every active leaf state, or a state around it, is tagged `rest` or final: the component may stay here for ever. */
export function isAtRest(local: LocalState): boolean {
  type Node = (typeof local.snapshot._nodes)[number];
  const leaves = local.snapshot._nodes.filter(
    (node: Node) => node.type === 'atomic' || node.type === 'final',
  );
  return leaves.every((leaf: Node) => {
    for (let node: Node | undefined = leaf; node !== undefined; node = node.parent) {
      if (node.type === 'final' || node.tags.includes('rest')) return true;
    }
    return false;
  });
}

/** Equal keys exactly for local states that no future can tell apart. */
export function localKey(local: LocalState, where: string): string {
  const { snapshot } = local;
  const nodes = snapshot._nodes.map((node: { id: string }) => node.id).sort();
  const history = Object.entries(snapshot.historyValue)
    .map(([id, remembered]) => `${id}=${(remembered as { id: string }[]).map((node) => node.id).sort()}`)
    .sort();
  return canonicalKey(
    [
      nodes,
      snapshot.context,
      history,
      snapshot.status,
      snapshot.output,
      local.timers,
      local.crashes,
      local.isDown,
      local.start,
    ],
    `state of ${where}`,
  );
}

/** Equal keys exactly for reactions with equal consequences. */
export function reactionKey(reaction: Reaction, where: string): string {
  if (!reaction.handled) return 'not handled';
  return canonicalKey(
    [localKey(reaction.next, where), reaction.sends, reaction.observations, reaction.started],
    where,
  );
}

/** A state value on one line, for messages. */
export function inspectValue(snapshot: AnyMachineSnapshot): string {
  const { value } = snapshot;
  return `state ${typeof value === 'string' ? `'${value}'` : JSON.stringify(value)}`;
}

/** By the type of an `after` event, its delay and the state that it belongs to. */
function namesOfTimers(machine: AnyStateMachine): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const node of stateNodes(machine)) {
    for (const { delay, eventType } of node.after) {
      names.set(eventType, node.path.length === 0 ? String(delay) : `${delay} in ${node.path.join('.')}`);
    }
  }
  return names;
}

/** A delayed event without an id of its own is told apart from its like by a number. */
function unusedTimerId(
  timers: ReadonlyMap<string, PendingTimer>,
  event: AnyEventObject,
  target: string | undefined,
): string {
  const name = `${inspectEvent(event)}${target === undefined ? '' : ` to ${target}`}`;
  let number = 1;
  while (timers.has(`${name} #${number}`)) number++;
  return `${name} #${number}`;
}
