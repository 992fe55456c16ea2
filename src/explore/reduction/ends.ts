import type { Engine } from '../../engine/engine.js';
import { canRest } from '../../network/state-nodes.js';
import { cannotRestMessage, impossibleMessage, owedMessage } from '../../property/messages.js';
import { MEETS, OWES } from '../../property/predicate-tables.js';
import type { PropertyEvaluator } from '../../property/property-evaluator.js';

/**
 * What is said of all runs by looking at where they end, if every run does: nobody is stuck while others go on for ever; what is possible is so in each state that
 * nothing leads out of; what must come has come where a run may end.
 */
export class Ends {
  /** Properties that some end violates, if there are no endless runs, and the first such end by its number. */
  readonly violated = new Map<string, number>();
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
  inspect(vector: Int32Array, state: number): void {
    const { engine, evaluator, violated } = this;
    const note = (name: string) => {
      if (!violated.has(name)) violated.set(name, state);
    };
    if (engine.successors.progressing === 0) {
      for (const name of this.possible)
        if (!violated.has(name) && evaluator.tables.possible.get(name)!.evaluate(vector) !== true) note(name);
      if (this.canRest !== undefined && this.restless(vector).length > 0) note(this.canRest);
    }
    if (this.leadsTo.length === 0 || !engine.outlook(vector).mayEnd) return;
    for (const name of this.leadsTo) {
      if (violated.has(name)) continue;
      const sides = evaluator.tables.claims.get(name)!.evaluate(vector) as number;
      if ((sides & MEETS) !== 0) continue;
      if ((sides & OWES) !== 0) note(name);
      else this.undecided.add(name);
    }
  }

  /** What to say of a violation, of the end that was expanded last. */
  message(property: string, vector: Int32Array): string {
    const { engine } = this;
    if (this.possible.includes(property)) return impossibleMessage();
    if (property !== this.canRest) return owedMessage(engine.outlook(vector));
    return cannotRestMessage(
      this.restless(vector).map((index) => {
        const component = engine.components[index]!;
        return { id: component.id, local: component.local(vector[index]!) };
      }),
    );
  }

  private restless(vector: Int32Array): readonly number[] {
    return this.resting.filter((index) => !this.engine.components[index]!.isAtRest(vector[index]!));
  }
}
