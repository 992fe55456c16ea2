import type { EncodedReaction } from '../../engine/tables/encoded-reaction.js';
import type { ComponentTable } from '../../engine/tables/component-table.js';
import { CheckError } from '../../network/errors.js';
import type { LocalStep } from '../../engine/tables/local-step.js';
import { PairTable } from '../../engine/store/pair-table.js';
import { KnownEvents } from './known-events.js';
import type { QuestionBudget } from './question-budget.js';
import { Marks } from './marks.js';
import type { ChannelTable } from '../../engine/tables/channel-table.js';

/** Nobody has attempted the action in this local state. */
export const UNKNOWN = -1;
/** The component does not take it. */
export const UNHANDLED = 0;

/** An action is a thing that a component does: it receives an event (even numbers), or takes a step by itself (odd ones). */
export const actionOfEvent = (event: number): number => 2 * event;
export const isOwn = (action: number): boolean => (action & 1) === 1;
export const eventOf = (action: number): number => action >> 1;

const NO_ACTIONS: readonly number[] = [];

/** A question to XState failed: the component does not do this in any run, or the search itself will come to it. */
export class Unaskable extends Error {}

/** Of what one component does in its local states: what is known, by small integers. */
export class LocalActions {
  /** (local state, action) to the number of the answer, or to `UNHANDLED`. */
  private readonly codes = new PairTable();
  /** By number of the answer, from 1 on. */
  readonly next: number[] = [-1];
  readonly effects: (readonly number[])[] = [NO_ACTIONS];
  readonly throws: boolean[] = [false];
  /** How many messages it sends over `sync` channels, and where in its effects the first and the last of them stand; -1: none. */
  readonly syncs: number[] = [0];
  readonly firstSync: number[] = [-1];
  readonly lastSync: number[] = [-1];
  /** Whether what it may cause within the step is the last thing that it does, and at most one message. */
  readonly isLinear: boolean[] = [true];
  /** Whether the component only passes on a delayed message, and takes no part itself. */
  readonly isRelay: boolean[] = [false];
  private readonly ids = new Map<EncodedReaction, number>();
  /** By own step. */
  private readonly ownIds = new Map<string, number>();
  private readonly ownSteps: LocalStep[] = [];
  private readonly ownActions: (readonly number[] | undefined)[] = [];
  readonly known: KnownEvents;

  constructor(
    readonly component: ComponentTable,
    private readonly channels: readonly ChannelTable[],
    private readonly questions: QuestionBudget,
  ) {
    this.known = new KnownEvents(component.table);
  }

  /**
   * What was wanted since this was cleared, and was not known: the local states, and the events; and the local states whose own steps were not. What becomes known of others
   * makes no difference, as answers do not change.
   */
  readonly missing = { locals: new Marks(), events: new Marks(), own: new Marks() };

  /** The number of the answer, if it is known: XState is not asked. */
  get(local: number, action: number): number {
    const known = this.codes.get(local, action);
    if (known !== UNKNOWN) return known;
    const code = this.look(local, action);
    if (code === UNKNOWN) this.miss(local, action);
    return code;
  }

  /** As `get`; asks XState if need be. @throws Unaskable */
  ask(local: number, action: number): number {
    const known = this.get(local, action);
    if (known !== UNKNOWN) return known;
    if (isOwn(action)) this.askOwn(local);
    else this.asking(() => this.component.ask(local, eventOf(action)));
    const code = this.look(local, action);
    return code === UNKNOWN ? this.set(local, action, UNHANDLED) : code;
  }

  /**
   * What the component may do by itself. XState is asked: a message that is attempted becomes known whichever step came first, but where a search passes by a local
   * state, nobody else would ever ask what the component does there unprompted. @throws Unaskable
   */
  own(local: number): readonly number[] {
    const known = this.ownActions[local];
    if (known !== undefined) return known;
    const steps = this.component.ownStepsIfKnown(local);
    if (steps === undefined || steps.some(({ answerIfKnown }) => answerIfKnown === undefined))
      this.askOwn(local);
    return (this.ownActions[local] = this.component.ownSteps(local).map((step) => this.ownAction(step)));
  }

  /** All own steps: what is known of them is known of all in a local state. Each is a question, as there may be many timers. */
  private askOwn(local: number): void {
    for (const step of this.component.ownSteps(local)) {
      if (step.answerIfKnown !== undefined) this.idOf(step.answerIfKnown);
      else
        this.asking(() => {
          this.idOf(step.answer);
        });
    }
  }

  private asking(question: () => void): void {
    if (!this.questions.mayAsk()) throw new Unaskable('enough has been asked');
    try {
      question();
    } catch (thrown) {
      if (!(thrown instanceof CheckError)) throw thrown;
      // Whatever is wrong with it, it is told of if the search comes to it.
      throw new Unaskable(thrown.message);
    }
  }

  ownAction(step: LocalStep): number {
    const { identity } = step;
    let id = this.ownIds.get(identity);
    if (id === undefined) {
      id = this.ownIds.size;
      this.ownIds.set(identity, id);
      this.ownSteps.push(step);
    }
    return 2 * id + 1;
  }

  /** The step that an action is, as it is in some local state. */
  ownStep(action: number): LocalStep {
    return this.ownSteps[action >> 1]!;
  }

  private miss(local: number, action: number): void {
    const { locals, events, own } = this.missing;
    if (isOwn(action)) {
      own.add(local);
      return;
    }
    locals.add(local);
    events.add(eventOf(action));
  }

  private look(local: number, action: number): number {
    if (!isOwn(action)) {
      const answer = this.component.askIfKnown(local, eventOf(action));
      return answer === undefined ? UNKNOWN : this.set(local, action, this.idOf(answer));
    }
    const steps = this.component.ownStepsIfKnown(local);
    if (steps === undefined) return UNKNOWN;
    const step = steps.find((each) => this.ownAction(each) === action);
    if (step === undefined) return this.set(local, action, UNHANDLED);
    const answer = step.answerIfKnown;
    return answer === undefined ? UNKNOWN : this.set(local, action, this.idOf(answer));
  }

  private set(local: number, action: number, code: number): number {
    this.codes.set(local, action, code);
    return code;
  }

  private idOf(answer: EncodedReaction): number {
    if (!answer.handled) return UNHANDLED;
    let id = this.ids.get(answer);
    if (id === undefined) {
      id = this.next.length;
      this.ids.set(answer, id);
      this.add(answer);
    }
    return id;
  }

  private add({ next, effects, thrown, isRelay }: EncodedReaction): void {
    let [syncs, first, last] = [0, -1, -1];
    for (let at = 0; at < effects.length; at += 2) {
      const code = effects[at]!;
      if (code < 0 || this.channels[code]!.cell >= 0) continue;
      syncs++;
      if (first < 0) first = at;
      last = at;
    }
    this.next.push(next);
    this.effects.push(effects);
    this.throws.push(thrown !== undefined);
    this.isRelay.push(isRelay);
    this.syncs.push(syncs);
    this.firstSync.push(first);
    this.lastSync.push(last);
    this.isLinear.push(syncs === 0 || (syncs === 1 && last === effects.length - 2));
  }
}
