import type { PredicateTable } from '../../property/predicate-table.js';
import type { Engine } from '../../engine/engine.js';
import { isHealthy, TIMER } from '../../engine/steps/successors.js';
import type { StateGraph } from './state-graph.js';
import { statesLeadingTo } from './states-leading-to.js';
import type { StepLog } from './step-log.js';

/** One thing that must be possible from a state on. */
export interface Goal {
  readonly kind: 'moves' | 'rests' | 'predicate';
  /** Of a component's: its index. Else the property's. */
  readonly index: number;
}

/** What is impossible from some state on: the goals, and the first state of which it is true. */
export interface Impossible {
  readonly state: number;
  readonly goals: readonly Goal[];
}

/** Work between two pauses. */
const STATES_PER_PAUSE = 256;

/**
 * What remains possible from each state of a space that was explored completely, by steps that are no faults: that a component which is not at rest takes part
 * in a step that changes something; that it comes to rest; that a predicate becomes true. One bit for each goal and state.
 *
 * The states are swept from the last to the first, since most steps lead to states that were found later: a state has what is possible from its successors,
 * and from what was reached from it first it is known without expanding it. Where something is missing the state is expanded, and what is missing then is
 * settled among the few states that are left, whose steps are kept.
 */
export class Possibilities {
  /** Words of 32 goals for each state. */
  private readonly words: number;
  private bits = new Int32Array(0);
  private readonly all: Int32Array;
  /** Those of the goals of components. */
  private readonly ofComponents: Int32Array;
  /** By component: the goal that it moves; -1 for none. */
  private readonly moves: readonly number[];
  /** By component: a byte for each local state, 1 where it is at rest. */
  private readonly atRest: readonly Uint8Array[];
  /** By component: the goals that it meets there, two at most, each as the number of a word and a bit in it. */
  private readonly metAtRest: Int32Array;
  private readonly predicates: readonly (readonly [goal: number, table: PredicateTable])[];
  /** States that miss something after the first sweep, and the steps between them. */
  private open: readonly number[] = [];
  private edges = new Int32Array(0);
  private starts = new Int32Array(0);
  /** Of these steps those that are no progress: all that they change is a monitor that hears steps. */
  private readonly idle = new Set<number>();

  /**
   * @param goals what must be possible; a component has at most one goal of each kind
   */
  constructor(
    private readonly graph: StateGraph,
    private readonly goals: readonly Goal[],
    tableOf: (property: number) => PredicateTable,
  ) {
    this.words = Math.ceil(goals.length / 32);
    this.all = new Int32Array(this.words);
    this.ofComponents = new Int32Array(this.words);
    goals.forEach(({ kind }, goal) => {
      this.add(this.all, 0, goal);
      if (kind !== 'predicate') this.add(this.ofComponents, 0, goal);
    });
    const ofComponents = (kind: Goal['kind']) =>
      graph.engine.components.map((_, index) =>
        goals.findIndex((goal) => goal.kind === kind && goal.index === index),
      );
    this.moves = ofComponents('moves');
    const rests = ofComponents('rests');
    const { components } = graph.engine;
    this.metAtRest = new Int32Array(4 * components.length);
    for (const [index] of components.entries()) {
      for (const [at, goal] of [this.moves[index]!, rests[index]!].entries())
        if (goal >= 0) this.metAtRest.set([goal >>> 5, 1 << (goal & 31)], 4 * index + 2 * at);
    }
    // Components that are alike share a table.
    const byTable = new Map(
      components.map(({ table }) => [
        table,
        Uint8Array.from(table.isAtRest, (isAtRest) => (isAtRest ? 1 : 0)),
      ]),
    );
    this.atRest = components.map(({ table }) => byTable.get(table)!);
    this.predicates = goals.flatMap(({ kind, index }, goal) =>
      kind === 'predicate' ? [[goal, tableOf(index)] as const] : [],
    );
  }

