import { CheckError } from '../network/errors.js';
import type { Numbering } from './canon.js';
import type { AnyEventObject, AnyMachineSnapshot } from 'xstate';
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
  readonly put: (interpreter: Interpreter) => Reaction;
  /** Whom it is put to again. */
  readonly again: Interpreter;
  /** What the machine changes in place where nothing is frozen: `its context`. See `changedInPlace`. */
  readonly changesInPlace: () => string | undefined;
}

/**
 * An interpreter that puts a sample of its questions again, and refuses a machine that is no function of its context and event. Questions
 * that are put again do not count, as time decides how often it is done.
 */
export class PureInterpreter implements MachineInterpreter {
  /**
   * @param sample the questions that are put again
   * @param alike interpreters of components that should be alike, this one among them: a question is put again to the last of them
   */
  constructor(
    private readonly interpreter: Interpreter,
    private readonly where: string,
    private readonly sample: QuestionSample,
    private readonly numbering: Numbering,
    private readonly alike: readonly Interpreter[] = [interpreter],
  ) {}

  get passed(): readonly AnyMachineSnapshot[] {
    return this.interpreter.passed;
  }

  initial(input: unknown, start = 0): Reaction {
    return this.question({
      when: 'as it starts',
      kind: 'start',
      put: (interpreter) => interpreter.initial(input, start),
      again: this.alike.at(-1)!,
      changesInPlace: () => this.interpreter.changesAtStart(input),
    });
  }

  ask(local: LocalState, event: AnyEventObject): Reaction {
    return this.question({
      when: `on ${event.type}`,
      kind: kindOf(local, event),
      put: (interpreter) => interpreter.ask(local, event),
      again: this.alike.at(-1)!,
      changesInPlace: () => this.interpreter.changesOn(local, event),
    });
  }

  fire(local: LocalState, timer: PendingTimer): Reaction {
    return this.question({
      when: `when the timer ${this.interpreter.timerName(timer)} fires`,
      kind: kindOf(local, timer.event),
      put: (interpreter) => interpreter.fire(local, timer),
      again: this.alike.at(-1)!,
      changesInPlace: () => this.interpreter.changesOn(local, timer.event),
    });
  }

  private question(question: Question): Reaction {
    const { questions } = this.interpreter;
    const reaction = question.put(this.interpreter);
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
    const { when, changesInPlace } = question;
    this.compare(question, reaction, isLater);
    if (isLater) return;
    const changed = changesInPlace();
    if (changed !== undefined) {
      throw new CheckError(
        `The ${this.where} (machine '${this.interpreter.machine.id}') changes ${changed} in place ${when}. ` +
          'Return a new context, for example with immer: assign(({ context }) => produce(context, (draft) => { ... })).',
      );
    }
    // What goes round in as many calls as one question makes (a flag that is turned twice) comes out differently after another one: at the end,
    // others have been asked anyway.
    if (isAtOnce) this.compare(question, reaction, isLater);
  }

  private compare({ when, put, again }: Question, reaction: Reaction, isLater: boolean): void {
    const second = again.again(put);
    this.sample.count();
    if (sameReaction(reaction, second, this.numbering)) return;
    const moment = isLater ? `when asked again ${when}, after other questions,` : when;
    throw changedItsMind(this.where, this.interpreter.machine.id, moment, reaction, second, [
      'the first time',
      'the second',
    ]);
  }
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
