import type { Engine } from '../../engine/engine.js';
import { canRest } from '../../network/state-nodes.js';
import { MEETS, OWES } from '../../property/predicate-tables.js';
import type { PropertyEvaluator } from '../../property/property-evaluator.js';

/**
 * What is said of all runs by looking at where they end, if every run does: nobody is stuck while others go on for ever; what is possible is so in each state that
 * nothing leads out of; what must come has come where a run may end.
 */
export class Ends {
  /** Properties that some end violates, if there are no endless runs. */
  readonly violated = new Set<string>();
  /** Properties of which an end does not tell: what was owed may have come, and be gone again. */
  readonly undecided = new Set<string>();
  private readonly leadsTo: readonly string[];
  private readonly possible: readonly string[];
  private readonly canRest: string | undefined;
  /** Components that are to come to rest. */
  private readonly resting: readonly number[];

  constructor(
    private readonly engine: Engine,
    private readonly evaluator: PropertyEvaluator,
  ) {
    const { properties } = engine.network;
    const named = (wanted: string) =>
      properties.filter(({ kind }) => kind === wanted).map(({ name }) => name);
    this.leadsTo = named('leads to');
    this.possible = named('always possible');
    this.canRest = named('can rest')[0];
    this.resting = engine.components.flatMap(({ interpreter }, index) =>
      canRest(interpreter.machine) ? [index] : [],
    );
  }

  /** Whether something may be owed where a run ends. */
  get areJudged(): boolean {
    const { monitors } = this.engine;
    return this.leadsTo.length > 0 || monitors.some(({ mayBePending }) => mayBePending);
  }

  /** Looks at the state that was expanded last. */
  inspect(vector: Int32Array): void {
    const { engine, evaluator } = this;
    if (engine.successors.progressing === 0) {
      for (const name of this.possible)
        if (!this.violated.has(name) && evaluator.tables.possible.get(name)!.evaluate(vector) !== true)
          this.violated.add(name);
      if (
        this.canRest !== undefined &&
        this.resting.some((index) => !engine.components[index]!.isAtRest(vector[index]!))
      )
        this.violated.add(this.canRest);
    }
    if (this.leadsTo.length === 0 || !engine.outlook(vector).mayEnd) return;
    for (const name of this.leadsTo) {
      if (this.violated.has(name)) continue;
      const sides = evaluator.tables.claims.get(name)!.evaluate(vector) as number;
      if ((sides & MEETS) !== 0) continue;
      if ((sides & OWES) !== 0) this.violated.add(name);
      else this.undecided.add(name);
    }
  }
}
