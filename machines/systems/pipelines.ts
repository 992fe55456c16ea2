import type { DecodeCost } from '../../src/cloudmatrix/cost/decode-cost.js';
import type { PrefillCost } from '../../src/cloudmatrix/cost/prefill-cost.js';
import type { DecodeRunOptions } from './decode/instance.js';
import { decodeShape } from './decode/stages.js';
import { Pipeline } from './pipeline/run.js';
import type { PrefillRunOptions } from './prefill/instance.js';
import { prefillShape } from './prefill/stages.js';

/** Charts by structure, for runs of which only the durations differ, and what is leased: what XState answered in one is known in the next. */
export class Pipelines {
  private readonly known = new Map<string, Pipeline>();

  decode(cost: DecodeCost, { dies = 1, steps = 2 }: DecodeRunOptions): Pipeline {
    const { model, tokensPerSequence } = cost.instance;
    const { layers, denseLayers } = model;
    const structure = [cost.microbatches, layers, denseLayers, tokensPerSequence];
    const key = ['decode', ...structure, dies, steps].join();
    return this.of(key, () => new Pipeline(decodeShape(cost, dies, steps)));
  }

  prefill(cost: PrefillCost, { dies = 1 }: PrefillRunOptions): Pipeline {
    const { model, reused = 0, plane } = cost.instance;
    const { layers, denseLayers } = model;
    const key = ['prefill', cost.microbatches, layers, denseLayers, dies, reused > 0 && plane].join();
    return this.of(key, () => new Pipeline(prefillShape(cost, dies)));
  }

  private of(key: string, make: () => Pipeline): Pipeline {
    let pipeline = this.known.get(key);
    if (pipeline === undefined) {
      pipeline = make();
      this.known.set(key, pipeline);
    }
    return pipeline;
  }
}
