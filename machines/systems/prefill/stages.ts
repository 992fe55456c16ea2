import type { PrefillCost, PrefillStage } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import type { Engines } from '../../die/core-pool.js';
import type { PipelineShape } from '../../networks/pipeline/parameters.js';
import type { Block } from '../../pipeline/graph.js';

/** Engines of a die: SDMA moves the data of dispatch and combine while cores compute. */
type Engine = 'aic' | 'aiv' | 'sdma';

interface LayerOperator {
  readonly operator: PrefillStage;
  readonly engines: readonly Engine[];
  readonly isCollective?: true;
}

/** SP-TP-SP attention (docs/paper/facts.md 8). Its collectives run within the attention of a microbatch, which keeps its cores for them. */
const ATTENTION: readonly LayerOperator[] = [
  { operator: 'down-projection', engines: ['aic'] },
  { operator: 'all-gather', engines: ['aic'], isCollective: true },
  { operator: 'attention', engines: ['aic'] },
  { operator: 'all-to-all', engines: ['aic'], isCollective: true },
  { operator: 'output projection', engines: ['aic'] },
];
const DENSE_LAYER: readonly LayerOperator[] = [...ATTENTION, { operator: 'ffn', engines: ['aic'] }];
const MOE_LAYER: readonly LayerOperator[] = [
  ...ATTENTION,
  { operator: 'dispatch compute', engines: ['aiv'] },
  { operator: 'dispatch', engines: ['sdma'], isCollective: true },
  { operator: 'experts', engines: ['aic'] },
  { operator: 'combine compute', engines: ['aiv'] },
  { operator: 'combine', engines: ['sdma'], isCollective: true },
];

const STREAM = 'prefill';

/** What a batch takes beside its layers. */
export const overheads = (cost: PrefillCost): Pick<PipelineShape, 'headNs' | 'launchNs'> => ({
  headNs: { main: cost.headNs() },
  launchNs: Math.ceil(cost.instance.calibration.launchNs),
});

/** The prefill instance as statecharts whose own delays are the expected times. */
export function prefillShape(cost: PrefillCost, dies: number): PipelineShape {
  const { model, device } = cost.instance;
  const units: Engines = { aic: device.aic, aiv: device.aiv, sdma: 1 };
  const block = (layers: number, steps: readonly LayerOperator[]): Block => ({
    layers,
    stages: steps.map(({ operator, engines, isCollective = false }) => ({
      operator,
      stream: STREAM,
      engines: Object.fromEntries(engines.map((engine) => [engine, units[engine]!])),
      ns: cost.stageNs(operator),
      isCollective,
    })),
  });
  const moe = block(model.layers - model.denseLayers, MOE_LAYER);
  return {
    name: 'prefill',
    dies,
    microbatches: cost.microbatches,
    graphs: { main: model.denseLayers === 0 ? [moe] : [block(model.denseLayers, DENSE_LAYER), moe] },
    launches: ['main'],
    steps: 2,
    streams: { [STREAM]: units },
    ...overheads(cost),
    ahead: 1,
  };
}