  get bytes(): number {
    return this.bits.byteLength + this.edges.byteLength + this.starts.byteLength + 8 * this.open.length;
  }

  /** Works in pieces. */
  *sweep(): Generator<void> {
    const { graph, words, predicates } = this;
    const { log } = graph;
    const isEveryoneAtRest = (state: number) => this.isEveryoneAtRest(graph.read(state));
    const resting = log && (yield* statesLeadingTo(graph.size, log, isEveryoneAtRest));
    if (predicates.length === 0 && resting?.count === graph.size) return;
    this.bits = new Int32Array(words * graph.size);
    const { bits, ofComponents } = this;
    const isFaultless = !mayHaveFaults(graph.engine);
    // Which predicates are evaluated in which states is seen outside: by the names that they ask for.
    const isLoggedFirst = log !== undefined && predicates.length === 0;
    let missing: number[] = [];
    const sweepState = (state: number) => {
      if (resting?.has(state) === true) addWords(bits, state * words, ofComponents);
      if (isLoggedFirst) this.addLogged(state, log);
      const isOpen = !this.isComplete(state);
      if (isOpen) {
        graph.read(state);
        this.meet(state);
        if (log === undefined) {
          if (!this.isComplete(state)) this.expand(state);
        } else if (!isLoggedFirst) this.addLogged(state, log);
      }
      if (isOpen && !this.isComplete(state)) missing.push(state);
      // A step that is no fault leads there: what was possible there is possible here.
      const parent = isFaultless ? graph.parent(state) : -1;
      if (parent >= 0)
        for (let word = 0; word < words; word++) bits[parent * words + word]! |= bits[state * words + word]!;
    };
    for (let to = graph.size; to > 0; to -= STATES_PER_PAUSE) {
      yield;
      for (let state = to - 1; state >= Math.max(0, to - STATES_PER_PAUSE); state--) sweepState(state);
    }
    if (log !== undefined) missing = yield* this.missingAfter(missing, log);
    this.open = missing;
    yield* this.settle();
  }

  private isEveryoneAtRest(vector: Int32Array): boolean {
    const { atRest } = this;
    for (let index = 0; index < atRest.length; index++)
      // Of a local state that nobody knows nothing is taken to be possible.
      if (atRest[index]![vector[index]!] !== 1) return false;
    return true;
  }

  /** The states that miss something even after all that is possible where their steps lead, and by their steps, has been added to them. */
  private *missingAfter(states: number[], log: StepLog): Generator<void, number[]> {
    let missing = states;
    for (let before = -1; before !== missing.length;) {
      before = missing.length;
      // To and fro, as ways may lead either way.
      for (const each of [missing, missing.toReversed()]) {
        for (const [at, state] of each.entries()) {
          if (at % (16 * STATES_PER_PAUSE) === 0) yield;
          this.addLogged(state, log);
        }
      }
      missing = missing.filter((state) => !this.isComplete(state));
    }
    for (const [at, state] of missing.entries()) {
      if (at % STATES_PER_PAUSE === 0) yield;
      this.expand(state);
    }
    return missing.filter((state) => !this.isComplete(state));
  }

  /** The first state from which a goal is impossible, or several of the same kind are. */
  *impossible(
    kind: 'rests' | 'predicate',
    isWanted: (goal: Goal) => boolean,
  ): Generator<void, Impossible | undefined> {
    const wanted = this.goals.flatMap((goal, at) => (goal.kind === kind && isWanted(goal) ? [at] : []));
    if (wanted.length === 0) return undefined;
    for (let at = this.open.length - 1; at >= 0; at--) {
      if (at % STATES_PER_PAUSE === 0) yield;
      const state = this.open[at]!;
      const missing = wanted.filter((goal) => !this.has(state, goal));
      if (missing.length > 0) return { state, goals: missing.map((goal) => this.goals[goal]!) };
    }
    return undefined;
  }

