import type { AnyStateMachine } from 'xstate';
import { stateNodes } from '../network/state-nodes.js';
import { ChartWatch } from './chart-watch.js';

/** Opens the message of the error that a delay without implementation throws; the name follows. */
export const MISSING_DELAY = 'missing delay: ';

/** Microsteps (`always`, `raise`) of one event before the machine is taken to loop for ever. */
const MICROSTEPS_MAX = 10_000;

/** A machine as the engine runs it: a copy, so that nothing changes for the machine's owner. */
export interface MachineCopy {
  readonly machine: AnyStateMachine;
  /** What has been seen of the machine's chart. */
  readonly chart: ChartWatch;
  /** What readers call its timers, by the type of the `after` event. */
  readonly timerNames: ReadonlyMap<string, string>;
}

/** One copy of each machine, however many components run it: thousands of them may have the same. */
export class MachineCopies {
  private readonly byMachine = new Map<AnyStateMachine, MachineCopy>();

  of(original: AnyStateMachine): MachineCopy {
    let copy = this.byMachine.get(original);
    if (copy === undefined) {
      copy = copyOf(original);
      this.byMachine.set(original, copy);
    }
    return copy;
  }
}

function copyOf(original: AnyStateMachine): MachineCopy {
  const bare = bareCopyOf(original);
  return { ...bare, chart: new ChartWatch(bare.machine) };
}

/** A copy that nobody watches. */
export function bareCopyOf(original: AnyStateMachine): Omit<MachineCopy, 'chart'> {
  const machine = original.provide({});
  if (machine.options.maxIterations === Number.POSITIVE_INFINITY) {
    machine.options.maxIterations = MICROSTEPS_MAX;
  }
  machine.implementations.delays = withoutMissingDelays(machine.implementations.delays);
  return { machine, timerNames: namesOfTimers(machine) };
}

/** XState takes a delay that is not implemented as no delay at all. */
function withoutMissingDelays<T extends object>(delays: T): T {
  return new Proxy(delays, {
    get: (target, name, receiver) => {
      if (typeof name === 'string' && !Object.hasOwn(target, name)) throw new Error(MISSING_DELAY + name);
      return Reflect.get(target, name, receiver);
    },
  });
}

function namesOfTimers(machine: AnyStateMachine): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const node of stateNodes(machine)) {
    for (const { delay, eventType } of node.after) {
      names.set(eventType, node.path.length === 0 ? String(delay) : `${delay} in ${node.path.join('.')}`);
    }
  }
  return names;
}
