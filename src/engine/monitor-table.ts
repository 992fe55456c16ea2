import type { AnyEventObject, AnyStateMachine } from 'xstate';
import { askingProperty, CheckError } from '../network/errors.js';
import type { MonitorProperty } from '../network/property.js';
import { stateNodes } from '../network/state-nodes.js';
import type { Interner } from './interner.js';
import { Interpreter } from './interpreter.js';
import { kindOf, type LocalState, localNumber } from './local-state.js';
import type { MachineCopies } from './machine-copies.js';
import { PairTable } from './pair-table.js';
import { PurityCheck } from './purity.js';
import type { Reaction } from './reaction.js';
import type { QuestionSample } from './repetitions.js';

/** One monitor's local states as small integers, and how each observation changes them. */
export class MonitorTable {
  /** By local id: the monitor is in a state tagged `violation`, `pending`. */
  readonly isViolation: boolean[] = [];
  readonly isPending: boolean[] = [];
  readonly initial: number;
  readonly interpreter: Interpreter;
  private readonly purity: PurityCheck;
  private readonly where: string;
  private readonly locals: LocalState[] = [];
  /** By number of the local state's parts. */
  private readonly localIds = new Map<number, number>();
  private readonly nextIds = new PairTable();
  /** Whether the chart speaks of steps, and not only of emitted events. */
  readonly watchesSteps: boolean;
  /** Types of events that can change the monitor's state; `undefined` if any may. */
  private readonly types: ReadonlySet<string> | undefined;
  private readonly sources: ReadonlySet<string> | undefined;

  constructor(
    readonly property: MonitorProperty,
    readonly slot: number,
    private readonly interner: Interner,
    copies: MachineCopies,
    sample: QuestionSample,
  ) {
    this.where = `monitor '${property.name}'`;
    this.interpreter = new Interpreter(
      property.name,
      this.where,
      { machine: property.machine },
      () => true,
      copies,
    );
    this.purity = new PurityCheck(this.interpreter, this.where, sample, interner);
    this.types = typesOf(property.machine);
    this.sources = property.from === undefined ? undefined : new Set(property.from);
    const { interpreter } = this;
    const reaction = this.purity.ask({
      when: 'as it starts',
      kind: 'start',
      ask: () => interpreter.initial(property.input),
      askAgain: () => interpreter.again(() => interpreter.initial(property.input)),
      changesInPlace: () => interpreter.changesAtStart(property.input),
    });
    const { initial, watchesSteps } = startMonitor(interpreter, property, this.where, reaction);
    this.initial = this.localId(initial);
    this.watchesSteps = watchesSteps;
  }

  /** How many local states it has been in. */
  get localCount(): number {
    return this.locals.length;
  }

  local(id: number): LocalState {
    return this.locals[id];
  }

  /** Whether an event of this type, emitted by this component, can make a difference to the monitor. */
  hears(component: string, type: string): boolean {
    return (this.sources?.has(component) ?? true) && (this.types?.has(type) ?? true);
  }

  /** The monitor's local state after an observation. `event` is called when the answer is not known yet. */
  next(local: number, observation: number, event: AnyEventObject): number {
    const known = this.nextIds.get(local, observation);
    if (known >= 0) return known;
    const before = this.locals[local];
    const after = askingProperty(() => {
      const reaction = this.purity.ask({
        when: `on ${event.type}`,
        kind: kindOf(before, event),
        ask: () => this.interpreter.ask(before, event),
        askAgain: () => this.interpreter.again((interpreter) => interpreter.ask(before, event)),
        changesInPlace: () => this.interpreter.changesOn(before, event),
      });
      return afterReaction(before, reaction, this.where);
    });
    const next = this.localId(after, before);
    this.nextIds.set(local, observation, next);
    return next;
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

/**
 * The types of events that some transition of the chart is for, or `undefined` where that cannot be told: wildcards take others
 * too, and an eventless transition is looked at after every event, whose guard may read the event.
 */
function typesOf(machine: AnyStateMachine): ReadonlySet<string> | undefined {
  const hasEventless = [...stateNodes(machine)].some((node) => (node.always ?? []).length > 0);
  const isWild = machine.events.some((descriptor) => descriptor.includes('*'));
  return hasEventless || isWild ? undefined : new Set(machine.events);
}

/** A monitor's first state. */
export function startMonitor(
  interpreter: Interpreter,
  property: MonitorProperty,
  where: string,
  reaction = interpreter.initial(property.input),
) {
  refuseEffects(reaction.sends.length + reaction.started.length, where);
  const { events } = interpreter.machine;
  return { initial: reaction.next, watchesSteps: events.includes('step') || events.includes('*') };
}

/** A monitor's state after an observation; what it does not handle changes nothing. */
export function stepMonitor(
  interpreter: Interpreter,
  local: LocalState,
  event: AnyEventObject,
  where: string,
): LocalState {
  return afterReaction(local, interpreter.ask(local, event), where);
}

function afterReaction(local: LocalState, reaction: Reaction, where: string): LocalState {
  if (!reaction.handled) return local;
  refuseEffects(reaction.sends.length + reaction.started.length, where);
  return reaction.next;
}

function refuseEffects(effects: number, where: string): void {
  if (effects > 0) {
    throw new CheckError(
      `The ${where} sends a message or starts a timer; a monitor only observes. Remove the action.`,
    );
  }
}
