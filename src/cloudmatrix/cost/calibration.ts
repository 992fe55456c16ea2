import { DIE_TO_CPU } from '../paper/interconnect.js';
import { JUDGEMENTS, type JudgementName, ATTENTION_OVERHEAD_EAGER_NS } from '../paper/judgements.js';
import { ATTENTION_EFFICIENCY, GEMM_EFFICIENCY, HBM_EFFICIENCY, KERNEL_US } from '../paper/operators.js';

/**
 * How far operators stay behind the hardware, and what they cost besides. Shares are in (0, 1]; times are nanoseconds. What is judged stands with its
 * source in `src/cloudmatrix/paper/judgements.ts`.
 */
export interface Calibration extends Readonly<Record<JudgementName, number>> {
  /** What it is called in results. */
  readonly name: string;
  /** Of the peak, in matrix products with weights. */
  readonly gemmEfficiency: number;
  /** Of the peak, in attention: of decode, and of prefill. */
  readonly decodeAttentionEfficiency: number;
  readonly prefillAttentionEfficiency: number;
  /** Of the bandwidth, where attention reads the cache. */
  readonly cacheReadEfficiency: number;
  /** How much longer dispatch and combine take for each token in a step where nothing hides them: stragglers. */
  readonly exposedCollectives: number;
  /** How much longer all operators of prefill take in place than by themselves. */
  readonly prefillSlowdown: number;
  /** How much longer still, where another microbatch uses other engines of the die. */
  readonly prefillInterference: number;
  /** Spread of the experts' popularity in prefill: standard deviation of its logarithm. */
  readonly expertSpread: number;
  /** What a die's read of one layer of a block of the context cache takes before its bytes come. */
  readonly blockReadStartNs: number;
  /** Of the bandwidth of the bucket with weights, what a load reaches. */
  readonly bucketEfficiency: number;
  /** Small kernels of a layer's attention. */
  readonly attentionOverheadNs: number;
  /** The gate's part of `moeOverheadNs`, which comes before dispatch. */
  readonly gateNs: number;
  /** Hardware without any loss: collectives as fast as links and cores allow, products that need no whole tiles, cache reads hidden behind computing. */
  readonly isIdeal: boolean;
}

const NS_PER_US = 1_000;

const judgedValues = Object.fromEntries(
  Object.entries(JUDGEMENTS).map(([name, { value }]) => [name, value]),
) as Record<JudgementName, number>;

/** Everything from published tables of operators and judgements, nothing fitted to a system: no inflation, no interference, experts alike. */
export const UNFITTED: Calibration = {
  ...judgedValues,
  name: 'nothing fitted',
  gemmEfficiency: GEMM_EFFICIENCY,
  decodeAttentionEfficiency: ATTENTION_EFFICIENCY,
  prefillAttentionEfficiency: ATTENTION_EFFICIENCY,
  cacheReadEfficiency: HBM_EFFICIENCY,
  exposedCollectives: 1,
  prefillSlowdown: 1,
  prefillInterference: 1,
  expertSpread: 0,
  blockReadStartNs: DIE_TO_CPU['cross-node'].read.latencyNs,
  bucketEfficiency: 1,
  attentionOverheadNs: ATTENTION_OVERHEAD_EAGER_NS,
  gateNs: KERNEL_US.gateTopK * NS_PER_US,
  isIdeal: false,
};

/** A number that is fitted, and the published rows that it is fitted to. */
export interface Fit {
  readonly parameter: keyof Calibration;
  readonly value: number;
  readonly meaning: string;
  /** Names of rows in `src/cloudmatrix/paper/performance.ts`. */
  readonly rows: readonly string[];
}

/** Of each, throughput is batch / TPOT, and so no row of its own. */
const DECODE_ROWS = [
  'decode-tpot-96',
  'decode-throughput-96',
  'decode-tpot-8',
  'decode-throughput-8',
  'decode-layer-mtp',
  'decode-layer-no-mtp',
  'decode-microbatch-gain-96',
];
const PREFILL_ROWS = ['prefill-throughput-perfect', 'prefill-microbatch-layer'];
/** Of each share, the time to the first token is that of a batch, and so no row of its own. */
const REUSE_ROWS = [
  'reuse-throughput-90',
  'reuse-ttft-50',
  'reuse-ttft-share-50',
  'reuse-ttft-90',
  'reuse-ttft-share-90',
];

/**
 * All that is fitted: three numbers of decode to five figures together, two of prefill to two, and one to one; of caches one to two, and one to one. Of decode and of reuse the largest error, as a part of the
 * row's band, is as small as it can be.
 */
export const FITS: readonly Fit[] = [
  {
    parameter: 'decodeAttentionEfficiency',
    value: 0.6,
    meaning: 'share of the BF16 peak that decode attention reaches in place',
    rows: DECODE_ROWS,
  },
  {
    parameter: 'exposedCollectives',
    value: 1.72,
    meaning: 'how much longer dispatch and combine take where nothing hides them',
    rows: DECODE_ROWS,
  },
  {
    parameter: 'attentionOverheadNs',
    value: 13_600,
    meaning: 'small kernels of attention, fused with its products',
    rows: DECODE_ROWS,
  },
  {
    parameter: 'prefillSlowdown',
    value: 1.1,
    meaning: 'how much longer operators of prefill take in place than by themselves',
    rows: PREFILL_ROWS,
  },
  {
    parameter: 'prefillInterference',
    value: 1.322,
    meaning: 'how much longer still while those of another microbatch run beside them',
    rows: PREFILL_ROWS,
  },
  {
    parameter: 'expertSpread',
    value: 0.565,
    meaning: "spread of the experts' popularity in prefill",
    rows: ['prefill-throughput-default'],
  },
  {
    parameter: 'blockReadStartNs',
    value: 5_090,
    meaning: 'what a read of one layer of a cached block takes before its bytes come',
    rows: REUSE_ROWS,
  },
  {
    parameter: 'bucketEfficiency',
    value: 0.839,
    meaning: "share of the bucket's bandwidth that a load of weights reaches",
    rows: ['model-cold-ems'],
  },
];

export const CALIBRATED: Calibration = {
  ...UNFITTED,
  name: 'fitted',
  ...Object.fromEntries(FITS.map(({ parameter, value }) => [parameter, value])),
};

/** Hardware without any loss: efficiencies are 1, nothing costs time besides. What bounds must hold for most of all. */
export const IDEAL: Calibration = {
  ...UNFITTED,
  name: 'ideal',
  gemmEfficiency: 1,
  decodeAttentionEfficiency: 1,
  prefillAttentionEfficiency: 1,
  cacheReadEfficiency: 1,
  weightReadEfficiency: 1,
  sharedHbmEfficiency: 1,
  attentionOverheadNs: 0,
  moeOverheadNs: 0,
  blockReadStartNs: 0,
  gateNs: 0,
  launchNs: 0,
  isIdeal: true,
};
