import { Engine } from '../../engine/engine.js';
import type { Network } from '../../network/network.js';
import type { Schedule } from '../replay.js';

/** A trace on tables, where many states can be looked at. */
export class EngineTrace {
  readonly engine: Engine;
  /** The state before each step, as far as the engine can take the steps. */
  readonly vectors: Int32Array[] = [];
  /** How many steps are enabled in each of them. */
  readonly enabled: number[] = [];

  constructor(network: Network, { initial, steps }: Pick<Schedule, 'initial' | 'steps'>) {
    this.engine = new Engine(network);
    const { engine } = this;
    const start = engine.initialStates()[initial];
    if (start === undefined || start.failure !== undefined) return;
    let { vector } = start;
    for (const label of steps) {
      const count = engine.expand(vector);
      const k = indicesTo(count).find((index) => engine.label(index) === label);
      if (k === undefined) return;
      this.vectors.push(vector);
      this.enabled.push(count);
      if (!engine.successors.failures.has(k)) vector = this.after(k, vector);
    }
  }

  /** For steps that can be taken at the end: the step after which each could be taken in every state. Empty where the engine cannot take all steps. */
  enabledSince(labels: readonly string[], length: number): number[] {
    if (this.vectors.length < length) return [];
    const since = new Map(labels.map((label) => [label, length]));
    const open = new Set(labels);
    for (let n = length - 1; n >= 0 && open.size > 0; n--) {
      const count = this.engine.expand(this.vectors[n]!);
      const enabled = new Set(indicesTo(count).map((k) => this.engine.label(k)));
      for (const label of open) {
        if (enabled.has(label)) since.set(label, n);
        else open.delete(label);
      }
    }
    return labels.map((label) => since.get(label)!);
  }

  /** The state after step k of the last expansion of a state. */
  after(k: number, vector: Int32Array): Int32Array {
    const result = new Int32Array(Math.max(this.engine.cellCount, vector.length));
    result.set(vector);
    this.engine.follow(k, result);
    return result;
  }
}

export const indicesTo = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
