import {
  ATTENTION_EFFICIENCY,
  ATTENTION_OVERHEAD_US,
  GEMM_EFFICIENCY,
  HBM_EFFICIENCY,
  KERNEL_US,
  LAUNCH_US,
  MOE_OVERHEAD_US,
} from '../paper/operators.js';

/** How far operators stay behind the hardware, and what they cost besides. Shares are in (0, 1]; times are nanoseconds. */
export interface Calibration {
  /** Of the peak, in matrix products with weights. */
  readonly gemmEfficiency: number;
  /** Of the peak, in attention: of decode, and of prefill. */
  readonly decodeAttentionEfficiency: number;
  readonly prefillAttentionEfficiency: number;
  readonly hbmEfficiency: number;
  /** How much longer dispatch and combine take for each token in a step where nothing hides them: stragglers. */
  readonly exposedCollectives: number;
  /** How much longer everything takes in prefill while another microbatch uses other engines of the die. */
  readonly interference: number;
  /** Spread of the experts' popularity in prefill: standard deviation of its logarithm. */
  readonly expertSpread: number;
  /** Of a layer's attention and MoE part. */
  readonly attentionOverheadNs: number;
  readonly moeOverheadNs: number;
  readonly gateNs: number;
  readonly launchNs: number;
  /** Whether collectives are as fast as their links allow, but for one hop of latency. */
  readonly hasIdealCollectives: boolean;
}

const NS_PER_US = 1_000;

/** Everything from published tables of operators, nothing fitted to a system: no inflation, no interference, experts alike. */
export const UNFITTED: Calibration = {
  gemmEfficiency: GEMM_EFFICIENCY,
  decodeAttentionEfficiency: ATTENTION_EFFICIENCY,
  prefillAttentionEfficiency: ATTENTION_EFFICIENCY,
  hbmEfficiency: HBM_EFFICIENCY,
  exposedCollectives: 1,
  interference: 1,
  expertSpread: 0,
  attentionOverheadNs: ATTENTION_OVERHEAD_US * NS_PER_US,
  moeOverheadNs: MOE_OVERHEAD_US * NS_PER_US,
  gateNs: KERNEL_US.gateTopK * NS_PER_US,
  launchNs: LAUNCH_US * NS_PER_US,
  hasIdealCollectives: false,
};

/** A number that is fitted, and the published rows that it is fitted to. */
export interface Fit {
  readonly parameter: 'decodeAttentionEfficiency' | 'exposedCollectives' | 'interference' | 'expertSpread';
  readonly value: number;
  readonly meaning: string;
  /** Names of rows in `src/cloudmatrix/paper/performance.ts`. */
  readonly rows: readonly string[];
}

/** All that is fitted. */
export const FITS: readonly Fit[] = [
  {
    parameter: 'decodeAttentionEfficiency',
    value: 0.5,
    meaning: 'share of the BF16 peak that decode attention reaches beside other operators',
    rows: ['decode-throughput-96', 'decode-layer-mtp'],
  },
  {
    parameter: 'exposedCollectives',
    value: 2.05,
    meaning: 'how much longer dispatch and combine take where nothing hides them',
    rows: ['decode-microbatch-gain-96'],
  },
  {
    parameter: 'interference',
    value: 1.13,
    meaning: 'how much longer operators of prefill take beside those of another microbatch',
    rows: ['prefill-throughput-perfect', 'prefill-microbatch-gain'],
  },
  {
    parameter: 'expertSpread',
    value: 0.75,
    meaning: "spread of the experts' popularity in prefill",
    rows: ['prefill-throughput-default'],
  },
];

export const CALIBRATED: Calibration = {
  ...UNFITTED,
  ...Object.fromEntries(FITS.map(({ parameter, value }) => [parameter, value])),
};

/** Hardware without any loss: efficiencies are 1, nothing costs time besides. What bounds must hold for most of all. */
export const IDEAL: Calibration = {
  gemmEfficiency: 1,
  decodeAttentionEfficiency: 1,
  prefillAttentionEfficiency: 1,
  hbmEfficiency: 1,
  exposedCollectives: 1,
  interference: 1,
  expertSpread: 0,
  attentionOverheadNs: 0,
  moeOverheadNs: 0,
  gateNs: 0,
  launchNs: 0,
  hasIdealCollectives: true,
};
