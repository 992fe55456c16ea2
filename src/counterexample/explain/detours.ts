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
}

export interface DetourSearch {
  readonly found: FoundDetour | undefined;
  /** States looked at in all. */
  readonly states: number;
  /** All runs were looked at that there are. */
  readonly isComplete: boolean;
}

/** A state of the search, with what of the trace is left to do. */
interface Node {
  readonly vector: Int32Array;
  /** How often each stimulus of the trace may still come. */
  readonly stimuli: ReadonlyMap<string, number>;
  /** How often the label of the trace's last step must come before it is the last. */
  readonly repeats: number;
  readonly parent: Node | undefined;
  readonly label: string;
}

/**
 * Looks for what should have come first: the shortest run, by the trace's own stimuli only and without losses, duplicates and crashes, after which the
 * trace's last step can be taken and the property is not violated; from the state before the last step that has one. From an earlier state there is one
 * wherever there is one from a later state, so that the steps are gone through from the last one backwards, and no state is looked at twice.
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
  private readonly seen = new Set<string>();
  private readonly statesMax: number;
  private readonly last: string;

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
    for (let pivot = this.steps.length; pivot >= 1; pivot--) {
      const before = this.seen.size;
      const end = this.from(this.startBefore(pivot));
      const { size: states } = this.seen;
      if (end === 'too many') return { found: undefined, states, isComplete: false };
      if (end === undefined) continue;
      return { found: { pivot, labels: labelsTo(end), states: states - before }, states, isComplete: true };
    }
    return { found: undefined, states: this.seen.size, isComplete: true };
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
    const left = this.steps.slice(pivot - 1, -1);
    const stimuli = new Map<string, number>();
    for (const label of left) {
      if (label.startsWith('environment ⇒ ')) stimuli.set(label, (stimuli.get(label) ?? 0) + 1);
    }
    const repeats = left.filter((label) => label === this.last).length;
    return { vector: this.onEngine.vectors[pivot - 1]!, stimuli, repeats, parent: undefined, label: '' };
  }

  /** The end of the shortest run from a state after which the last step is harmless; `undefined` if there is none. */
  private from(start: Node): Node | 'too many' | undefined {
    const queue: Node[] = [];
    const add = (node: Node): boolean => {
      const key = keyOf(node);
      if (this.seen.has(key)) return true;
      if (this.seen.size === this.statesMax) return false;
      this.seen.add(key);
      queue.push(node);
      return true;
    };
    if (!add(start)) return 'too many';
    for (const node of queue) {
      tick();
      const next: Node[] = [];
      if (this.isHarmlessAt(node, next)) return node;
      for (const each of next) if (!add(each)) return 'too many';
    }
    return undefined;
  }

  /** @param next takes the states that the search goes on to */
  private isHarmlessAt(node: Node, next: Node[]): boolean {
    const { last, onEngine } = this;
    const { engine } = onEngine;
    const { vector, stimuli, repeats } = node;
    const count = engine.expand(vector);
    const steps = indicesTo(count).filter(
      (k) => !engine.successors.failures.has(k) && !isFault(engine.successors.kind[k]!),
    );
    const told = steps.map((k) => ({
      label: engine.label(k),
      isStimulus: engine.successors.kind[k] === STIMULUS,
      after: onEngine.after(k, vector),
    }));
    for (const { label, isStimulus, after } of told) {
      if (this.test.isViolated(after)) continue;
      if (label === last && repeats === 0) return true;
      const left = isStimulus ? without(stimuli, label) : stimuli;
      if (left === undefined) continue;
      const repeated = label === last ? repeats - 1 : repeats;
      next.push({ vector: after, stimuli: left, repeats: repeated, parent: node, label });
    }
    return false;
  }
}

const isFault = (kind: number): boolean => kind === DROP || kind === DUPLICATE || kind === CRASH;

/** A stimulus less; `undefined` if none is left. */
function without(
  stimuli: ReadonlyMap<string, number>,
  label: string,
): ReadonlyMap<string, number> | undefined {
  const count = stimuli.get(label) ?? 0;
  return count === 0 ? undefined : new Map([...stimuli, [label, count - 1]]);
}

/** Channels that have not been used yet have no cell: zeros at the end tell nothing. */
function keyOf({ vector, stimuli, repeats }: Node): string {
  let { length } = vector;
  while (length > 0 && vector[length - 1] === 0) length--;
  const left = [...stimuli].filter(([, count]) => count > 0).map(([label, count]) => `${count} ${label}`);
  return `${vector.subarray(0, length).join()} ${repeats} ${left.sort().join(' ')}`;
}

function labelsTo(end: Node): string[] {
  const labels: string[] = [];
  for (let node = end; node.parent !== undefined; node = node.parent) labels.push(node.label);
  return labels.reverse();
}
