import { CheckError } from '../network/errors.js';
import type { Interner } from './interner.js';
import type { Interpreter } from './interpreter.js';
import { type Reaction, reactionKey, sameReaction } from './reaction.js';

/** So many questions of each machine are asked twice, and after that every sixteenth. */
const ASKED_TWICE_FIRST = 64;
const ASKED_TWICE_EVERY = 16;
/** So many questions of each machine are asked again at the end. */
const RECHECKED_MAX = 256;

/** Which questions of one machine are asked again, over all the components that it is the machine of. */
export class PuritySample {
  private asked = 0;
  private kept = 0;

  /** Whether the next question is asked twice. */
  isAskedTwice(): boolean {
    return this.asked++ < ASKED_TWICE_FIRST || this.asked % ASKED_TWICE_EVERY === 0;
  }

  /** Whether the next question is asked again at the end. */
  isKept(): boolean {
    return this.kept++ < RECHECKED_MAX;
  }
}

/** Asks a machine, a sample of questions twice, and refuses one that is no function of its context and event. */
export class PurityCheck {
  constructor(
    private readonly interpreter: Interpreter,
    private readonly where: string,
    readonly sample: PuritySample,
    private readonly interner: Interner,
  ) {}

  /** @param askAgain how the question is put for the second time: to a component that should be like this one */
  ask(when: string, ask: () => Reaction, askAgain: () => Reaction = ask): Reaction {
    const reaction = ask();
    if (this.sample.isAskedTwice()) {
      const second = askAgain();
      if (!sameReaction(reaction, second, this.interner)) {
        throw this.impure(
          when,
          differenceOf(reactionKey(reaction, this.where), reactionKey(second, this.where)),
        );
      }
    }
    return reaction;
  }

  impure(when: string, what: string): CheckError {
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
