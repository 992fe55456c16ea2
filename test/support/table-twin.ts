import { stateKey } from '../../src/reference/plain-state.js';
import type { Engine } from '../../src/engine/engine.js';
import type { PlainNetwork } from '../../src/reference/plain-network.js';
import type { PlainSuccessor } from '../../src/reference/plain-successor.js';
import type { PlainState } from '../../src/reference/plain-state.js';
import type { StepFailure } from '../../src/interpreter/step-failure.js';
import { labelOf } from '../../src/network/step.js';
import { equal } from './difference.js';

/** A run in the tables beside one in the reference. */
export class TableTwin {
  private vector: Int32Array;

  /** @throws Difference when the two do not start alike */
  constructor(
    private readonly engine: Engine,
    private readonly plain: PlainNetwork,
    start: PlainState | StepFailure,
  ) {
    const { vector, failure } = engine.initialStates()[0]!;
    this.vector = vector;
    this.compare(start, failure, vector);
  }

  /** The same step in the tables. @throws Difference when it is not the same there */
  take({ label, outcome, deliveries }: PlainSuccessor): void {
    const { engine } = this;
    const count = engine.expand(this.vector);
    const step = Array.from({ length: count }, (_, k) => k).find((k) => engine.label(k) === label);
    equal(`enabled: ${label}`, true, step !== undefined);
    const next = new Int32Array(engine.cellCount);
    next.set(this.vector.subarray(0, next.length));
    engine.follow(step!, next);
    this.compare(outcome, engine.successors.failures.get(step!), next);
    const received = deliveries.map((delivery) => labelOf({ kind: 'deliver', ...delivery }));
    equal('deliveries', received, engine.taken(this.vector, engine.stepAt(step!)).deliveries);
    this.vector = next;
  }

  private compare(
    plain: PlainState | StepFailure,
    failure: StepFailure | undefined,
    vector: Int32Array,
  ): void {
    equal('failure', 'property' in plain ? plain : undefined, failure);
    if (!('property' in plain)) equal('state', this.plain.key(plain), stateKey(this.engine.contents(vector)));
  }
}
