import type { AnyStateMachine } from 'xstate';
import { ActiveStates } from './active-states.js';
import { nameOfInvoked } from '../network/actors.js';
import { quoted, quotedWhereNeeded } from '../network/quoted.js';
import { refuseOtherRuntimes } from '../network/runtime.js';
import { stateNodes } from '../network/state-nodes.js';
import { Candidates } from './chart/candidates.js';
import { ChartUse } from './chart/use.js';
import { ChartWatch } from './chart/watch.js';
import { GuardCalls } from './guard-calls.js';
import { refuseFrozenGlobals } from './hidden-inputs.js';
import { NOT_RUN } from './running-actors.js';
import { refuseOtherInsides } from './xstate-copies.js';

/** Opens the message of the error that a delay without implementation throws; the name follows. */
export const MISSING_DELAY = 'missing delay: ';

/** Microsteps (`always`, `raise`) of one event before the machine is taken to loop for ever. */
const MICROSTEPS_MAX = 10_000;

/** A machine as the engine runs it: a copy, so that nothing changes for the machine's owner. */
export interface MachineCopy {
  readonly machine: AnyStateMachine;
  readonly watch: ChartWatch;
  readonly guards: GuardCalls;
  readonly candidates: Candidates;
  readonly activeStates: ActiveStates;
  /** What readers call its timers, by the type of the `after` event. */
  readonly timerNames: ReadonlyMap<string, string>;
}

/** A copy, and what one network uses of the machine's chart. */
export interface MachineInUse extends MachineCopy {
  readonly chart: ChartUse;
}

/** One copy of each machine, however many components of a network run it: thousands of them may have the same. */
export class MachineCopies {
  private readonly byMachine = new Map<AnyStateMachine, MachineInUse>();

  /** @param made copies that other networks have, too */
  constructor(private readonly made = new Map<AnyStateMachine, MachineCopy>()) {}

  /** The guards of all machines of the network. */
  get guards(): readonly GuardCalls[] {
    return [...this.byMachine.values()].map(({ guards }) => guards);
  }

  /** @param where names the component or monitor in the message about a machine that cannot be run */
  of(original: AnyStateMachine, where: string): MachineInUse {
    let inUse = this.byMachine.get(original);
    if (inUse === undefined) {
      const copy = this.madeOf(original, where);
      inUse = { ...copy, chart: new ChartUse(copy.machine) };
      this.byMachine.set(original, inUse);
    }
    return inUse;
  }

  private madeOf(original: AnyStateMachine, where: string): MachineCopy {
    let copy = this.made.get(original);
    if (copy === undefined) {
      refuseOtherRuntimes();
      refuseFrozenGlobals();
      refuseOtherInsides(original, where);
      copy = copyOf(original);
      this.made.set(original, copy);
    }
    return copy;
  }
}

function copyOf(original: AnyStateMachine): MachineCopy {
  const bare = bareCopyOf(original);
  const guards = new GuardCalls(bare.machine);
  const watch = new ChartWatch(bare.machine);
  return { ...bare, guards, candidates: new Candidates(), activeStates: new ActiveStates(), watch };
}

/** A copy that nobody watches. */
export function bareCopyOf(original: AnyStateMachine): Pick<MachineCopy, 'machine' | 'timerNames'> {
  const machine = original.provide({});
  const options = machine.options as typeof machine.options | undefined;
  // Versions before 5.33 have no such option, and no bound.
  if (options?.maxIterations === Number.POSITIVE_INFINITY) {
    options.maxIterations = MICROSTEPS_MAX;
  }
  machine.implementations.delays = withoutMissingDelays(machine.implementations.delays);
  runNoActors(machine);
  return { machine, timerNames: timerNamesOf(original) };
}

/** Whatever logic an actor has, XState creates one that does nothing: what actors tell comes from the environment. */
function runNoActors(machine: AnyStateMachine): void {
  machine.implementations.actors = new Proxy({}, { get: () => NOT_RUN });
  for (const node of stateNodes(machine)) {
    if (node.invoke.length === 0) continue;
    const invoke = node.invoke.map((each) => ({ ...each, src: nameOfInvoked(each as NamedLogic) }));
    Object.defineProperty(node, 'invoke', { value: invoke });
  }
}

type NamedLogic = Parameters<typeof nameOfInvoked>[0];

/** XState takes a delay that is not implemented as no delay at all. */
function withoutMissingDelays<T extends object>(delays: T): T {
  return new Proxy(delays, {
    get: (target, name, receiver) => {
      if (typeof name === 'string' && !Object.hasOwn(target, name)) throw new Error(MISSING_DELAY + name);
      return Reflect.get(target, name, receiver);
    },
  });
}

/** By a chart's own description, which copies of a machine share. */
const knownTimerNames = new WeakMap<object, ReadonlyMap<string, string>>();

/** What readers call the timers of a machine, by the type of the `after` event. */
export function timerNamesOf(machine: AnyStateMachine): ReadonlyMap<string, string> {
  let names = knownTimerNames.get(machine.config);
  if (names === undefined) {
    names = namesOfTimers(machine);
    knownTimerNames.set(machine.config, names);
  }
  return names;
}

function namesOfTimers(machine: AnyStateMachine): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const node of stateNodes(machine)) {
    for (const { delay, eventType } of node.after) {
      const path = node.path.map((key) => nameIn(key, '.')).join('.');
      const waited = nameIn(String(delay), ' in ');
      names.set(eventType, path === '' ? waited : `${waited} in ${path}`);
    }
  }
  return names;
}

/** A name, in quotes where it could be taken for several with this between them, or for a number of other things. */
function nameIn(name: string, separator: string): string {
  return name.includes(separator) ? quoted(name) : quotedWhereNeeded(name);
}
