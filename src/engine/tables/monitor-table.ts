import type { AnyEventObject, AnyMachineSnapshot } from 'xstate';
import { type ChartNames, chartNames } from '../../network/chart-names.js';
import { askingProperty, CheckError } from '../../network/errors.js';
import type { MonitorProperty } from '../../network/property.js';
import { stateNodes } from '../../network/state-nodes.js';
import type { SharedAnswers } from './shared-answers.js';
import type { Interner } from '../store/interner.js';
import { Interpreter, type MachineInterpreter } from '../../interpreter/interpreter.js';
import { type LocalState, localNumber } from '../../interpreter/local-state.js';
import type { MachineCopies } from '../../interpreter/machine-copies.js';
import { OWN_NAMES } from '../../interpreter/names.js';
import { PairTable } from '../store/pair-table.js';
import { PureInterpreter } from '../../interpreter/purity.js';
import type { Reaction } from '../../interpreter/reaction.js';
import type { QuestionSample } from '../../interpreter/repetitions.js';

/** One monitor's local states as small integers, and how each observation changes them. */
export class MonitorTable {
  /** By local id: the monitor is in a state tagged `violation`, `pending`. */
  readonly isViolation: boolean[] = [];
  readonly isPending: boolean[] = [];
  readonly initial: number;
  readonly interpreter: Interpreter;
  private readonly questions: MachineInterpreter;
  private readonly where: string;
  private readonly locals: LocalState[] = [];
  /** By local id, by number of an observation: whether a step that was taken led to it, had it heard. */
  private readonly isEntered: boolean[] = [];
  private readonly isHeard: boolean[] = [];
  /** By number of the local state's parts. */
  private readonly localIds = new Map<number, number>();
  private readonly nextIds = new PairTable();
  /** The local states and the observations of the pairs that have an answer, in the order in which they got it. */
  readonly answeredAt: number[] = [];
  readonly answeredTo: number[] = [];
  /** Whether the chart speaks of steps, and not only of emitted events. */
  readonly watchesSteps: boolean;
  private readonly names: ChartNames;
  private readonly sources: ReadonlySet<string> | undefined;

  constructor(
    readonly property: MonitorProperty,
    readonly cell: number,
    private readonly interner: Interner,
    copies: MachineCopies,
    sample: QuestionSample,
    shared: SharedAnswers | undefined,
  ) {
    this.where = `monitor '${property.name}'`;
    this.interpreter = new Interpreter(
      property.name,
      this.where,
      { machine: property.machine, isMonitor: true },
      OWN_NAMES,
      copies,
      interner,
    );
    const questions = new PureInterpreter(this.interpreter, this.where, sample, interner);
    this.questions =
      shared?.remembering(questions, this.interpreter, this.where, { machine: property.machine }) ??
      questions;
    this.names = chartNames(property.machine);
    this.sources = property.from === undefined ? undefined : new Set(property.from);
    this.watchesSteps = this.minds('step');
    this.initial = this.localId(this.start());
    this.isEntered[this.initial] = true;
  }

  /** Whether some state of the chart is tagged `pending`. */
  get mayBePending(): boolean {
    return [...stateNodes(this.interpreter.machine)].some(({ tags }) => tags.includes('pending'));
  }

  /** The local states that it was in, also between two observations of one step, or of one that a full channel then held up. */
  get known(): readonly LocalState[] {
    return this.locals;
  }

  /** Those of them that the start, or a step that could be taken, led to or through. */
  get entered(): readonly LocalState[] {
    return this.locals.filter((_, id) => this.isEntered[id]);
  }

  /** Whether a step that could be taken, or the start, had it hear this. */
  hasHeard(observation: number): boolean {
    return this.isHeard[observation] ?? false;
  }

  /** A step that could be taken, or the start, had it hear something and led it here. */
  note(observation: number, local: number): void {
    this.isHeard[observation] = true;
    this.isEntered[local] = true;
  }

  /** How many local states it has been in. */
  get localCount(): number {
    return this.locals.length;
  }

  local(id: number): LocalState {
    return this.locals[id]!;
  }

  /** Whether the monitor is told of an event of this type, emitted by this component. */
  observes(component: string, type: string): boolean {
    return (this.sources?.has(component) ?? true) && this.minds(type);
  }

  /**
   * Whether some transition of the chart is for events of this type, one that changes nothing included: it counts as taken. An eventless transition is looked at
   * after every event, and its guard may read the event.
   */
  private minds(type: string): boolean {
    return this.names.hasEventless || this.names.handles(type);
  }

  /** The monitor's local state after an observation. A violation is for good, whatever is observed after it. */
  next(local: number, observation: number, event: AnyEventObject): number {
    if (this.isViolation[local]) return local;
    const known = this.nextIds.get(local, observation);
    if (known >= 0) return known;
    const before = this.locals[local]!;
    const after = askingProperty(() => {
      const reaction = this.questions.ask(before, event);
      return reaction.handled ? this.stateAfter(reaction) : before;
    });
    const next = this.localId(after, before);
    this.nextIds.set(local, observation, next);
    this.answeredAt.push(local);
    this.answeredTo.push(observation);
    return next;
  }

  /** As `next`, of what has been asked: else -1. XState is not asked. */
  nextIfKnown(local: number, observation: number): number {
    return this.isViolation[local] ? local : this.nextIds.get(local, observation);
  }

  private start(): LocalState {
    const { input } = this.property;
    const last = this.stateAfter(this.questions.initial(input));
    return this.withViolation(last, this.interpreter.passedAtStart(input));
  }

  /** The state after a reaction, or the first tagged `violation` that it led through. */
  private stateAfter(reaction: Reaction): LocalState {
    const { effects, timing, thrown, next } = reaction;
    if (thrown !== undefined) {
      throw new CheckError(
        `The ${this.where} (machine '${this.interpreter.machine.id}') throws ${thrown}. A guard or action must not throw; correct it.`,
      );
    }
    if (effects.length + timing.length > 0) {
      throw new CheckError(
        `The ${this.where} sends or emits an event, or starts a timer; a monitor only observes. Remove the action.`,
      );
    }
    return this.withViolation(next, this.questions.passed);
  }

  private withViolation(last: LocalState, passed: readonly AnyMachineSnapshot[]): LocalState {
    const violation = passed.find((snapshot) => snapshot.hasTag('violation' as never));
    if (violation === undefined) return last;
    violation.context = this.interner.canonical(violation.context, `context of ${this.where}`);
    return { ...last, snapshot: violation };
  }

  private localId(local: LocalState, before?: LocalState): number {
    const number = localNumber(local, this.interner, before);
    let id = this.localIds.get(number);
    if (id === undefined) {
      id = this.locals.length;
      this.localIds.set(number, id);
      this.locals.push(local);
      this.isViolation.push(local.snapshot.hasTag('violation' as never));
      this.isPending.push(local.snapshot.hasTag('pending' as never));
    }
    return id;
  }
}
