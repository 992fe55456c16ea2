import { tick } from '../../interpreter/deadline.js';
import { CRASH, DROP, DUPLICATE, STIMULUS } from '../../engine/steps/successors.js';
import { type EngineTrace, indicesTo } from './engine-trace.js';
import { isSafety } from './property-kinds.js';
import { ViolationTest } from './violation-test.js';

/** States that are looked at for all steps of a trace together. */
const STATES_MAX = 10_000;
/** Local states in all of them: a state of a network of hundreds of components takes long. */
const LOCALS_MAX = 1_000_000;

/** A trace of a safety property: its last step is what violates it. */
interface Trace {
  readonly property: string;
  readonly steps: readonly string[];
}

/** A run that a trace could have taken instead, from the state before a step of it on. */
export interface FoundDetour {
  /** Number of the step, from 1. */
  readonly pivot: number;
  readonly labels: readonly string[];
  /** States looked at from the state before the pivot on. */
  readonly states: number;
  /** It leads to where nothing is left to happen, and nothing is wrong: the last step of the trace never comes. */
  readonly isWithoutLast: boolean;
  /** Whether the last step is harmless where it comes behind some steps that are taken in the state before a step of the trace. */
  readonly helps: Helps;
  /** Whether nothing goes wrong where some steps come before a step of the trace, and behind them all others of the trace from there on that are still possible. */
  readonly averts: Helps;
}

type Helps = (before: number, labels: readonly string[]) => boolean;

export interface DetourSearch {
  readonly found: FoundDetour | undefined;
  /** States looked at in all. */
  readonly states: number;
  /** All runs were looked at that there are. */
  readonly isComplete: boolean;
  /** Some of them go round for ever: whether the last step comes in these depends on what is fair. */
  readonly isEndless: boolean;
}

/** A state of the search, with what of the trace is left to do. */
interface Node {
  readonly vector: Int32Array;
  /** How often each step of the trace, but for its last, has still to come. */
  readonly left: ReadonlyMap<string, number>;
  readonly parent: Node | undefined;
  readonly label: string;
}

/**
 * Looks for what should have come first: the shortest run, by the trace's own stimuli only and without losses, duplicates and crashes, after which the
 * trace's last step can be taken and the property is not violated, nor by what the run has left out of the trace, if that is still possible then; from the
 * state before the last step that has one. From an earlier state there is one wherever there is one from a later state, so that the steps are gone through
 * from the last one backwards, and no state is looked at twice.
 *
 * Where there is none, the same of a run to an end without a violation, in which the last step of the trace never comes.
 *
 * `undefined` of a property that is not violated by a step, and of a trace without steps.
 */
export function searchDetour(
  onEngine: EngineTrace,
  { property, steps }: Trace,
  statesMax = STATES_MAX,
): DetourSearch | undefined {
  const isTaken = steps.length > 0 && onEngine.vectors.length === steps.length;
  if (!isTaken || !isSafety(onEngine.engine.network, property)) return undefined;
  return new Search(onEngine, property, steps, statesMax).run();
}

class Search {
  private readonly test: ViolationTest;
  /** Numbers of the states that were looked at. */
  private readonly seen = new Map<string, number>();
  /** By number of a state: the states that it leads to. */
  private readonly successors: number[][] = [];
  private readonly statesMax: number;
  private readonly last: string;
  /** The first end without a violation that the search has come to. */
  private goodEnd: Node | undefined;

  constructor(
    private readonly onEngine: EngineTrace,
    property: string,
    private readonly steps: readonly string[],
    statesMax: number,
  ) {
    const { engine } = onEngine;
    this.test = new ViolationTest(engine, property);
    this.last = steps.at(-1)!;
    this.statesMax = Math.max(1, Math.min(statesMax, Math.floor(LOCALS_MAX / engine.components.length)));
  }

