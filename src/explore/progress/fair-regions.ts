import { DROP, TIMER } from '../../engine/steps/successors.js';
import type { EncodedReaction } from '../../engine/tables/encoded-reaction.js';
import type { Interruptions } from './interruptions.js';
import type { StateGraph } from './state-graph.js';
import type { StepLog } from './step-log.js';
import { FewStates, StateBits } from './state-bits.js';
import { StrongComponents, type Successions } from './strong-components.js';

/** Work between two pauses. */
const STATES_PER_PAUSE = 64;

/** Fewer states than one in so many of the space have a set of their own: there may be as many sets as states. */
const FEW = 64;

/** The successors of a state within a region. */
export class SuccessorsWithin implements Successions {
  list = new Int32Array(64);
  /** Where it is not known where steps lead: of the states that were asked about, those that a fair run may go round in alone. */
  private readonly loops = new Set<number>();

  constructor(
    private readonly graph: StateGraph,
    private readonly region: Pick<StateBits, 'has'>,
    /** Told of each state that was asked about, and whether a run may end there. */
    private readonly onState?: (state: number, mayEnd: boolean) => void,
  ) {}

  of(state: number): number {
    const { graph, region, onState } = this;
    const { log } = graph;
    if (log !== undefined) {
      onState?.(state, log.mayEnd(state));
      return this.logged(state, log);
    }
    const count = graph.expand(state);
    if (this.list.length < count) this.list = new Int32Array(2 * count);
    let found = 0;
    for (let k = 0; k < count; k++) {
      const next = graph.next[k]!;
      if (next < 0 || !region.has(next)) continue;
      if (next !== state) this.list[found++] = next;
      else if (this.isForUnits(k)) this.loops.add(state);
    }
    onState?.(state, graph.engine.outlook(graph.vector).mayEnd);
    return found;
  }

  /** As `of`, from the log. */
  private logged(state: number, { next, starts }: StepLog): number {
    const [from, to] = [starts[state]!, starts[state + 1]!];
    if (this.list.length < to - from) this.list = new Int32Array(2 * (to - from));
    let found = 0;
    for (let at = from; at < to; at++) {
      if (next[at] !== state && this.region.has(next[at]!)) this.list[found++] = next[at]!;
    }
    return found;
  }

  goesRound(state: number): boolean {
    const { graph } = this;
    const { log } = graph;
    if (log === undefined) return this.loops.has(state);
    // Nothing interrupts a delivery, and none of its steps stays.
    if (log.isLeft(state)) return false;
    const end = log.starts[state + 1]!;
    let at = log.starts[state]!;
    while (at < end && log.next[at] !== state) at++;
    if (at === end) return false;
    const count = graph.expand(state);
    for (let k = 0; k < count; k++) if (graph.next[k] === state && this.isForUnits(k)) return true;
    return false;
  }

  /**
   * Whether a step that leaves the state as it is may do something for a unit that is owed something: take it, as one of several stimuli may, or start its
   * timers or actors again. Where none does, a fair run stays only where it may end, which was judged already: what else is enabled there is enabled throughout.
   */
  private isForUnits(k: number): boolean {
    return this.takesDue(k) || this.mayInterrupt(k);
  }

  private takesDue(k: number): boolean {
    const { graph } = this;
    return graph.unitsOf(k).some((unit) => graph.engine.units.fairness(unit) !== 'none');
  }

  private mayInterrupt(k: number): boolean {
    const { engine, successors, vector } = this.graph;
    const { kind, source, item, receivers } = successors;
    for (let at = 0; at < receivers.length; at += 2) if (receivers[at] === k) return true;
    if (kind[k] === DROP) return false;
    if (kind[k]! >= TIMER)
      return startsAnything(engine.components[source[k]!]!.ownSteps(vector[source[k]!]!)[item[k]!]!.answer);
    const { receiver } = engine.channels[source[k]!]!;
    return startsAnything(receiver.ask(vector[receiver.cell]!, item[k]!));
  }
}

const startsAnything = ({ timing, started }: EncodedReaction): boolean => timing.length + started.length > 0;

/** What is owed to the units within a set of states. */
interface Dues {
  /** Weakly fair, enabled in every state, and not taken by a step within the set. */
  readonly weak: readonly number[];
  /** Strongly fair, enabled in some state, and not taken. */
  readonly strong: readonly number[];
}

/**
 * Splits strongly connected states into sets in which a run may stay for ever, going round all of their states and steps again and again, and be fair.
 * Within a set that is not fair no smaller one is, if what is left out is weakly fair; if it is strongly fair, those may be that leave out the
 * states in which it is enabled.
 */
export class FairRegions {
  constructor(
    private readonly graph: StateGraph,
    private readonly interruptions: Interruptions,
  ) {}

