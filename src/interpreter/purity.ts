import { CheckError } from '../network/errors.js';
import type { Numbering } from './canon.js';
import type { Interpreter } from './interpreter.js';
import { type Reaction, reactionKey, sameReaction } from './reaction.js';
import type { QuestionSample } from './repetitions.js';

/** A question to a machine. */
export interface Question {
  /** When it is asked, as a part of a sentence: `on GO`. */
  readonly when: string;
  /** Equal for questions that are about the same part of the chart. */
  readonly kind: string;
  readonly ask: () => Reaction;
  /** How it is put again: maybe to a component that should be like this one. Counts as no question, as time decides how often it is. */
  readonly askAgain: () => Reaction;
  /** What the machine changes in place where nothing is frozen: `its context`. See `changedInPlace`. */
  readonly changesInPlace?: () => string | undefined;
}

/** Asks a machine, a sample of questions again, and refuses one that is no function of its context and event. */
export class PurityCheck {
  constructor(
    private readonly interpreter: Interpreter,
    private readonly where: string,
    private readonly sample: QuestionSample,
    private readonly numbering: Numbering,
  ) {}

  ask(question: Question): Reaction {
    const reaction = question.ask();
    this.sample.count();
    let repeated = 0;
    this.sample.take(question.kind, {
      repeat: () => this.repeat(question, reaction, repeated++ > 0),
    });
    return reaction;
  }

  private repeat(question: Question, reaction: Reaction, isLater: boolean): void {
    const { when, changesInPlace } = question;
    this.compare(question, reaction, isLater);
    if (isLater || changesInPlace === undefined) return;
    const changed = changesInPlace();
    if (changed !== undefined) {
      throw new CheckError(
        `The ${this.where} (machine '${this.interpreter.machine.id}') changes ${changed} in place ${when}. ` +
          'Return a new context, for example with immer: assign(({ context }) => produce(context, (draft) => { ... })).',
      );
    }
    // What goes round in as many calls as one question makes (a flag that is turned twice) comes out differently after another one.
    this.compare(question, reaction, isLater);
  }

  private compare({ when, askAgain }: Question, reaction: Reaction, isLater: boolean): void {
    const second = askAgain();
    this.sample.count();
    if (sameReaction(reaction, second, this.numbering)) return;
    throw this.impure(
      isLater ? `when asked again ${when}, after other questions,` : when,
      differenceOf(reactionKey(reaction, this.where), reactionKey(second, this.where)),
    );
  }

  private impure(when: string, what: string): CheckError {
    return new CheckError(
      `The ${this.where} (machine '${this.interpreter.machine.id}') is not a function of its context and event: ${when} it gave ${what}. ` +
        'Guards, actions and delays must not keep anything outside the context.',
    );
  }
}

/** Where two reaction keys part, with a little of what stands around it. */
function differenceOf(first: string, second: string): string {
  let at = 0;
  while (at < first.length && first[at] === second[at]) at++;
  const around = (text: string) => text.slice(Math.max(0, at - 30), at + 40);
  return `«…${around(first)}…» the first time and «…${around(second)}…» the second`;
}