  /** The first state in which components are stuck while others may go on for ever: where all come to a standstill, it is a deadlock, and told as such. */
  *stuck(): Generator<void, Impossible | undefined> {
    let found: Impossible | undefined;
    for (const goal of this.moves) {
      if (goal < 0) continue;
      const first = yield* this.firstGoingOnWithout(goal);
      if (first === undefined || first > (found?.state ?? first)) continue;
      const others = found?.state === first ? found.goals : [];
      found = { state: first, goals: [...others, this.goals[goal]!] };
    }
    return found;
  }

  /** Of the states from which a goal is impossible, the first from which a run may go on for ever. */
  private *firstGoingOnWithout(goal: number): Generator<void, number | undefined> {
    const { open, edges, starts } = this;
    const left = new Set<number>();
    for (const [at, state] of open.entries()) {
      if (at % STATES_PER_PAUSE === 0) yield;
      if (!this.has(state, goal)) left.add(state);
    }
    if (left.size === 0) return undefined;
    // What leads on only to where nothing goes on does not go on either.
    let isForward = false;
    for (let before = -1; before !== left.size; isForward = !isForward) {
      before = left.size;
      for (let count = 0; count < open.length; count++) {
        if (count % STATES_PER_PAUSE === 0) yield;
        const at = isForward ? open.length - 1 - count : count;
        if (!left.has(open[at]!)) continue;
        let edge = starts[at]!;
        while (edge < starts[at + 1]! && !left.has(edges[edge]!)) edge++;
        if (edge === starts[at + 1]) left.delete(open[at]!);
      }
    }
    if (this.idle.size > 0) yield* this.keepThoseThatProgress(left);
    return left.size === 0 ? undefined : open.findLast((state) => left.has(state));
  }

  /** Of some states, of which each leads on to others of them, keeps those from which a run may go on with progress again and again. */
  private *keepThoseThatProgress(left: Set<number>): Generator<void> {
    const { open, edges, starts, idle } = this;
    for (let before = -1; before !== left.size;) {
      before = left.size;
      // Those from which there is a way to a step that is progress, and leads to one of them.
      const kept = new Set<number>();
      for (let found = -1; found !== kept.size;) {
        found = kept.size;
        for (let at = open.length - 1; at >= 0; at--) {
          if (at % STATES_PER_PAUSE === 0) yield;
          const state = open[at]!;
          if (!left.has(state) || kept.has(state)) continue;
          for (let edge = starts[at]!; edge < starts[at + 1]!; edge++) {
            const next = edges[edge]!;
            if (left.has(next) && (!idle.has(edge) || kept.has(next))) kept.add(state);
          }
        }
      }
      for (const state of left) if (!kept.has(state)) left.delete(state);
    }
  }

  /** What a state meets by itself. */
  private meet(state: number): void {
    const { graph, bits, words, atRest, metAtRest } = this;
    const { vector } = graph;
    const from = state * words;
    for (let index = 0; index < atRest.length; index++) {
      // Of a local state that nobody knows nothing is taken to be possible.
      if (atRest[index]![vector[index]!] !== 1) continue;
      bits[from + metAtRest[4 * index]!]! |= metAtRest[4 * index + 1]!;
      bits[from + metAtRest[4 * index + 2]!]! |= metAtRest[4 * index + 3]!;
    }
    for (const [goal, table] of this.predicates) {
      if (!this.has(state, goal) && table.evaluate(vector) === true) this.add(bits, from, goal);
    }
  }

  /** As `expand`, from the log: where steps lead, and not who takes part in them. */
  private addLogged(state: number, log: StepLog): void {
    if (this.isComplete(state)) return;
    const { next, starts, hasFaults } = log;
    for (let at = starts[state]!; at < starts[state + 1]!; at++)
      if (!(hasFaults && log.isFault(at))) this.addAll(state, next[at]!);
  }