  run(): DetourSearch | undefined {
    if (!this.isOfLastStep()) return undefined;
    let instead: FoundDetour | undefined;
    for (let pivot = this.steps.length; pivot >= 1; pivot--) {
      const before = this.seen.size;
      const end = this.from(this.startBefore(pivot));
      const { size: states } = this.seen;
      const found = (last: Node, isWithoutLast: boolean): FoundDetour => ({
        pivot,
        labels: isWithoutLast ? labelsTo(last) : this.withPivotEarly(pivot, labelsTo(last)),
        states: states - before,
        isWithoutLast,
        helps: (...given) => this.helps(...given),
        averts: (...given) => this.averts(...given),
      });
      if (end !== undefined && end !== 'too many')
        return { found: found(end, false), states, isComplete: true, isEndless: false };
      if (this.goodEnd !== undefined && this.isWayOut(this.goodEnd, pivot))
        instead ??= found(this.goodEnd, true);
      this.goodEnd = undefined;
      if (end === 'too many') return { found: instead, states, isComplete: false, isEndless: false };
    }
    return { found: instead, states: this.seen.size, isComplete: true, isEndless: hasCycle(this.successors) };
  }

  /** The same steps, but with the step before which they come as early as may be: what is before it then is what it came too early for. */
  private withPivotEarly(pivot: number, labels: readonly string[]): readonly string[] {
    const pivotLabel = this.steps[pivot - 1]!;
    const others = labels.filter((label) => label !== pivotLabel);
    if (others.length !== labels.length - 1) return labels;
    const orders = others.map((_, at) => others.toSpliced(at + 1, 0, pivotLabel));
    return orders.find((each) => this.helps(pivot, each)) ?? labels;
  }

  private helps(before: number, labels: readonly string[]): boolean {
    const start = this.startBefore(before);
    const left = new Map(start.left);
    let { vector } = start;
    for (const [at, label] of [...labels, this.last].entries()) {
      const step = this.stepsFrom(vector).find((each) => each.label === label);
      if (step === undefined || step.isFailing || this.test.isViolated(step.after)) return false;
      const count = left.get(label) ?? 0;
      if (at < labels.length && count === 0 && step.isStimulus) return false;
      left.set(label, Math.max(0, count - 1));
      ({ after: vector } = step);
    }
    return this.isHarmlessWith(vector, left);
  }

  private averts(before: number, labels: readonly string[]): boolean {
    const rest = this.steps.slice(before - 1);
    let { vector } = this.startBefore(before);
    for (const label of labels) {
      const after = this.take(label, vector);
      if (after === undefined || after === 'violation') return false;
      vector = after;
      const at = rest.indexOf(label);
      if (at >= 0) rest.splice(at, 1);
    }
    for (const label of rest) {
      const after = this.take(label, vector);
      if (after === 'violation') return false;
      vector = after ?? vector;
    }
    return true;
  }

  /** Whether an end tells something: that the trace need not have gone on from one does only where it went on by a fault. */
  private isWayOut({ parent }: Node, pivot: number): boolean {
    return parent !== undefined || FAULTS.some((word) => this.steps[pivot - 1]!.startsWith(word));
  }

  /** Whether it is the last step that is wrong, rather than what does not come after it. */
  private isOfLastStep(): boolean {
    const { onEngine, last } = this;
    const { engine } = onEngine;
    const vector = onEngine.vectors.at(-1)!;
    const k = indicesTo(engine.expand(vector)).find((index) => engine.label(index) === last)!;
    return engine.successors.failures.has(k) || this.test.isViolated(onEngine.after(k, vector));
  }

  /** The state before a step, with what of the trace is left from there on. */
  private startBefore(pivot: number): Node {
    const left = new Map<string, number>();
    for (const label of this.steps.slice(pivot - 1, -1)) left.set(label, (left.get(label) ?? 0) + 1);
    return { vector: this.onEngine.vectors[pivot - 1]!, left, parent: undefined, label: '' };
  }

  /** The end of the shortest run from a state after which the last step is harmless; `undefined` if there is none. */
  private from(start: Node): Node | 'too many' | undefined {
    const queue: Node[] = [];
    /** The number of a state; `undefined` where there are too many. */
    const add = (node: Node): number | undefined => {
      const key = keyOf(node);
      const known = this.seen.get(key);
      if (known !== undefined) return known;
      if (this.seen.size === this.statesMax) return undefined;
      const number = this.seen.size;
      this.seen.set(key, number);
      this.successors.push([]);
      queue.push(node);
      return number;
    };
    const first = this.seen.size;
    if (add(start) === undefined) return 'too many';
    for (const [at, node] of queue.entries()) {
      tick();
      const next: Node[] = [];
      if (this.isHarmlessAt(node, next)) return node;
      for (const each of next) {
        const number = add(each);
        if (number === undefined) return 'too many';
        this.successors[first + at]!.push(number);
      }
    }
    return undefined;
  }

