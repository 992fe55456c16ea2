import type { AnyStateMachine } from 'xstate';
import { invokedActors } from '../network/actors.js';
import { findActor } from '../network/actor-reference.js';
import type { AnsweringSpec } from '../network/network.js';
import { ANONYMOUS, chartNames } from '../network/chart-names.js';
import { CheckError, messageOf } from '../network/errors.js';
import { ACTOR_REMEDY, MONITOR_REMEDY } from '../network/unsupported.js';
import { missingGuards } from './chart/parts.js';
import { PROMISED } from './guard-calls.js';
import { HiddenInputError } from './hidden-inputs.js';
import { MISSING_DELAY } from './machine-copies.js';
import type { CreatedActor, RecordedAction } from './recording-scope.js';

/** When something happened, as a part of a sentence that is hardly ever written. */
export type When = () => string;

/** The sentences about what the engine does not interpret in one machine. */
export class Refusals {
  private readonly ignoredActions: readonly string[];
  private readonly isMonitor: boolean;
  private readonly hasActors: boolean;

  constructor(
    private readonly where: string,
    private readonly machine: AnyStateMachine,
    { ignoredActions = [], isMonitor = false, actors = {} }: AnsweringSpec,
  ) {
    this.ignoredActions = ignoredActions;
    this.isMonitor = isMonitor;
    this.hasActors = Object.keys(actors).length > 0;
  }

  /** `when` and `what` follow the name of the machine; `remedy` is a sentence of its own. */
  refusal(when: When, what: string, remedy: string): CheckError {
    return new CheckError(`The ${this.where} (machine '${this.machine.id}') ${when()} ${what}. ${remedy}`);
  }

  /**
   * An actor that was created, whether or not it still exists.
   *
   * @param by how
   * @param source name of its logic, if it has one
   * @param within where: `in an assign`
   */
  spawned(when: When, by: 'spawn' | 'spawnChild', source: string | undefined, within?: string): CheckError {
    const actor = source === undefined ? 'an actor' : `an actor ('${source}')`;
    const place = within === undefined ? '' : ` ${within}`;
    return this.refusal(
      when,
      `spawns ${actor} by \`${by}\`${place}`,
      this.isMonitor ? MONITOR_REMEDY : ACTOR_REMEDY,
    );
  }

  /**
   * A reference is to the actor that was started last under its id. To refer to one that is gone while another one has its id is no mistake of the chart's, but two states
   * that differ in that look alike here.
   *
   * @param context as the machine has made it
   * @throws CheckError
   */
  refuseStale(context: unknown, created: readonly CreatedActor[], when: When): void {
    if (created.length === 0) return;
    const last = new Map(created.map(({ actor }) => [actor?.id, actor]));
    const stale = findActor(context, (actor, id) => last.has(id) && last.get(id) !== actor);
    if (stale === undefined) return;
    throw this.refusal(
      when,
      `keeps a reference to an actor '${stale.id}' (context${stale.path}) as it starts another one of this id`,
      'Take it out of the context where the actor is stopped, or give each an `id` of its own.',
    );
  }

  /** A function of the machine made a promise, whether it gives it to XState or not. */
  promised(when: When): CheckError {
    return this.refusal(
      when,
      'makes a promise, for which XState does not wait: what it comes to is lost',
      'Guards, assignments and expressions answer at once. Leave out `async`; what takes time is a component of its own, which answers by an event.',
    );
  }

  /** Something is stopped that is no actor of the machine's own. */
  stopping({ params }: RecordedAction, when: When): CheckError {
    const { id } = params;
    return this.refusal(
      when,
      `stops ${typeof id === 'string' ? `'${id}'` : 'what is no actor'}, which it has not started`,
      'Components stop by themselves: send a message that leads to a final state, or let one crash.',
    );
  }

