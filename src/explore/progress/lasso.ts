import type { StepNumbers } from '../../engine/engine.js';
import { presentDeadline } from '../../interpreter/deadline.js';
import type { Interruptions } from './interruptions.js';
import type { StateGraph } from './state-graph.js';

/** A step out of a state, by the state's number. */
interface NumberedStep {
  readonly state: number;
  readonly step: StepNumbers;
  readonly next: number;
}

/** A step of a cycle, with what fairness wants to know of it. */
interface CycleStep extends NumberedStep {
  readonly label: string;
  /** Units enabled in the state, but for those that fairness owes nothing to. */
  readonly enabled: ReadonlySet<number>;
  /** The units that are taken. */
  readonly taken: readonly number[];
  /** Of the units enabled in the first state of the cycle, those that the step interrupts. */
  readonly interrupted: ReadonlySet<number>;
}

/** What must happen on a cycle to make it fair. */
interface Debts {
  readonly weak: Set<number>;
  readonly strong: Set<number>;
}

/** A fair cycle, and whether it was seen that no step of it can be left out. */
export interface FairCycle {
  readonly steps: readonly NumberedStep[];
  readonly isMinimal: boolean;
}

/**
 * Steps that are looked at to leave out what can be left out: it takes about a second. They are counted and not timed, so that what comes of it is the same on
 * any machine.
 */
const LOOKS_MAX = 5_000_000;

/** Finds a fair cycle in states of which a run may go round all, and be fair; then leaves out what can be left out. */
export class Lasso {
  private readonly members: ReadonlySet<number>;
  private readonly known = new Map<number, readonly CycleStep[]>();
  /** Units that are enabled in the first state, and may be interrupted. */
  private interruptible: readonly number[] = [];

  constructor(
    private readonly graph: StateGraph,
    private readonly interruptions: Interruptions,
    states: readonly number[],
    private looksLeft = LOOKS_MAX,
  ) {
    this.members = new Set(states);
  }

  /** A fair cycle from a state back to it. Where the time of the search is over meanwhile, it is as short as it was by then. */
  cycleFrom(first: number): FairCycle {
    let steps: readonly CycleStep[] = this.tour(first);
    for (;;) {
      const shorter = this.withoutDetour(steps) ?? this.withoutOne(steps);
      if (shorter === undefined) return { steps, isMinimal: !this.isOver };
      steps = shorter;
    }
  }

  private get isOver(): boolean {
    return this.looksLeft <= 0 || presentDeadline()?.expiry() !== undefined;
  }

  /** From the first state to the nearest step that pays a debt, until all are paid, and back. */
  private tour(first: number): CycleStep[] {
    const { units } = this.graph.engine;
    const debts: Debts = { weak: new Set(), strong: new Set() };
    this.known.clear();
    this.interruptible = [];
    const enabledAtFirst = [...(this.stepsOf(first)[0]?.enabled ?? [])];
    this.interruptible = enabledAtFirst.filter((unit) => units.source(unit) !== undefined);
    this.known.clear();
    for (const unit of enabledAtFirst) if (units.fairness(unit) === 'weak') debts.weak.add(unit);
    const cycle: CycleStep[] = [];
    const taken = new Set<number>();
    const pay = (step: CycleStep) => {
      cycle.push(step);
      for (const unit of step.taken) taken.add(unit);
      for (const unit of step.enabled) {
        if (units.fairness(unit) === 'strong' && !taken.has(unit)) debts.strong.add(unit);
      }
      for (const unit of step.taken) debts.strong.delete(unit);
      for (const unit of debts.weak) if (pays(step, unit)) debts.weak.delete(unit);
    };
    const isPaying = (step: CycleStep) =>
      step.taken.some((unit) => debts.strong.has(unit)) || [...debts.weak].some((unit) => pays(step, unit));
    let at = first;
    while (debts.weak.size + debts.strong.size > 0) {
      for (const step of this.wayTo(at, isPaying)) pay(step);
      at = cycle.at(-1)!.next;
    }
    if (at !== first || cycle.length === 0) {
      for (const step of this.wayTo(at, ({ next }) => next === first)) pay(step);
      // On the way back strongly fair units may have been met that were not before.
      while (debts.strong.size > 0) {
        for (const step of this.wayTo(first, isPaying)) pay(step);
        for (const step of this.wayTo(cycle.at(-1)!.next, ({ next }) => next === first)) pay(step);
      }
    }
    return cycle;
  }

