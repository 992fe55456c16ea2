import { and, type AnyMachineSnapshot, type AnyStateMachine, type AnyTransitionDefinition } from 'xstate';
import { guardOutcome } from './parts.js';
import { UsedParts } from './use.js';

/** What XState tells an inspector about each microstep. */
export interface Microstep {
  readonly type: '@xstate.microstep';
  readonly snapshot: AnyMachineSnapshot;
  readonly _transitions: readonly AnyTransitionDefinition[];
}

/** A guard of `setup()` that is no other name of another; `and`, `or`, `not` and `stateIn` are functions that are asked by their `check` instead of being called. */
type GuardFunction = ((args: unknown, params: unknown) => boolean) & {
  check?: (snapshot: unknown, args: unknown, guard: unknown) => boolean;
};

/** Notes which parts of one machine's chart are used while XState runs it. */
export class ChartWatch {
  /** Where they are noted: several networks may run the machine, in turn. */
  noted = new UsedParts();

  /** @param machine a copy of its own: its guards are replaced by ones that are watched */
  constructor(machine: AnyStateMachine) {
    machine.implementations.guards = Object.fromEntries(
      Object.entries(machine.implementations.guards).flatMap(([name, guard]) =>
        guard === undefined ? [] : [[name, this.watched(name, ownFunction(guard))]],
      ),
    );
  }

  readonly note = ({ snapshot, _transitions }: Microstep): void => {
    const { entered, taken } = this.noted;
    for (const transition of _transitions) taken.add(transition);
    for (const node of snapshot._nodes) entered.add(node);
  };

  private watched(name: string, guard: GuardFunction): GuardFunction {
    const [yes, no] = [guardOutcome(name, true), guardOutcome(name, false)];
    const noted = (outcome: boolean) => {
      this.noted.outcomes.add(outcome ? yes : no);
      return outcome;
    };
    const { check } = guard;
    return check === undefined
      ? (args, params) => noted(guard(args, params))
      : Object.assign((args: unknown, params: unknown) => guard(args, params), guard, {
          check: (snapshot: unknown, args: unknown) => noted(check(snapshot, args, guard)),
        });
  }
}

/** What is only another name of a guard becomes a guard of its own, with one part, so that its outcomes are noted as well. */
function ownFunction(guard: unknown): GuardFunction {
  return (typeof guard === 'function' ? guard : and([guard as never])) as GuardFunction;
}
