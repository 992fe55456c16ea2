import type { Engine } from '../../engine/engine.js';
import type { AheadScope } from './ahead-scope.js';
import type { CellScope } from './cell-scope.js';
import type { Dropped } from './conditions.js';
import type { DependsOn } from './knowledge.js';
import { actionOfEvent } from './local-actions.js';
import { isSituation, type Situations } from './together.js';

/**
 * What was shown of a step in one state is shown of it in others: in all that lie in what was found to be ahead, and in whatever else it was shown by. So a step that is possible
 * in many states is looked at in few.
 */
export class Certificate {
  private readonly situations: readonly Int32Array[];

  /**
   * @param cells of monitors, and of channels that predicates read
   * @param together what several components may come to together, where something follows from that
   * @param dependsOn what it was found from: as long as no more is known of that, it holds
   */
  constructor(
    private readonly engine: Engine,
    private readonly ahead: AheadScope,
    private readonly cells: readonly CellScope[],
    private readonly together: readonly Situations[],
    readonly dependsOn: DependsOn,
    private readonly dropped: Dropped,
  ) {
    this.situations = together.map(({ situations }) => new Int32Array(situations.width));
  }

  /** Whether it covers a state in which the step is possible. */
  covers(vector: Int32Array): boolean {
    const { dropped, ahead } = this;
    return (
      (dropped.has('local states in scope') || ahead.hasLocals(vector)) &&
      (dropped.has('cells in scope') ||
        this.cells.every(({ cell, values }) => values.has(vector[cell] ?? 0))) &&
      (dropped.has('messages in scope') || ahead.hasMessages(vector)) &&
      (dropped.has('situations in scope') ||
        this.together.every((each, at) => this.isIn(vector, each, this.situations[at]!)))
    );
  }

  private isIn(vector: Int32Array, together: Situations, into: Int32Array): boolean {
    const { components, wanted, mayArrive, situations } = together;
    const waiting =
      wanted.channel < 0 ? NOTHING : this.waiting(vector, wanted.channel, mayArrive, wanted.action);
    return isSituation(vector, components, waiting, into) && situations.has(into);
  }

  private waiting(
    vector: Int32Array,
    channel: number,
    mayArrive: ReadonlySet<number>,
    action: number,
  ): readonly number[] {
    const table = this.engine.channels[channel]!;
    return table
      .contentEvents(vector[table.cell] ?? 0)
      .map(actionOfEvent)
      .filter((each) => mayArrive.has(each) && (action < 0 || each === action));
  }
}

const NOTHING: readonly number[] = [];