  /** @param component strongly connected states */
  *within(component: readonly number[]): Generator<readonly number[] | undefined> {
    const open: (readonly number[])[] = [component];
    for (let states = open.pop(); states !== undefined; states = open.pop()) {
      yield undefined;
      const members = new Set(states);
      const { weak, strong } = yield* this.dues(states, members);
      if (weak.length > 0) continue;
      if (strong.length === 0) {
        yield states;
        continue;
      }
      const rest = yield* this.without(states, strong);
      for (const found of componentsWithin(this.graph, rest)) {
        if (found === undefined) yield undefined;
        else open.push(found);
      }
    }
  }

  private *dues(states: readonly number[], members: ReadonlySet<number>): Generator<undefined, Dues> {
    const { graph } = this;
    const { units } = graph.engine;
    const enabledIn: number[] = [];
    /** By unit: the place of the state in which it was counted last. */
    const countedAt: number[] = [];
    const taken: boolean[] = [];
    for (const [at, state] of states.entries()) {
      if (at % STATES_PER_PAUSE === 0) yield undefined;
      const count = graph.expand(state);
      for (let k = 0; k < count; k++) {
        for (const unit of graph.unitsOf(k)) {
          if (countedAt[unit] !== at) enabledIn[unit] = (enabledIn[unit] ?? 0) + 1;
          countedAt[unit] = at;
          if (taken[unit] !== true && members.has(graph.next[k]!)) taken[unit] = true;
        }
      }
    }
    const due = [...enabledIn.keys()].filter((unit) => enabledIn[unit] !== undefined && taken[unit] !== true);
    const strong = due.filter((unit) => units.fairness(unit) === 'strong');
    const weak = due.filter((unit) => units.fairness(unit) === 'weak' && enabledIn[unit] === states.length);
    return { weak: yield* this.uninterrupted(states, members, weak), strong };
  }

  /** Those units that no step within the set interrupts. */
  private *uninterrupted(
    states: readonly number[],
    members: ReadonlySet<number>,
    due: readonly number[],
  ): Generator<undefined, readonly number[]> {
    const { graph, interruptions } = this;
    const { engine, vector } = graph;
    const componentOf = (unit: number) => engine.units.source(unit)?.component;
    // A delivery is interrupted by nothing: then there is nothing to be looked for.
    if (due.some((unit) => componentOf(unit) === undefined)) return due;
    let left = due;
    for (const [at, state] of states.entries()) {
      if (left.length === 0) return left;
      if (at % STATES_PER_PAUSE === 0) yield undefined;
      const count = graph.expand(state);
      for (let k = 0; k < count; k++) {
        const concerned = left.filter((unit) => this.actsIn(k, componentOf(unit)!));
        if (concerned.length === 0 || !members.has(graph.next[k]!)) continue;
        const step = engine.stepAt(k);
        const interrupted = concerned.filter((unit) => interruptions.interrupts(vector, step, unit));
        if (interrupted.length > 0) left = left.filter((unit) => !interrupted.includes(unit));
      }
    }
    return left;
  }

  /** Whether a component does anything in step k of the last expansion: else its timers and actors are what they were. */
  private actsIn(k: number, component: number): boolean {
    const { engine, successors } = this.graph;
    const { kind, source, receivers } = successors;
    if (kind[k]! >= TIMER) {
      if (source[k] === component) return true;
    } else if (kind[k] !== DROP && engine.channels[source[k]!]!.receiver.cell === component) return true;
    for (let at = 0; at < receivers.length; at += 2)
      if (receivers[at] === k && receivers[at + 1] === component) return true;
    return false;
  }

  /** The states in which none of the units is enabled. */
  private *without(states: readonly number[], units: readonly number[]): Generator<undefined, number[]> {
    const { graph } = this;
    const rest: number[] = [];
    for (const [at, state] of states.entries()) {
      if (at % STATES_PER_PAUSE === 0) yield undefined;
      const count = graph.expand(state);
      const isEnabled = (k: number) => graph.unitsOf(k).some((unit) => units.includes(unit));
      if (!Array.from({ length: count }, (_, k) => k).some(isEnabled)) rest.push(state);
    }
    return rest;
  }
}

/** The strongly connected components among some states, see `StrongComponents`; `undefined` for a pause. */
export function componentsWithin(
  graph: StateGraph,
  states: readonly number[],
): Generator<readonly number[] | undefined> {
  const isFew = FEW * states.length < graph.size;
  const region = isFew ? new FewStates(states) : new StateBits(graph.size);
  if (region instanceof StateBits) {
    for (const state of states) region.add(state);
    region.rankAll();
  }
  const marks = isFew ? new Set<number>() : new StateBits(graph.size);
  return new StrongComponents(region, marks, new SuccessorsWithin(graph, region)).find(states);
}
