import type { CachePlane } from '../../../src/cloudmatrix/cost/cache-load.js';
import type { PrefillCost, PrefillStage } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import type { Engines } from '../../die/core-pool.js';
import type { PipelineShape } from '../../networks/pipeline/parameters.js';
import type { Block } from '../../pipeline/graph.js';

/** Engines of a die: SDMA moves the data of dispatch and combine while cores compute, and has a channel for reads of the memory pool; VPC is the node's. */
type Engine = 'aic' | 'aiv' | 'sdma' | 'pool' | 'vpc';

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

/** What the context cache has of a microbatch, for all layers: once, before the first. Over VPC it comes to the node first. */
const LOADS: Readonly<Record<CachePlane, readonly LayerOperator[]>> = {
  ub: [{ operator: 'load', engines: ['pool'], isCollective: true }],
  vpc: [
    { operator: 'fetch', engines: ['vpc'], isCollective: true },
    { operator: 'load', engines: ['pool'], isCollective: true },
  ],
};

const STREAM = 'prefill';

/** What a batch takes beside its layers. */
export const overheads = (cost: PrefillCost): Pick<PipelineShape, 'headNs' | 'launchNs'> => ({
  headNs: { main: cost.headNs() },
  launchNs: Math.ceil(cost.instance.calibration.launchNs),
});

/** The prefill instance as statecharts whose own delays are the expected times. */
export function prefillShape(cost: PrefillCost, dies: number): PipelineShape {
  const { model, device, reused = 0, plane = 'ub' } = cost.instance;
  const units: Engines = {
    aic: device.aic,
    aiv: device.aiv,
    sdma: 1,
    ...(reused === 0 ? {} : { pool: 1, vpc: 1 }),
  };
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
  const loads = reused === 0 ? [] : [block(1, LOADS[plane])];
  const dense = model.denseLayers === 0 ? [] : [block(model.denseLayers, DENSE_LAYER)];
  const moe = block(model.layers - model.denseLayers, MOE_LAYER);
  return {
    name: 'prefill',
    dies,
    microbatches: cost.microbatches,
    graphs: { main: [...loads, ...dense, moe] },
    launches: ['main'],
    steps: 2,
    engines: units,
    streams: { [STREAM]: units },
    ...overheads(cost),
    ahead: 1,
  };
}