  /** Adds what is possible by the steps out of a state, as far as it is known. */
  private expand(state: number): void {
    const { graph } = this;
    const count = graph.expand(state);
    const { kind, source, isChange, receivers, failures } = graph.successors;
    // What is past a step that fails is not judged: who takes part in one is not stuck.
    const isProgress = (k: number) => isHealthy(kind[k]!) && (isChange[k] === 1 || failures.has(k));
    for (let k = 0; k < count; k++) {
      const next = graph.next[k]!;
      if (isProgress(k)) {
        const actor = kind[k]! >= TIMER ? source[k]! : graph.engine.channels[source[k]!]!.receiver.cell;
        this.addMove(state, actor);
      }
      if (next >= 0 && isHealthy(kind[k]!)) this.addAll(state, next);
    }
    for (let at = 0; at < receivers.length; at += 2)
      if (isProgress(receivers[at]!)) this.addMove(state, receivers[at + 1]!);
  }

  /** What is missing after the first sweep may be possible by ways that lead back to states found earlier. */
  private *settle(): Generator<void> {
    const { open, graph } = this;
    if (open.length === 0) return;
    const starts = (this.starts = new Int32Array(open.length + 1));
    let [edges, length] = [new Int32Array(4 * open.length), 0];
    for (const [at, state] of open.entries()) {
      if (at % STATES_PER_PAUSE === 0) yield;
      if (!this.isComplete(state)) {
        this.expand(state);
        const { kind, count, isChange } = graph.successors;
        if (length + count > edges.length) edges = lengthened(edges, 2 * (length + count));
        for (let k = 0; k < count; k++) {
          const next = graph.next[k]!;
          const isProgress = isChange[k] === 1;
          // A monitor that hears steps may take back what it made of an observation, and may change by a step that changes nothing.
          if (next < 0 || (next === state && !isProgress) || !isHealthy(kind[k]!) || this.isComplete(next))
            continue;
          if (!isProgress) this.idle.add(length);
          edges[length++] = next;
        }
      }
      starts[at + 1] = length;
      this.edges = edges;
    }
    // To and fro, as ways may lead either way.
    let isForward = false;
    for (let isChanged = true; isChanged; isForward = !isForward) {
      isChanged = false;
      for (let count = 0; count < open.length; count++) {
        if (count % (16 * STATES_PER_PAUSE) === 0) yield;
        const at = isForward ? open.length - 1 - count : count;
        for (let edge = starts[at]!; edge < starts[at + 1]!; edge++) {
          if (this.addAll(open[at]!, edges[edge]!)) isChanged = true;
        }
      }
    }
  }

  private addMove(state: number, component: number): void {
    const goal = this.moves[component]!;
    if (goal >= 0) this.add(this.bits, state * this.words, goal);
  }

  private add(bits: Int32Array, from: number, goal: number): void {
    bits[from + (goal >>> 5)]! |= 1 << (goal & 31);
  }

  private has(state: number, goal: number): boolean {
    return (this.bits[state * this.words + (goal >>> 5)]! & (1 << (goal & 31))) !== 0;
  }

  /** Adds to a state what is possible from another one. Returns whether that is news. */
  private addAll(state: number, next: number): boolean {
    const { bits, words } = this;
    let isNew = false;
    for (let word = 0; word < words; word++) {
      const before = bits[state * words + word]!;
      const after = before | bits[next * words + word]!;
      if (after === before) continue;
      bits[state * words + word] = after;
      isNew = true;
    }
    return isNew;
  }

  private isComplete(state: number): boolean {
    const { bits, words, all } = this;
    for (let word = 0; word < words; word++) if (bits[state * words + word] !== all[word]) return false;
    return true;
  }
}

/** Whether some step may be a fault. */
function mayHaveFaults(engine: Engine): boolean {
  return (
    engine.network.components.some(({ crashes }) => crashes !== undefined) ||
    engine.channels.some(({ spec }) => spec.lossy || spec.duplicating)
  );
}

function addWords(bits: Int32Array, from: number, more: Int32Array): void {
  for (let word = 0; word < more.length; word++) bits[from + word]! |= more[word]!;
}

function lengthened(old: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(old);
  return longer;
}
