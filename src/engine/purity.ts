import { CheckError } from '../network/errors.js';
import type { Interpreter } from './interpreter.js';
import { type Reaction, reactionKey } from './reaction.js';

/** So many questions of each machine are asked twice, and after that every sixteenth. */
const ASKED_TWICE_FIRST = 64;
const ASKED_TWICE_EVERY = 16;

/** Asks a machine, a sample of questions twice, and refuses one that is no function of its context and event. */
export class PurityCheck {
  private asked = 0;

  constructor(
    private readonly interpreter: Interpreter,
    private readonly where: string,
  ) {}

  ask(when: string, ask: () => Reaction): Reaction {
    const reaction = ask();
    if (this.asked++ < ASKED_TWICE_FIRST || this.asked % ASKED_TWICE_EVERY === 0) {
      const first = reactionKey(reaction, this.where);
      const second = reactionKey(ask(), this.where);
      if (first !== second) throw this.impure(when, differenceOf(first, second));
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
