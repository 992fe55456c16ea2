import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { initialStates } from './initial-states.js';
import { type ChartParts, chartParts, enterableStates, transitionsOf } from './parts.js';

/** Parts of a chart that were used. */
export class UsedParts {
  readonly entered = new Set<AnyStateNode>();
  /** Of transitions that conflict, in parallel regions, XState names those too that it then leaves out. */
  readonly taken = new Set<AnyTransitionDefinition>();
  /** See `guardOutcome`. */
  readonly outcomes = new Set<string>();

  add({ entered, taken, outcomes }: UsedParts): void {
    for (const node of entered) this.entered.add(node);
    for (const transition of taken) this.taken.add(transition);
    for (const outcome of outcomes) this.outcomes.add(outcome);
  }
}

/** Which parts of one machine's chart have been used in one network. */
export class ChartUse {
  readonly parts = new UsedParts();

  /** @param machine the copy that is run */
  constructor(private readonly machine: AnyStateMachine) {
    // XState does not tell of the very first microstep.
    for (const node of initialStates(machine)) this.parts.entered.add(node);
  }

  hasEntered(node: AnyStateNode): boolean {
    return this.parts.entered.has(node);
  }

  /** See `UsedParts.taken`. */
  hasTaken(transition: AnyTransitionDefinition): boolean {
    return this.parts.taken.has(transition);
  }

  /** How many transitions have been taken. */
  get takenCount(): number {
    return this.parts.taken.size;
  }

  get machineId(): string {
    return this.machine.id;
  }

  /** The parts that there are. */
  get all(): ChartParts {
    return chartParts(this.machine);
  }

  /** Whether each part was used, in the order of `all`. */
  used(): { readonly [kind in keyof ChartParts]: readonly boolean[] } {
    const { entered, taken, outcomes } = this.parts;
    return {
      states: enterableStates(this.machine).map((node) => entered.has(node)),
      transitions: transitionsOf(this.machine).map((transition) => taken.has(transition)),
      guards: this.all.guards.map((outcome) => outcomes.has(outcome)),
    };
  }
}
