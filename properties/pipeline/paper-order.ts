import { DIE_CORES, STREAM_CORES } from '../../src/cloudmatrix/paper/die.js';

/** An operator of a layer, as the paper has it. */
export interface PaperOperator {
  readonly operator: string;
  /** The stream that it runs on, and what it has of the die's engines. */
  readonly stream: string;
  readonly engines: Readonly<Record<string, number>>;
  /** It ends on all dies together. */
  readonly isCollective: boolean;
}

/** What the paper makes each microbatch of each die do: stated here, and not taken from the charts. */
export interface PaperOrder {
  /** The graphs of a step, in the order of their launches. */
  readonly launches: readonly string[];
  /** By graph: its operators, from the first layer's first to the last layer's last. */
  readonly passes: Readonly<Record<string, readonly PaperOperator[]>>;
}

/** What is asked of an instance. */
export interface Asked {
  readonly dies: number;
  readonly microbatches: number;
  readonly denseLayers: number;
  readonly moeLayers: number;
  readonly steps: number;
  /** Multi-token prediction: a draft graph in each step. Of prefill there is none. */
  readonly hasDraft: boolean;
  /** Graphs that a host may launch while its die runs another. */
  readonly ahead: number;
}

type Layer = readonly PaperOperator[];

const layers = (count: number, layer: Layer): Layer => Array.from({ length: count }, () => layer).flat();

/**
 * Decode (docs/paper/facts.md 4.2, 6 and 7; paper 4.2.1, and the sections on microbatch-based decode pipelining and on multi-token prediction).
 * Stream 0 has MLAProlog, FusedAttention and O_PROJ, on 16 AIC and 32 AIV; stream 1 gating, dispatch, MLP and combine, on 8 AIC and 16 AIV. A batch
 * that is not split has all cores in turn. A layer without experts has an MLP only. Main graph: all layers, those without experts first; draft
 * graph: one layer with experts.
 */
export function decodeOrder({ microbatches, denseLayers, moeLayers, hasDraft }: Asked): PaperOrder {
  const isSplit = microbatches > 1;
  const on = (stream: keyof typeof STREAM_CORES, operator: string, isCollective = false): PaperOperator => ({
    operator,
    stream,
    engines: isSplit ? STREAM_CORES[stream] : DIE_CORES,
    isCollective,
  });
  const dense = [on('attention', 'dense attention'), on('moe', 'ffn')];
  const moe = [
    on('attention', 'attention'),
    on('moe', 'dispatch', true),
    on('moe', 'experts'),
    on('moe', 'combine', true),
  ];
  return {
    launches: hasDraft ? ['main', 'draft'] : ['main'],
    passes: { main: [...layers(denseLayers, dense), ...layers(moeLayers, moe)], draft: moe },
  };
}

/**
 * Prefill (docs/paper/facts.md 8; the paper's sections on hybrid parallelism and on microbatch-based prefill pipelining). Attention is sequence parallel, tensor parallel, sequence parallel, with an All-Gather
 * after the first part and an All-to-All after the second, all on AIC; what prepares dispatch and combine runs on AIV, and SDMA moves their data.
 */
export function prefillOrder({ denseLayers, moeLayers }: Asked): PaperOrder {
  const on = (engines: PaperOperator['engines'], operator: string, isCollective = false): PaperOperator => ({
    operator,
    stream: 'prefill',
    engines,
    isCollective,
  });
  const aic = { aic: DIE_CORES.aic };
  const aiv = { aiv: DIE_CORES.aiv };
  const sdma = { sdma: 1 };
  const attention = [
    on(aic, 'down-projection'),
    on(aic, 'all-gather', true),
    on(aic, 'attention'),
    on(aic, 'all-to-all', true),
    on(aic, 'output projection'),
  ];
  const dense = [...attention, on(aic, 'ffn')];
  const moe = [
    ...attention,
    on(aiv, 'dispatch compute'),
    on(sdma, 'dispatch', true),
    on(aic, 'experts'),
    on(aiv, 'combine compute'),
    on(sdma, 'combine', true),
  ];
  return {
    launches: ['main'],
    passes: { main: [...layers(denseLayers, dense), ...layers(moeLayers, moe)] },
  };
}
