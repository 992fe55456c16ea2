import type { DecodeCost, StageCost, StreamSplit } from '../../../src/cloudmatrix/cost/decode-cost.js';
import type { PipelineShape } from '../../networks/pipeline/parameters.js';
import type { Block } from '../../pipeline/graph.js';

/** Operators of a layer, in order. */
interface LayerOperator {
  readonly operator: string;
  readonly stream: keyof StreamSplit;
  readonly isCollective?: true;
}

const DENSE_LAYER: readonly LayerOperator[] = [
  { operator: 'dense attention', stream: 'attention' },
  { operator: 'ffn', stream: 'moe' },
];
const MOE_LAYER: readonly LayerOperator[] = [
  { operator: 'attention', stream: 'attention' },
  { operator: 'dispatch', stream: 'moe', isCollective: true },
  { operator: 'experts', stream: 'moe' },
  { operator: 'combine', stream: 'moe', isCollective: true },
];

/** Expected time of every stage of a layer, in nanoseconds, by operator. */
export function stageTimes(cost: DecodeCost): Readonly<Record<string, StageCost>> {
  return {
    'dense attention': cost.attention('dense'),
    ffn: cost.dense(),
    attention: cost.attention('moe'),
    dispatch: cost.dispatch(),
    experts: cost.experts(cost.meanLoad),
    combine: cost.combine(),
  };
}

/** What a step takes beside its layers. */
export function overheads(cost: DecodeCost): Pick<PipelineShape, 'headNs' | 'launchNs'> {
  const { calibration, tokensPerSequence } = cost.instance;
  return {
    headNs: { main: cost.head(tokensPerSequence).ns, draft: cost.head(1).ns },
    launchNs: Math.ceil(calibration.launchNs),
  };
}

/** The decode instance as statecharts whose own delays are the expected times. */
export function decodeShape(cost: DecodeCost, dies: number, steps: number): PipelineShape {
  const { model, tokensPerSequence, device } = cost.instance;
  const all = { aic: device.aic, aiv: device.aiv };
  const streams = cost.microbatches === 2 ? cost.instance.streams : { attention: all, moe: all };
  const times = stageTimes(cost);
  const block = (layers: number, operators: readonly LayerOperator[]): Block => ({
    layers,
    stages: operators.map(({ operator, stream, isCollective = false }) => ({
      operator,
      stream,
      engines: streams[stream],
      ns: times[operator]!.ns,
      isCollective,
    })),
  });
  const { denseLayers } = model;
  const moe = block(model.layers - denseLayers, MOE_LAYER);
  return {
    name: 'decode',
    dies,
    microbatches: cost.microbatches,
    graphs: {
      main: denseLayers === 0 ? [moe] : [block(denseLayers, DENSE_LAYER), moe],
      draft: [block(1, MOE_LAYER)],
    },
    launches: tokensPerSequence === 2 ? ['main', 'draft'] : ['main'],
    steps,
    engines: all,
    streams: { ...streams },
    ...overheads(cost),
    ahead: 1,
  };
}
