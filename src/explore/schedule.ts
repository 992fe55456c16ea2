import type { Engine, InitialState } from '../engine/engine.js';
import type { Finding, Judge } from '../property/judge.js';

/** What following a schedule led to. */
export interface Followed {
  /** The steps that were enabled when their turn came, up to the violation. */
  readonly taken: readonly string[];
  /** A key for the state before each step taken, and for the state after the last. */
  readonly states: readonly string[];
  readonly finding: Finding | undefined;
  /** What the run saw of each property. */
  readonly judge: Judge;
}

/** Follows schedules, lists of step labels, through a network. A step that is not enabled in its turn is skipped. */
export class ScheduleFollower {
  private readonly initials: readonly InitialState[];

  constructor(
    readonly engine: Engine,
    private readonly judge: Judge,
  ) {
    this.initials = engine.initialStates();
  }

  /** @param property only a violation of this property counts, if it is given */
  follow(initial: number, schedule: readonly string[], property?: string): Followed {
    const { engine } = this;
    const judge = this.judge.fresh();
    const taken: string[] = [];
    const states: string[] = [];
    const wanted = (findings: readonly Finding[]) =>
      findings.find((finding) => property === undefined || finding.property === property);
    const start = this.initials[initial];
    if (start === undefined) return { taken, states, finding: undefined, judge };
    if (start.failure !== undefined) return { taken, states, finding: wanted([start.failure]), judge };
    let vector = start.vector.slice();
    let next = 0;
    for (;;) {
      states.push(keyOf(vector));
      const inState = wanted(judge.inspect(vector));
      if (inState !== undefined) return { taken, states, finding: inState, judge };
      const count = engine.expand(vector);
      const { failures, progressing } = engine.successors;
      if (progressing === 0 && failures.size === 0) {
        const atEnd = wanted(judge.inspectTerminal(vector));
        if (atEnd !== undefined) return { taken, states, finding: atEnd, judge };
      }
      let step = count;
      while (step === count) {
        if (next === schedule.length) return { taken, states, finding: undefined, judge };
        step = stepLabelled(engine, count, schedule[next++]!);
        const failure = failures.get(step);
        if (failure === undefined) continue;
        const finding = wanted(judge.inspectFailure(failure));
        if (finding !== undefined) return { taken: [...taken, engine.label(step)], states, finding, judge };
        step = count;
      }
      taken.push(engine.label(step));
      const after = new Int32Array(engine.slotCount);
      after.set(vector);
      engine.follow(step, after);
      vector = after;
    }
  }
}

function stepLabelled(engine: Engine, count: number, label: string): number {
  let step = 0;
  while (step < count && engine.label(step) !== label) step++;
  return step;
}

/** Channels that are discovered later are empty before: trailing zeros say nothing. */
function keyOf(vector: Int32Array): string {
  return vector.join().replace(/(,0)+$/, '');
}