  /** The shortest way from a state whose last step is as wanted. */
  private wayTo(from: number, isWanted: (step: CycleStep) => boolean): readonly CycleStep[] {
    const cameBy = new Map<number, CycleStep | undefined>([[from, undefined]]);
    const queue = [from];
    for (const state of queue) {
      for (const step of this.stepsOf(state)) {
        if (isWanted(step)) {
          const way = [step];
          for (let by = cameBy.get(state); by !== undefined; by = cameBy.get(by.state)) way.push(by);
          return way.reverse();
        }
        if (cameBy.has(step.next)) continue;
        cameBy.set(step.next, step);
        queue.push(step.next);
      }
    }
    throw new Error('a fair cycle was found, and cannot be walked');
  }

  /** The cycle without one of the rounds, or past one of the detours, that fairness does not need. */
  private withoutDetour(cycle: readonly CycleStep[]): readonly CycleStep[] | undefined {
    /** By state: after how many steps it is come to, in ascending order. */
    const arrivals = new Map<number, number[]>();
    for (const [at, { next }] of cycle.entries()) {
      const known = arrivals.get(next);
      if (known === undefined) arrivals.set(next, [at + 1]);
      else known.push(at + 1);
    }
    for (const [from, { state }] of cycle.entries()) {
      if (this.isOver) return undefined;
      const steps = this.stepsOf(state);
      const ends = [state, ...steps.map(({ next }) => next)].flatMap((end) => arrivals.get(end) ?? []);
      this.looksLeft -= ends.length;
      for (const to of [...new Set(ends)].filter((end) => end > from).sort((one, other) => other - one)) {
        const end = cycle[to - 1]!.next;
        const isRound = state === end && to - from < cycle.length;
        const isDetour = !isRound && to - from > 1;
        const shorts = isRound
          ? [[]]
          : isDetour
            ? steps.flatMap((step) => (step.next === end ? [[step]] : []))
            : [];
        for (const short of shorts) {
          const shorter = [...cycle.slice(0, from), ...short, ...cycle.slice(to)];
          if (shorter.length > 0 && this.isFair(shorter)) return shorter;
          if (this.isOver) return undefined;
        }
      }
    }
    return undefined;
  }

  /** The cycle without one of its steps, if the others can be taken without it: then they go by other states. */
  private withoutOne(cycle: readonly CycleStep[]): readonly CycleStep[] | undefined {
    for (const [omitted, { state }] of cycle.entries()) {
      if (this.isOver) return undefined;
      const after: CycleStep[] = [];
      let at = state;
      for (let index = omitted + 1; index < cycle.length; index++) {
        const { label } = cycle[index]!;
        const step = this.stepsOf(at).find((each) => each.label === label);
        this.looksLeft--;
        if (step === undefined) break;
        after.push(step);
        at = step.next;
      }
      const shorter = [...cycle.slice(0, omitted), ...after];
      const isClosed = shorter.length === cycle.length - 1 && at === cycle[0]!.state;
      if (isClosed && shorter.length > 0 && this.isFair(shorter)) return shorter;
    }
    return undefined;
  }

  private isFair(cycle: readonly CycleStep[]): boolean {
    const { units } = this.graph.engine;
    this.looksLeft -= cycle.length;
    const enabled = new Set(cycle.flatMap((step) => [...step.enabled]));
    return [...enabled].every((unit) => {
      if (cycle.some(({ taken }) => taken.includes(unit))) return true;
      return units.fairness(unit) === 'weak' && cycle.some((step) => pays(step, unit));
    });
  }

  /** The steps out of a state that stay among the states. */
  private stepsOf(state: number): readonly CycleStep[] {
    let steps = this.known.get(state);
    if (steps === undefined) {
      steps = this.findSteps(state);
      this.known.set(state, steps);
    }
    return steps;
  }

  private findSteps(state: number): readonly CycleStep[] {
    const { graph, interruptions } = this;
    const { engine } = graph;
    const count = graph.expand(state);
    const enabled = new Set<number>();
    const found: (NumberedStep & Pick<CycleStep, 'taken' | 'label'>)[] = [];
    for (let k = 0; k < count; k++) {
      const taken = graph.unitsOf(k);
      const next = graph.next[k]!;
      for (const unit of taken) if (engine.units.fairness(unit) !== 'none') enabled.add(unit);
      if (this.members.has(next))
        found.push({ state, step: engine.stepAt(k), next, taken, label: engine.label(k) });
    }
    const vector = graph.vector.slice();
    return found.map((each) => ({
      ...each,
      enabled,
      interrupted: new Set(
        this.interruptible.filter((unit) => interruptions.interrupts(vector, each.step, unit)),
      ),
    }));
  }
}

/** Whether a unit is not owed anything any more after a step: it is taken, was not enabled, or is interrupted. */
function pays({ enabled, taken, interrupted }: CycleStep, unit: number): boolean {
  return taken.includes(unit) || !enabled.has(unit) || interrupted.has(unit);
}
