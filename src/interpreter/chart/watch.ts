import {
  and,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type AnyTransitionDefinition,
} from 'xstate';
import { type ChartParts, enterableStates, guardOutcome, chartParts, transitionsOf } from './parts.js';

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
  private readonly entered = new Set<AnyStateNode>();
  private readonly taken = new Set<AnyTransitionDefinition>();
  private readonly outcomes = new Set<string>();

  /** @param machine a copy of its own: its guards are replaced by ones that are watched */
  constructor(private readonly machine: AnyStateMachine) {
    machine.implementations.guards = Object.fromEntries(
      Object.entries(machine.implementations.guards).flatMap(([name, guard]) =>
        guard === undefined ? [] : [[name, this.watched(name, ownFunction(guard))]],
      ),
    );
    // XState does not tell of the very first microstep.
    this.enter(initialStates(machine.root));
  }

  /** Of transitions that conflict, in parallel regions, XState names those too that it then leaves out. */
  readonly note = ({ snapshot, _transitions }: Microstep): void => {
    for (const transition of _transitions) this.taken.add(transition);
    this.enter(snapshot._nodes);
  };

  hasEntered(node: AnyStateNode): boolean {
    return this.entered.has(node);
  }

  /** See `note`. */
  hasTaken(transition: AnyTransitionDefinition): boolean {
    return this.taken.has(transition);
  }

  /** How many transitions have been taken. */
  get takenCount(): number {
    return this.taken.size;
  }

  get machineId(): string {
    return this.machine.id;
  }

  /** Whether each part of the chart was seen, in the order of `parts`. */
  seen(): { readonly [kind in keyof ChartParts]: readonly boolean[] } {
    return {
      states: enterableStates(this.machine).map((node) => this.entered.has(node)),
      transitions: transitionsOf(this.machine).map((transition) => this.taken.has(transition)),
      guards: this.parts.guards.map((outcome) => this.outcomes.has(outcome)),
    };
  }

  get parts(): ChartParts {
    return chartParts(this.machine);
  }

  private enter(nodes: Iterable<AnyStateNode>): void {
    for (const node of nodes) this.entered.add(node);
  }

  private watched(name: string, guard: GuardFunction): GuardFunction {
    const [yes, no] = [guardOutcome(name, true), guardOutcome(name, false)];
    const noted = (outcome: boolean) => {
      this.outcomes.add(outcome ? yes : no);
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

/** The states that a machine starts in, before anything else happens. */
function* initialStates(node: AnyStateNode): Generator<AnyStateNode> {
  yield node;
  const children = node.type === 'parallel' ? Object.values(node.states) : initialTarget(node);
  for (const child of children as AnyStateNode[]) {
    if (child.type !== 'history') yield* initialStates(child);
  }
}

function initialTarget(node: AnyStateNode): readonly AnyStateNode[] {
  return node.type === 'compound' ? node.initial.target : [];
}
