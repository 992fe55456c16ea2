import type { AnyStateMachine } from 'xstate';
import { CheckError, messageOf } from '../network/errors.js';
import { stateNodes } from '../network/state-nodes.js';
import { tick } from './deadline.js';
import { forbidHiddenInputs } from './hidden-inputs.js';

/** A guard wherever a chart may have it: what is called, `and`, `or`, `not` and `stateIn`, which are asked by their `check`, or a name. */
type Guard = GuardFunction | string | object;
type GuardFunction = ((args: unknown, params: unknown) => unknown) & Composite;
interface Composite {
  readonly check?: unknown;
  readonly guards?: readonly Guard[];
}

/** A call is repeated so often the first time that a guard is looked at, and in later searches of this process only a few times. */
const CALLS_FIRST = 1_000;
const CALLS_LATER = 8;
/** Calls between two looks at the clock, and before the first. */
const CALLS_PER_LOOK = 16;
const CALLS_AT_LEAST = 2;

/** Opens the error of a guard that gives a promise, whose name follows: XState puts what a guard throws into a text of its own. */
export const PROMISED = 'A guard gives a promise: ';

const repeatedBefore = new WeakSet<object>();

const isPromise = (value: unknown) =>
  typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';

interface Call {
  readonly args: unknown;
  readonly params: unknown;
}

/** A guard's first call with each outcome. */
interface Watched {
  readonly name: string;
  readonly guard: GuardFunction;
  yes: Call | undefined;
  no: Call | undefined;
}

/**
 * The guards of one machine, which are called again by themselves at the end, far more often than whole questions could be asked
 * again: `calls++ < 1000` is found by it.
 */
export class GuardCalls {
  private readonly watched: Watched[] = [];

  /** @param machine a copy of its own: its guards are replaced by ones that are watched */
  constructor(private readonly machine: AnyStateMachine) {
    const guards = machine.implementations.guards as Record<string, unknown>;
    for (const [name, guard] of Object.entries(guards)) {
      if (guard !== undefined) guards[name] = this.watch(name, guard as Guard);
    }
    for (const node of stateNodes(machine)) {
      for (const transition of [...[...node.transitions.values()].flat(), ...(node.always ?? [])]) {
        const { guard } = transition as { guard?: Guard };
        if (guard !== undefined) (transition as { guard?: Guard }).guard = this.watch('(not named)', guard);
      }
    }
  }

  /**
   * Calls each guard again with what it was given first.
   *
   * @throws CheckError when one gives something else
   */
  repeat(isLate: () => boolean): void {
    for (const { name, guard, yes, no } of this.watched) {
      const calls = repeatedBefore.has(guard) ? CALLS_LATER : CALLS_FIRST;
      if (yes !== undefined) this.repeatCall(name, guard, yes, true, calls, isLate);
      if (no !== undefined) this.repeatCall(name, guard, no, false, calls, isLate);
      if (yes !== undefined || no !== undefined) repeatedBefore.add(guard);
    }
  }

  private repeatCall(
    name: string,
    guard: GuardFunction,
    { args, params }: Call,
    outcome: boolean,
    calls: number,
    isLate: () => boolean,
  ): void {
    let other: string | undefined;
    for (let call = 0; call < calls && other === undefined;) {
      if (call > 0 && isLate()) return;
      const end = Math.min(calls, call === 0 ? CALLS_AT_LEAST : call + CALLS_PER_LOOK);
      tick();
      // Several at once, as seeing to it that nothing hidden is read takes longer than most guards do.
      const calledAgain = () => {
        for (; call < end; call++) {
          const again = Boolean(guard(args, params));
          if (again !== outcome) return `gave ${again}`;
        }
        return undefined;
      };
      try {
        other = forbidHiddenInputs(calledAgain);
      } catch (thrown) {
        other = `threw an error (${messageOf(thrown)})`;
      }
    }
    if (other === undefined) return;
    throw new CheckError(
      `The guard '${name}' of machine '${this.machine.id}' is not a function of context and event: it gave ${outcome}, and ${other} when it was called again with the same. ` +
        'Guards, actions and delays must not keep anything outside the context.',
    );
  }

  private watch(name: string, guard: Guard): Guard {
    if (typeof guard !== 'function') return guard;
    const { check, guards } = guard as GuardFunction;
    if (check !== undefined) {
      if (guards === undefined) return guard;
      // The same check on the same guards, watched; the user's own object stays as it is.
      const copy = (args: unknown, params: unknown) => (guard as GuardFunction)(args, params);
      return named(
        guard.name,
        Object.assign(copy, guard, { guards: guards.map((each) => this.watch(name, each)) }),
      );
    }
    const watched: Watched = { name, guard: guard as GuardFunction, yes: undefined, no: undefined };
    this.watched.push(watched);
    return named(guard.name, (args: unknown, params: unknown) => {
      const outcome = watched.guard(args, params);
      // XState would take it for true, whatever comes of it.
      if (isPromise(outcome)) throw new Error(`${PROMISED}${name}`);
      if (outcome) watched.yes ??= { args, params };
      else watched.no ??= { args, params };
      return outcome;
    });
  }
}

/** Coverage calls guards by the names of their functions. */
function named<T extends object>(name: string, guard: T): T {
  return Object.defineProperty(guard, 'name', { value: name });
}
