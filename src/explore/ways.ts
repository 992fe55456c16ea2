import type { Engine, StepNumbers, TakenStep } from '../engine/engine.js';
import { deliveriesField, type Witness } from '../property/violation.js';
import type { Orbits } from './orbits.js';
import type { VisitedStates } from './visited-states.js';

/** Places for channels that appear while old states are expanded again; in fact none do, as they were expanded before. */
const SLACK = 16;

/** The way to a state: which initial state it begins in, and its steps. */
export interface FoundWay {
  readonly initial: number;
  readonly steps: readonly TakenStep[];
}

/** Finds the steps between states that a search has found, by expanding them again; this overwrites the engine's successors. */
export class Ways {
  constructor(
    private readonly engine: Engine,
    private readonly states: VisitedStates,
    private readonly orbits: Orbits | undefined,
  ) {}

  /** The way by which a state was found first; in a breadth-first search a shortest one. A negative number stands for an initial state that failed. */
  to(state: number): FoundWay {
    if (state < 0) return { initial: -1 - state, steps: [] };
    const passed = [state];
    let parent = this.states.parent(state);
    for (; parent >= 0; parent = this.states.parent(parent)) passed.push(parent);
    return { initial: -1 - parent, steps: this.through(passed.reverse()) };
  }

  /** Steps from each state to the next of a list. */
  through(passed: readonly number[]): TakenStep[] {
    return passed.slice(1).map((next, at) => this.between(passed[at]!, next));
  }

  /** A step out of a state. */
  taken(state: number, step: StepNumbers): TakenStep {
    return this.engine.taken(this.read(state), step);
  }

  private between(state: number, next: number): TakenStep {
    const { engine, orbits } = this;
    const vector = this.read(state);
    const target = this.read(next);
    const count = engine.expand(vector);
    const step = Array.from({ length: count }, (_, k) => k).find((k) => {
      const after = vector.slice();
      engine.follow(k, after);
      return orbits === undefined
        ? after.every((value, cell) => value === target[cell])
        : orbits.same(after, target);
    });
    return engine.taken(vector, engine.stepAt(step!));
  }

  private read(state: number): Int32Array {
    const vector = new Int32Array(this.engine.cellCount + SLACK);
    this.states.read(state, vector);
    return vector;
  }
}

/** A way as violations and witnesses tell it. */
export function wayOf({ initial, steps }: FoundWay): Omit<Witness, 'property'> {
  const labels = steps.map(({ label }) => label);
  return { initial, steps: labels, ...deliveriesField(steps.map(({ deliveries }) => deliveries)) };
}
