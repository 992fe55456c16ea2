import type { DecodeCost } from '../../src/cloudmatrix/cost/decode-cost.js';
import type { PrefillCost } from '../../src/cloudmatrix/cost/prefill-cost.js';
import type { DecodeRunOptions } from './decode/instance.js';
import { decodeShape } from './decode/stages.js';
import { Pipeline } from './pipeline/run.js';
import type { PrefillRunOptions } from './prefill/instance.js';
import { prefillShape } from './prefill/stages.js';

/** Charts by structure, for runs of which only the durations differ: what XState answered in one is known in the next. */
export class Pipelines {
  private readonly known = new Map<string, Pipeline>();

  decode(cost: DecodeCost, { dies = 1, steps = 2 }: DecodeRunOptions): Pipeline {
    const { model, device, tokensPerSequence, streams } = cost.instance;
    const { layers, denseLayers } = model;
    // What stages lease is in the charts, and what there is to lease.
    const cores = [device, streams.attention, streams.moe].flatMap(({ aic, aiv }) => [aic, aiv]);
    const structure = [cost.microbatches, layers, denseLayers, tokensPerSequence, ...cores];
    const key = ['decode', ...structure, dies, steps].join();
    return this.of(key, () => new Pipeline(decodeShape(cost, dies, steps)));
  }

  prefill(cost: PrefillCost, { dies = 1 }: PrefillRunOptions): Pipeline {
    const { model, device, reused = 0, plane } = cost.instance;
    const { layers, denseLayers } = model;
    const structure = [cost.microbatches, layers, denseLayers, device.aic, device.aiv];
    const key = ['prefill', ...structure, dies, reused > 0 && plane].join();
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
