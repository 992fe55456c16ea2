import type { AnyEventObject } from 'xstate';
import { CheckError } from '../network/errors.js';
import type { MonitorProperty } from '../network/property.js';
import { Interpreter } from './interpreter.js';
import { type LocalState, localKey } from './local-state.js';
import { PairTable } from './pair-table.js';
import { PurityCheck } from './purity.js';
import type { Reaction } from './reaction.js';

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
  private readonly localIds = new Map<string, number>();
  private readonly nextIds = new PairTable();
  /** Whether the chart speaks of steps, and not only of emitted events. */
  readonly watchesSteps: boolean;

  constructor(
    readonly property: MonitorProperty,
    readonly slot: number,
  ) {
    this.where = `monitor '${property.name}'`;
    this.interpreter = new Interpreter(property.name, this.where, { machine: property.machine }, () => true);
    this.purity = new PurityCheck(this.interpreter, this.where);
    const { initial, watchesSteps } = startMonitor(this.interpreter, property, this.where);
    this.initial = this.localId(initial);
    this.watchesSteps = watchesSteps;
  }

  local(id: number): LocalState {
    return this.locals[id];
  }

  /** The monitor's local state after an observation. `event` is called when the answer is not known yet. */
  next(local: number, observation: number, event: AnyEventObject): number {
    const known = this.nextIds.get(local, observation);
    if (known >= 0) return known;
    const reaction = this.purity.ask(`on ${event.type}`, () =>
      this.interpreter.ask(this.locals[local], event),
    );
    const next = this.localId(afterReaction(this.locals[local], reaction, this.where));
    this.nextIds.set(local, observation, next);
    return next;
  }

  private localId(local: LocalState): number {
    const key = localKey(local, this.where);
    let id = this.localIds.get(key);
    if (id === undefined) {
      id = this.locals.length;
      this.localIds.set(key, id);
      this.locals.push(local);
      this.isViolation.push(local.snapshot.hasTag('violation' as never));
      this.isPending.push(local.snapshot.hasTag('pending' as never));
    }
    return id;
  }
}

/** A monitor's first state. */
export function startMonitor(interpreter: Interpreter, property: MonitorProperty, where: string) {
  const reaction = interpreter.initial(property.input);
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
