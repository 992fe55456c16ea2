import type { AnyEventObject } from 'xstate';
import type { ComponentSpec } from '../../network/network.js';
import { quotedWhereNeeded } from '../../network/quoted.js';
import type { Interner } from '../store/interner.js';
import type { Fellows, Interpreter } from '../../interpreter/interpreter.js';
import { isAtRest, isDone, type LocalState, localNumber } from '../../interpreter/local-state.js';
import { PairTable } from '../store/pair-table.js';
import type { Reaction } from '../../interpreter/reaction.js';

/**
 * What a machine answered, before a component makes of it what its names mean and who hears what it emits. Components that are alike share it.
 */
export interface Answer {
  readonly reaction: Reaction;
  /** Id of the next local state; -1 where there is none. */
  readonly next: number;
  readonly emitted: readonly AnyEventObject[];
}

/**
 * What is known of a machine's behaviour: its local states and events as small integers, and the answer to each pair of them. One component
 * has it, or all that are alike (see `ComponentSpec.aliases`).
 */
export class MachineTable {
  readonly locals: LocalState[] = [];
  /** Whether a component may stay in this local state for ever (done, down or at rest). */
  readonly isAtRest: boolean[] = [];
  readonly events: AnyEventObject[] = [];
  readonly eventHashes: number[] = [];
  /** (local state, event) to the number of the answer; 0: not handled. */
  readonly answerIds = new PairTable();
  /** The local states of the pairs that have an answer, in the order in which they got it. */
  readonly answeredAt: number[] = [];
  /** The events of these pairs. */
  readonly answeredTo: number[] = [];
  private answerCount = 1;
  /** By number. Kept where several components need them. */
  private readonly answers: (Answer | undefined)[] = [undefined];
  /** By local state, in the order of its timers: what their firing brings. Kept where several components need them. */
  private readonly firings: Answer[][] = [];
  /** By number of the input, and by input as it is given, or its canonical form: what a start brings, where several components may have it. */
  private readonly starts: Map<unknown, Answer>[] = [];
  /** The interpreters of the components that have it. */
  readonly interpreters: Interpreter[] = [];
  /** By number of the local state's parts, and of the event. */
  private readonly localIds = new Map<number, number>();
  private readonly eventIds = new Map<number, number>();
  /** By canonical form. */
  private readonly idsOfForms = new Map<AnyEventObject, number>();

  constructor(
    /** Whether several components may have it. */
    readonly isShared: boolean,
    private readonly interner: Interner,
    private readonly hashOf: (event: AnyEventObject, number: number) => number,
  ) {}

  /** The components that have it, as one of them sees them. They are all known before a machine is asked anything. */
  fellowsOf({ aliases = {} }: Pick<ComponentSpec, 'aliases'>): Fellows {
    const { isShared, interpreters } = this;
    /** By name that is no alias. */
    const known = new Map<string, boolean>();
    const areSeveral = () => interpreters.length > 1;
    return {
      isPossible: isShared,
      areSeveral,
      has: (name) => {
        if (!areSeveral() || Object.hasOwn(aliases, name)) return false;
        let isOne = known.get(name);
        if (isOne === undefined) known.set(name, (isOne = interpreters.some(({ id }) => id === name)));
        return isOne;
      },
    };
  }

  /** @param before the local state that this one came from: it shares most of its context */
  localId(local: LocalState, before: LocalState | undefined): number {
    const number = localNumber(local, this.interner, before);
    let id = this.localIds.get(number);
    if (id === undefined) {
      id = this.locals.length;
      this.localIds.set(number, id);
      this.locals.push(local);
      this.isAtRest.push(local.isDown || isDone(local) || isAtRest(local));
    }
    return id;
  }

  eventId(event: AnyEventObject): number {
    return this.idsOfForms.get(event) ?? this.findEventId(event);
  }

  private findEventId(event: AnyEventObject): number {
    const form = this.interner.canonical(event, `event ${quotedWhereNeeded(event.type)}`);
    const number = this.interner.number(form);
    let id = this.eventIds.get(number);
    if (id === undefined) {
      id = this.events.length;
      this.eventIds.set(number, id);
      this.events.push(form);
      this.eventHashes.push(this.hashOf(form, number));
      this.idsOfForms.set(form, id);
    }
    return id;
  }

  answerOf(reaction: Reaction, before: LocalState | undefined): Answer {
    let emitted: AnyEventObject[] | undefined;
    for (const { kind, event } of reaction.effects) if (kind === 'emit') (emitted ??= []).push(event);
    const next = reaction.thrown === undefined ? this.localId(reaction.next, before) : -1;
    return { reaction, next, emitted: emitted ?? NONE };
  }

  /**
   * The start with what a component is given. Many are given the very same.
   *
   * @param canonical its canonical form
   * @param number of the input that it restarts with
   */
  start(input: unknown, canonical: () => unknown, number: number, ask: () => Answer): Answer {
    const known = (this.starts[number] ??= new Map());
    let answer = known.get(input);
    if (answer === undefined) {
      const given = canonical();
      answer = known.get(given) ?? ask();
      known.set(input, answer);
      known.set(given, answer);
    }
    return answer;
  }

  setAnswer(local: number, event: number, number: number): void {
    this.answeredAt.push(local);
    this.answeredTo.push(event);
    this.answerIds.set(local, event, number);
  }

  /** The answer with a number, which another component has asked for. */
  answer(id: number): Answer {
    return this.answers[id]!;
  }

  /** Returns the number of a new answer. */
  addAnswer(answer: Answer): number {
    if (this.isShared) this.answers.push(answer);
    return this.answerCount++;
  }

  /** What the firing of a timer brings, if another component has asked for it. */
  firing(local: number, timer: number): Answer | undefined {
    return this.firings[local]?.[timer];
  }

  addFiring(local: number, timer: number, answer: Answer): void {
    if (this.isShared) (this.firings[local] ??= [])[timer] = answer;
  }
}

const NONE: readonly never[] = [];
