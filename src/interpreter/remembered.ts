import type { AnyEventObject, AnyMachineSnapshot } from 'xstate';
import type { Canon, Numbering } from './canon.js';
import type { Interpreter, MachineInterpreter, QuestionRecord } from './interpreter.js';
import { kindOf, type LocalState, localNumber, type PendingTimer } from './local-state.js';
import { changedItsMind } from './purity.js';
import { type Reaction, sameReaction } from './reaction.js';

/** An answer, and what it rests on. */
interface RememberedAnswer {
  readonly reaction: Reaction;
  readonly record: QuestionRecord;
  readonly passed: readonly AnyMachineSnapshot[];
  /** How often XState was asked for it. */
  readonly questions: number;
}

/** The first answer of each kind (event and state value) that another network takes over is asked again there, and after that every sixteenth. */
const AGAIN_EVERY = 16;

/** What one component's machine has answered: by number of the local state, and of what it was asked. */
export class RememberedAnswers {
  count = 0;
  private readonly byLocal = new Map<number, Map<number, RememberedAnswer>>();
  private readonly kinds = new Set<string>();
  /** How often one of them stood for a question. */
  takenOver = 0;

  find(local: number, asked: number): RememberedAnswer | undefined {
    return this.byLocal.get(local)?.get(asked);
  }

  set(local: number, asked: number, answer: RememberedAnswer): void {
    let ofLocal = this.byLocal.get(local);
    if (ofLocal === undefined) this.byLocal.set(local, (ofLocal = new Map()));
    if (!ofLocal.has(asked)) this.count++;
    ofLocal.set(asked, answer);
  }

  /** Whether an answer that is the next to be taken over is asked for again. */
  isAskedAgain(kind: string): boolean {
    if (++this.takenOver % AGAIN_EVERY === 0) return true;
    return this.kinds.size < this.kinds.add(kind).size;
  }
}

interface Question {
  /** As a part of a sentence: `on GO`. */
  readonly when: string;
  readonly kind: string;
  readonly put: (interpreter: MachineInterpreter) => Reaction;
}

/** Puts a question only where no other network that has the same answers has put it. */
export class RememberingInterpreter implements MachineInterpreter {
  passed: readonly AnyMachineSnapshot[] = [];

  /**
   * @param questions where a question is put
   * @param interpreter the one that it comes to in the end
   */
  constructor(
    private readonly questions: MachineInterpreter,
    private readonly interpreter: Interpreter,
    private readonly where: string,
    private readonly answers: RememberedAnswers,
    private readonly numbering: Numbering & Canon,
  ) {}

  initial(input: unknown, start = 0): Reaction {
    const given = this.numbering.canonical(input, `input of ${this.where}`);
    return this.answer(BEFORE_THE_START, this.numbering.number(['starts', given, start]), {
      when: 'as it starts',
      kind: 'start',
      put: (interpreter) => interpreter.initial(input, start),
    });
  }

  ask(local: LocalState, event: AnyEventObject): Reaction {
    return this.answer(localNumber(local, this.numbering), this.numbering.number(event), {
      when: `on ${event.type}`,
      kind: kindOf(local, event),
      put: (interpreter) => interpreter.ask(local, event),
    });
  }

  fire(local: LocalState, timer: PendingTimer): Reaction {
    const asked = this.numbering.number(['fires', timer.key, timer.isCancellable]);
    return this.answer(localNumber(local, this.numbering), asked, {
      when: `when the timer ${this.interpreter.timerName(timer)} fires`,
      kind: kindOf(local, timer.event),
      put: (interpreter) => interpreter.fire(local, timer),
    });
  }

  private answer(local: number, asked: number, question: Question): Reaction {
    const { answers, interpreter } = this;
    const known = answers.find(local, asked);
    if (known !== undefined && interpreter.accepts(known.record)) {
      if (answers.isAskedAgain(question.kind)) this.askAgain(known, question);
      interpreter.questions += known.questions;
      this.passed = known.passed;
      return known.reaction;
    }
    const before = interpreter.questions;
    const { answer: reaction, record } = interpreter.recording(() => question.put(this.questions));
    this.passed = this.questions.passed;
    const questions = interpreter.questions - before;
    answers.set(local, asked, { reaction, record, passed: this.passed, questions });
    return reaction;
  }

  /** @throws CheckError for a machine that answers otherwise in this network */
  private askAgain({ reaction }: RememberedAnswer, { when, put }: Question): void {
    const second = this.interpreter.again(put);
    if (sameReaction(reaction, second, this.numbering)) return;
    throw changedItsMind(this.where, this.interpreter.machine.id, when, reaction, second, [
      'in one network',
      'in another one of its family',
    ]);
  }
}

/** No number is negative. */
const BEFORE_THE_START = -1;
