import { CheckError } from '../network/errors.js';
import { IDENTITY_REMEDY } from '../network/plain-data.js';
import type { Made, Numbering } from './canon.js';
import type { AnyEventObject, AnyMachineSnapshot } from 'xstate';
import { changedInPlace } from './in-place.js';
import type { Interpreter, MachineInterpreter } from './interpreter.js';
import { kindOf, type LocalState, type PendingTimer } from './local-state.js';
import { type Reaction, reactionKey, sameReaction } from './reaction.js';
import type { QuestionSample } from './repetitions.js';

/** A question to a machine, as it is put to one interpreter or another. */
interface Question {
  /** When it is asked, as a part of a sentence: `on GO`. */
  readonly when: string;
  /** Equal for questions that are about the same part of the chart. */
  readonly kind: string;
  /** What the machine is given, by what a reader calls it: `its context`. */
  readonly given: Given;
  readonly put: (interpreter: Interpreter, given: Given) => Reaction;
}

type Given = Readonly<Record<string, unknown>>;

/**
 * An interpreter that puts a sample of its questions again, and refuses a machine that is no function of its context and event. Questions
 * that are put again do not count, as time decides how often it is done.
 */
export class PureInterpreter implements MachineInterpreter {
  /** How many questions were put with the objects of the user's, by kind. */
  private readonly asMade = new Map<string, number>();

  /**
   * @param sample the questions that are put again
   * @param alike interpreters of components that should be alike, this one among them: a question is put again to the last of them
   */
  constructor(
    private readonly interpreter: Interpreter,
    private readonly where: string,
    private readonly sample: QuestionSample,
    private readonly numbering: Numbering & Made,
    private readonly alike: readonly Interpreter[] = [interpreter],
  ) {}

  get passed(): readonly AnyMachineSnapshot[] {
    return this.interpreter.passed;
  }

  initial(input: unknown, start = 0): Reaction {
    const seen = this.interpreter.inputSeen(input);
    this.numbering.noteGiven(seen, input);
    return this.question({
      when: 'as it starts',
      kind: 'start',
      given: { 'its input': seen },
      put: (interpreter, given) => interpreter.begin(given['its input'], start),
    });
  }

  ask(local: LocalState, event: AnyEventObject): Reaction {
    return this.question({
      when: `on ${event.type}`,
      kind: kindOf(local, event),
      given: { [CONTEXT]: local.snapshot.context, [EVENT]: event },
      put: (interpreter, given) => interpreter.ask(within(local, given), given[EVENT] as AnyEventObject),
    });
  }

  fire(local: LocalState, timer: PendingTimer): Reaction {
    return this.question({
      when: `when the timer ${this.interpreter.timerName(timer)} fires`,
      kind: kindOf(local, timer.event),
      given: { [CONTEXT]: local.snapshot.context, [EVENT]: timer.event },
      put: (interpreter, given) => {
        const event = given[EVENT] as AnyEventObject;
        return interpreter.fire(within(local, given), event === timer.event ? timer : { ...timer, event });
      },
    });
  }

  private question(question: Question): Reaction {
    const { questions } = this.interpreter;
    const reaction = question.put(this.interpreter, question.given);
    // What needed no question needs none again.
    if (this.interpreter.questions === questions) return reaction;
    this.sample.count();
    let repeated = 0;
    this.sample.take(question.kind, {
      repeat: (isAtOnce) => this.repeat(question, reaction, repeated++ > 0, isAtOnce),
    });
    return reaction;
  }

  private repeat(question: Question, reaction: Reaction, isLater: boolean, isAtOnce: boolean): void {
    this.compare(question, reaction, isLater);
    if (!isLater) this.compareWithCopies(question, reaction);
    const { kind } = question;
    const asMade = this.asMade.get(kind) ?? 0;
    if (isLater || asMade < AS_MADE_MAX) this.compareAsMade(question, reaction, isLater);
    this.asMade.set(kind, asMade + 1);
    // What goes round in as many calls as one question makes (a flag that is turned twice) comes out differently after another one: at the end,
    // others have been asked anyway. And what was led through is that of the question itself again.
    if (isAtOnce) this.compare(question, reaction, isLater);
  }