  /** @param next takes the states that the search goes on to */
  private isHarmlessAt(node: Node, next: Node[]): boolean {
    const { vector, left } = node;
    const steps = this.stepsFrom(vector);
    if (this.isEnd(vector, steps)) this.goodEnd ??= node;
    for (const { label, isStimulus, isFailing, after } of steps) {
      if (isFailing || this.test.isViolated(after)) continue;
      const count = left.get(label) ?? 0;
      if (label === this.last && count === 0) {
        if (this.isHarmlessWith(after, left)) return true;
      } else if (count > 0) {
        next.push({ vector: after, left: new Map([...left, [label, count - 1]]), parent: node, label });
      } else if (!isStimulus) next.push({ vector: after, left, parent: node, label });
    }
    return false;
  }

  /**
   * Whether nothing more happens, unless the environment does what it does not in the trace, and nobody is stuck. What it can do once more it may: that the
   * last step does not come if it has stopped says nothing.
   */
  private isEnd(vector: Int32Array, steps: ReturnType<Search['stepsFrom']>): boolean {
    const isDone = steps.every(({ label, isStimulus }) => isStimulus && !this.steps.includes(label));
    return isDone && (steps.length > 0 || this.onEngine.engine.isAtRest(vector));
  }

  /** Whether what is left of the trace violates nothing behind its last step: else that would only come later. */
  private isHarmlessWith(vector: Int32Array, left: ReadonlyMap<string, number>): boolean {
    const counts = new Map(left);
    let state = vector;
    for (const label of this.steps) {
      const count = counts.get(label) ?? 0;
      if (count === 0) continue;
      const after = this.take(label, state);
      if (after === 'violation') return false;
      if (after === undefined) continue;
      state = after;
      counts.set(label, count - 1);
    }
    return true;
  }

  /** The state after a step, or that it violates the property; `undefined` where it is not possible. */
  private take(label: string, vector: Int32Array): Int32Array | 'violation' | undefined {
    const { engine } = this.onEngine;
    const k = indicesTo(engine.expand(vector)).find((index) => engine.label(index) === label);
    if (k === undefined) return undefined;
    if (engine.successors.failures.has(k)) return 'violation';
    const after = this.onEngine.after(k, vector);
    return this.test.isViolated(after) ? 'violation' : after;
  }

  /** The steps out of a state that are no faults. */
  private stepsFrom(vector: Int32Array) {
    const { onEngine } = this;
    const { engine } = onEngine;
    const count = engine.expand(vector);
    const { successors } = engine;
    return indicesTo(count)
      .filter((k) => !isFault(successors.kind[k]!))
      .map((k) => {
        const isFailing = successors.failures.has(k);
        return {
          label: engine.label(k),
          isStimulus: successors.kind[k] === STIMULUS,
          isFailing,
          after: isFailing ? vector : onEngine.after(k, vector),
        };
      });
  }
}

const FAULTS = ['drop ', 'duplicate ', 'crash '];

const isFault = (kind: number): boolean => kind === DROP || kind === DUPLICATE || kind === CRASH;

/** Whether some way through a graph comes back to where it was. */
function hasCycle(successors: readonly (readonly number[])[]): boolean {
  const entering = successors.map(() => 0);
  for (const each of successors) for (const to of each) entering[to]!++;
  const free = [...entering.keys()].filter((state) => entering[state] === 0);
  for (const state of free) for (const to of successors[state]!) if (--entering[to]! === 0) free.push(to);
  return free.length < successors.length;
}

/** Channels that have not been used yet have no cell: zeros at the end tell nothing. */
function keyOf({ vector, left }: Node): string {
  let { length } = vector;
  while (length > 0 && vector[length - 1] === 0) length--;
  const labels = [...left].filter(([, count]) => count > 0).map(([label, count]) => `${count} ${label}`);
  return `${vector.subarray(0, length).join()} ${labels.sort().join(' ')}`;
}

function labelsTo(end: Node): string[] {
  const labels: string[] = [];
  for (let node = end; node.parent !== undefined; node = node.parent) labels.push(node.label);
  return labels.reverse();
}
