import type { Engine } from '../engine/engine.js';
import type { InitialState } from '../engine/stepper.js';
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
    if (start.failure !== undefined)
      return { taken, states, finding: wanted(judge.inspectFailure(start.failure)), judge };
    let vector = start.vector.slice();
    let next = 0;
    for (;;) {
      states.push(keyOf(vector));
      const inState = wanted(judge.inspect(vector));
      if (inState !== undefined) return { taken, states, finding: inState, judge };
      const count = engine.listCandidates(vector);
      let chosen = -1;
      while (chosen < 0 && next < schedule.length) {
        const candidate = candidateLabelled(engine, count, schedule[next++]!);
        if (candidate === count || !engine.attempt(candidate)) continue;
        const failure = engine.successors.failures.get(0);
        if (failure === undefined) chosen = candidate;
        else {
          const finding = wanted(judge.inspectFailure(failure));
          if (finding !== undefined) return { taken: [...taken, engine.label(0)], states, finding, judge };
        }
      }
      if (chosen < 0 || engine.successors.progressing === 0) {
        const atEnd = this.isTerminal(vector) ? wanted(judge.inspectTerminal(vector)) : undefined;
        if (atEnd !== undefined || chosen < 0) return { taken, states, finding: atEnd, judge };
        engine.attempt(chosen);
      }
      taken.push(engine.label(0));
      const after = new Int32Array(engine.slotCount);
      after.set(vector);
      engine.follow(0, after);
      vector = after;
    }
  }

  private isTerminal(vector: Int32Array): boolean {
    this.engine.expand(vector);
    const { failures, progressing } = this.engine.successors;
    return progressing === 0 && failures.size === 0;
  }
}

function candidateLabelled(engine: Engine, count: number, label: string): number {
  let candidate = 0;
  while (candidate < count && engine.candidateLabel(candidate) !== label) candidate++;
  return candidate;
}

/** Channels that are discovered later are empty before: trailing zeros say nothing. */
function keyOf(vector: Int32Array): string {
  return vector.join().replace(/(,0)+$/, '');
}