  /** An action that is none of the interpreted ones, unless the component lists it as ignored. */
  ofAction(action: RecordedAction, when: When): CheckError | undefined {
    if (action.type.startsWith('xstate.')) {
      return this.refusal(
        when,
        `performs '${action.type}'`,
        'The engine interprets assign, sendTo, emit, raise, cancel, log, spawnChild, stopChild and enqueueActions; model the rest with these.',
      );
    }
    const isNamed = Object.hasOwn(this.machine.implementations.actions, action.type);
    const isAnonymous = action.exec !== undefined && !isNamed;
    const isIgnored = (name: string) => this.ignoredActions.includes(name);
    if (isIgnored(action.type) || (isAnonymous && isIgnored(ANONYMOUS))) return undefined;
    const { missingActions, plainActions } = chartNames(this.machine);
    const others = (names: readonly string[]) =>
      alsoText(
        names.filter((name) => !isIgnored(name)),
        action.type,
      );
    if (action.exec === undefined) {
      return this.refusal(
        when,
        `performs the action '${action.type}', which is not implemented`,
        `Name it in \`setup({ actions })\`, or, if it does not matter, list it in the component’s \`ignoredActions\`.${others(missingActions)}`,
      );
    }
    return this.refusal(
      when,
      // One without a name of its own has that of the key where it stands: `actions`, `entry`.
      `performs ${isNamed ? `the action '${action.type}', ` : ''}a plain function whose effect the engine cannot see`,
      `Build it with assign, sendTo, emit or raise, or, if it does not matter, ${isNamed ? 'list it' : `name it in \`setup({ actions })\` and list it`} in the component’s \`ignoredActions\`${isNamed ? '' : `, where '${ANONYMOUS}' stands for all that have no name`}.${others(plainActions)}`,
    );
  }

  /** Whether the machine runs an actor of that name at times: to send to it at another time is a mistake of the chart's, which ends the machine. */
  private mayRun(id: string): boolean {
    if (!this.hasActors) return false;
    return chartNames(this.machine).spawns || invokedActors(this.machine).some((actor) => actor.id === id);
  }

  /** What an error means that XState or the machine threw; `undefined` for an exception of one of the machine's own functions. */
  explain(thrown: unknown, when: When): CheckError | undefined {
    if (thrown instanceof CheckError) return thrown;
    if (thrown instanceof HiddenInputError) {
      return thrown.kind === 'input'
        ? this.refusal(
            when,
            `reads ${thrown.source}, so that its behaviour is not a function of context and event`,
            'Pass such values in as input or as events.',
          )
        : this.refusal(
            when,
            `calls ${thrown.source}, an effect that the engine cannot see`,
            'Guards, assignments and expressions only compute; send a message, or start a timer with a delay.',
          );
    }
    const message = messageOf(thrown);
    const missing = message.indexOf(MISSING_DELAY);
    if (missing >= 0) {
      const name = message.slice(missing + MISSING_DELAY.length);
      return new CheckError(
        `The ${this.where} (machine '${this.machine.id}') uses the delay '${name}', which is not implemented. Name it in \`setup({ delays })\`.`,
      );
    }
    const promised = message.indexOf(PROMISED);
    if (promised >= 0) {
      return this.refusal(
        when,
        `asks the guard '${message.slice(promised + PROMISED.length)}', which gives a promise: XState takes that for true`,
        'A guard answers at once. Leave out `async`, and let what it would wait for come as an event.',
      );
    }
    if (/^Unable to send event to actor '#_parent'/.test(message)) {
      return this.refusal(
        when,
        'uses sendParent',
        "In a network there are no parents: use sendTo(({ system }) => system.get('id'), ...).",
      );
    }
    const guard = /Guard '([^']*)' is not implemented\.'\.$/.exec(message)?.[1];
    if (guard !== undefined) {
      return this.refusal(
        when,
        `asks the guard '${guard}', which is not implemented`,
        `Name it in \`setup({ guards })\`.${alsoText(missingGuards(this.machine), guard)}`,
      );
    }
    const child = /^Unable to send event to actor '([^']*)' from machine/.exec(message)?.[1];
    if (child !== undefined && !this.mayRun(child)) {
      return this.refusal(
        when,
        `sends to a child actor '${child}', which it does not run`,
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
    const browser = BROWSER.exec(message)?.[1];
    if (browser !== undefined) {
      return this.refusal(
        when,
        `reads ${browser}, which only a browser has`,
        'Pass such values in as input or as events; what is done with a browser is an action, which may be listed in `ignoredActions`.',
      );
    }
    if (/^Infinite loop detected: the machine has processed/.test(message)) {
      return this.refusal(
        when,
        `takes more than ${/more than (\d+)/.exec(message)?.[1] ?? 'a bearable number of'} microsteps`,
        'Break the cycle of `always` or raised events.',
      );
    }
    return undefined;
  }
}

/** As Node.js tells of a name that browsers have, and it has not. In a browser nothing would be thrown. */
const BROWSER =
  /(?:^|:\s)(window|document|navigator|location|history|localStorage|sessionStorage|indexedDB|screen|matchMedia|alert|confirm|prompt|requestAnimationFrame|XMLHttpRequest|FileReader|Image|Audio|HTMLElement) is not defined$/;

/** Who has a chart of an application has many of them: they are told at once. */
function alsoText(names: readonly string[], told: string): string {
  const rest = names.filter((name) => name !== told);
  return rest.length === 0 ? '' : ` The same goes for ${rest.map((name) => `'${name}'`).join(', ')}.`;
}
