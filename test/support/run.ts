import { Engine } from '../../src/engine/engine.js';
import type { Network } from '../../src/network/network.js';
import type { View } from '../../src/network/property.js';
import type { Step } from '../../src/network/step.js';
import { EngineView } from '../../src/property/engine-view.js';

/** One run of a network, chosen step by step by label, so that a test can say which steps are enabled where. */
export class Run {
  readonly engine: Engine;
  private readonly current: EngineView;

  /** @param initial which of the network's initial states */
  constructor(network: Network, initial = 0) {
    this.engine = new Engine(network);
    this.current = new EngineView(this.engine);
    this.current.vector = this.engine.initialStates()[initial]!.vector;
  }

  /** The state by now. */
  get view(): View {
    return this.current;
  }

  /** Labels of the enabled steps that do not fail, in the engine's order. */
  enabled(): string[] {
    return this.indices().map((k) => this.engine.label(k));
  }

  /** The enabled steps that do not fail. */
  steps(): Step[] {
    return this.indices().map((k) => this.engine.step(k));
  }

  /** The steps that might be enabled, and whether they are (steps that fail included), by actor. */
  candidates() {
    const { engine } = this;
    const cursor = engine.cursor();
    cursor.start(this.current.vector);
    return engine.components.flatMap((_, actor) =>
      Array.from({ length: cursor.list(actor) }, (_, k) => ({
        label: cursor.candidateLabel(k),
        hash: cursor.candidates.hash[k]!,
        actor,
        isEnabled: cursor.attempt(k),
      })),
    );
  }

  /** What is wrong with the steps that fail, by label. */
  failures(): Record<string, string> {
    this.engine.expand(this.current.vector);
    const { failures } = this.engine.successors;
    return Object.fromEntries([...failures].map(([k, { message }]) => [this.engine.label(k), message]));
  }

  /** Takes the enabled steps with these labels, one after the other. */
  take(...labels: readonly string[]): this {
    for (const label of labels) {
      const enabled = this.indices();
      const k = enabled.find((step) => this.engine.label(step) === label);
      if (k === undefined) {
        const others = enabled.map((step) => this.engine.label(step)).join(', ');
        throw new Error(`'${label}' is not enabled; these are: ${others}`);
      }
      const next = new Int32Array(this.engine.cellCount);
      next.set(this.current.vector.subarray(0, next.length));
      this.engine.follow(k, next);
      this.current.vector = next;
    }
    return this;
  }

  private indices(): number[] {
    const count = this.engine.expand(this.current.vector);
    const { failures } = this.engine.successors;
    return Array.from({ length: count }, (_, k) => k).filter((k) => !failures.has(k));
  }
}
