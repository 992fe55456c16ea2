import type { AnyStateMachine } from 'xstate';
import { actorsKey } from '../../network/actors.js';
import type { AnsweringSpec, Network } from '../../network/network.js';
import { isNetwork } from '../../network/require.js';
import type { Interpreter, MachineInterpreter } from '../../interpreter/interpreter.js';
import type { MachineCopy } from '../../interpreter/machine-copies.js';
import { RememberedAnswers, RememberingInterpreter } from '../../interpreter/remembered.js';
import { Interner } from '../store/interner.js';

/** With so many answers, the networks to come begin anew, so that what is remembered of many does not fill the memory. */
const ANSWERS_MAX = 50_000;
/** Networks that have little in common do not share for long: to remember an answer takes a tenth of the time that asking for it takes. */
const TRIED_FIRST = 2_000;
const WORTHWHILE_SHARE = 0.25;

/** By network: what it shares with others. */
const sharing = new WeakMap<Network, SharedAnswers>();

/**
 * What machines have answered, kept for all networks that are made of the same machines: XState is asked once for all of them. It is for
 * machines that answer the same whichever of the networks was built last.
 */
export class SharedAnswers {
  readonly interner = new Interner();
  readonly copies = new Map<AnyStateMachine, MachineCopy>();
  private readonly byMachine = new Map<AnyStateMachine, Map<string, RememberedAnswers>>();

  /** What a network shares with others, if it does. */
  static of(network: Network): SharedAnswers | undefined {
    return sharing.get(network);
  }

  /** The network, as one that shares these answers, if it shares none yet. What was given has no part in it. */
  sharedWith(built: Network): Network {
    if (!isNetwork(built) || sharing.has(built)) return built;
    const network = { ...built };
    sharing.set(network, this);
    return network;
  }

  /** How many answers are remembered. */
  get count(): number {
    return this.sum(({ count }) => count);
  }

  /** Whether a good part of what is remembered was asked for again, or it is too early to say. */
  get isWorthwhile(): boolean {
    const { count } = this;
    return count < TRIED_FIRST || this.sum(({ takenOver }) => takenOver) > WORTHWHILE_SHARE * count;
  }

  private sum(of: (answers: RememberedAnswers) => number): number {
    let sum = 0;
    for (const ofMachine of this.byMachine.values())
      for (const answers of ofMachine.values()) sum += of(answers);
    return sum;
  }

  /** An interpreter that puts a question only where no network has put it. */
  remembering(
    questions: MachineInterpreter,
    interpreter: Interpreter,
    where: string,
    { machine, ignoredActions = [], crashes, actors }: AnsweringSpec,
  ): MachineInterpreter {
    // The machine sees the name of its component; the rest decides about what is made of its answers.
    const key = JSON.stringify([
      where,
      ignoredActions.toSorted(),
      crashes?.restarts === true,
      actorsKey(actors),
    ]);
    let ofMachine = this.byMachine.get(machine);
    if (ofMachine === undefined) this.byMachine.set(machine, (ofMachine = new Map()));
    let answers = ofMachine.get(key);
    if (answers === undefined) ofMachine.set(key, (answers = new RememberedAnswers()));
    return new RememberingInterpreter(questions, interpreter, where, answers, this.interner);
  }
}

/** Networks that come one after the other share answers, as long as that is worth while: see `SharedAnswers`. */
export class AnswerSharing {
  private shared: SharedAnswers | undefined = new SharedAnswers();

  constructor(private readonly answersMax = ANSWERS_MAX) {}

  /** The network, or one like it that shares answers. */
  sharing(built: Network): Network {
    if (this.shared?.isWorthwhile === false) this.shared = undefined;
    else if (this.shared !== undefined && this.shared.count > this.answersMax)
      this.shared = new SharedAnswers();
    return this.shared?.sharedWith(built) ?? built;
  }
}
