import { PopularityDraw } from '../../../src/cloudmatrix/cost/expert-loads.js';
import type { PrefillCost, PrefillStage } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import { seedOf } from '../../../src/cloudmatrix/draw.js';

const LOADED: readonly string[] = ['dispatch', 'experts', 'combine'] satisfies PrefillStage[];

/** Loads of ranks, layer for layer: the two microbatches of a layer meet the same popularity. */
export class LayerLoads {
  private readonly draw: PopularityDraw;
  private readonly layers: Float64Array[] = [];

  constructor(cost: PrefillCost, seed: number) {
    const { model, calibration } = cost.instance;
    this.draw = new PopularityDraw(
      model,
      cost.placement,
      calibration.expertSpread,
      seedOf(seed, 'popularity'),
    );
  }

  /** Of a rank's experts; none of a stage that does not depend on them. */
  of(operator: string, die: number, round: number): number | undefined {
    if (!LOADED.includes(operator)) return undefined;
    while (this.layers.length <= round) this.layers.push(this.draw.next());
    return this.layers[round]![die]!;
  }
}