  private compare(question: Question, reaction: Reaction, isLater: boolean): void {
    const { when } = question;
    const second = this.putAgain(question, question.given);
    if (sameReaction(reaction, second, this.numbering)) return;
    const moment = isLater ? `when asked again ${when}, after other questions,` : when;
    throw changedItsMind(this.where, this.interpreter.machine.id, moment, reaction, second, [
      'the first time',
      'the second',
    ]);
  }

  /** With copies of what it is given, the machine is to do the same, and to leave them as they are. */
  private compareWithCopies(question: Question, reaction: Reaction): void {
    let second: Reaction | undefined;
    const changed = changedInPlace(question.given, (copies) => (second = this.putAgain(question, copies)));
    if (changed !== undefined) {
      throw new CheckError(
        `The ${this.where} (machine '${this.interpreter.machine.id}') changes ${changed} in place ${question.when}. ` +
          'Return a new context, for example with immer: assign(({ context }) => produce(context, (draft) => { ... })).',
      );
    }
    if (second !== undefined) this.refuseIdentity(question, reaction, second, false);
  }

  /** With the objects that a live system would give it, the machine is to do the same. */
  private compareAsMade(question: Question, reaction: Reaction, isLater: boolean): void {
    const names = Object.entries(question.given);
    const asMade = () => Object.fromEntries(names.map(([name, form]) => [name, this.numbering.asMade(form)]));
    const made = asMade();
    if (names.every(([name, form]) => made[name] === form)) return;
    if (sameReaction(reaction, this.putAgain(question, made), this.numbering)) return;
    this.numbering.forgetMade();
    this.refuseIdentity(question, reaction, this.putAgain(question, asMade()), isLater);
  }

  private putAgain({ put }: Question, given: Given): Reaction {
    const second = this.alike.at(-1)!.again((interpreter) => put(interpreter, given));
    this.sample.count();
    return second;
  }

  private refuseIdentity(question: Question, reaction: Reaction, second: Reaction, isLater: boolean): void {
    if (sameReaction(reaction, second, this.numbering)) return;
    // It may have changed its mind meanwhile, whatever it was given, and may be back at the first answer.
    for (let times = 0; times < SURE; times++) this.compare(question, reaction, isLater);
    const { when } = question;
    const [first, other] = around(reactionKey(reaction, this.where), reactionKey(second, this.where));
    throw new CheckError(
      `The ${this.where} (machine '${this.interpreter.machine.id}') asks which object it is given ${when}, and not only what is in it: given others with the same content, it gives «…${other}…» in place of «…${first}…». ` +
        IDENTITY_REMEDY,
    );
  }
}

/** So many questions of a kind are put at once with the objects of the user's, too. */
const AS_MADE_MAX = 4;
/** So often a question is put again before another answer counts as one that copies have brought about. */
const SURE = 3;
const CONTEXT = 'its context';
const EVENT = 'an event';

/** The local state, with the context that is given. */
function within(local: LocalState, given: Given): LocalState {
  const { snapshot } = local;
  const context = given[CONTEXT];
  return context === snapshot.context
    ? local
    : { ...local, snapshot: { ...snapshot, context } as AnyMachineSnapshot };
}

/**
 * The sentence about a machine that gave two answers to one question.
 *
 * @param when the question, as a part of a sentence: `on GO`
 * @param occasions when it gave the one, and the other
 */
export function changedItsMind(
  where: string,
  machine: string,
  when: string,
  one: Reaction,
  other: Reaction,
  occasions: readonly [string, string],
): CheckError {
  const [first, second] = around(reactionKey(one, where), reactionKey(other, where));
  return new CheckError(
    `The ${where} (machine '${machine}') is not a function of its context and event: ${when} it gave «…${first}…» ${occasions[0]} and «…${second}…» ${occasions[1]}. ` +
      'Guards, actions and delays must not keep anything outside the context.',
  );
}

/** Where two texts part, with a little of what stands around it. */
function around(first: string, second: string): readonly [string, string] {
  let at = 0;
  while (at < first.length && first[at] === second[at]) at++;
  const part = (text: string) => text.slice(Math.max(0, at - 30), at + 40);
  return [part(first), part(second)];
}
