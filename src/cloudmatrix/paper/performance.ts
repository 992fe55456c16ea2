/**
 * What the paper reports of the whole system: what simulation is compared with, and what eight numbers of `calibration.ts` are fitted to.
 * Nothing that simulates reads this file.
 */
import {
  ATTENTION_EFFICIENCY,
  COLLECTIVE_RANKS,
  COMBINE_US,
  DISPATCH_US,
  HBM_EFFICIENCY,
} from './operators.js';

export interface PublishedRow {
  /** What was measured: one figure, or the least and the largest of several. */
  readonly value: number | readonly [number, number];
  readonly unit:
    'tokens/s/NPU' | 'sequences/NPU' | 's' | 'ms' | 'us' | 'GiB/s' | 'GB/s' | '%' | 'x' | 'copies';
  /** In arXiv 2506.12708, and the section of docs/paper/facts.md. */
  readonly source: string;
}

const row = (value: PublishedRow['value'], unit: PublishedRow['unit'], source: string): PublishedRow => ({
  value,
  unit,
  source,
});

/** Ranks of the published measurements of dispatch and combine. */
export const MEASURED_RANKS = [8, 32, COLLECTIVE_RANKS] as const;

/** Products of INT8 matrices that table 9 of version 2 has. */
export const MEASURED_PRODUCTS = [
  { name: 'gemm-4-7168-4096-4096', groups: 4, rows: 7_168, columns: 4_096, depth: 4_096 },
  { name: 'gemm-4-2048-7168-4096', groups: 4, rows: 2_048, columns: 7_168, depth: 4_096 },
  { name: 'gemm-4-7168-4096-8192', groups: 4, rows: 7_168, columns: 4_096, depth: 8_192 },
  { name: 'gemm-4-2048-7168-8192', groups: 4, rows: 2_048, columns: 7_168, depth: 8_192 },
  { name: 'gemm-8-7168-4096-4096', groups: 8, rows: 7_168, columns: 4_096, depth: 4_096 },
  { name: 'gemm-8-2048-7168-4096', groups: 8, rows: 2_048, columns: 7_168, depth: 4_096 },
] as const;

const TABLE_9 = 'v2 table 9: bytes moved in a second (docs/paper/facts.md 11.5)';

const TTFT = 'time to first token with a context cache (docs/paper/facts.md 12)';
const MODEL_CACHING = 'table 1, model caching (docs/paper/facts.md 10)';

/** By name, as `FITS` and `simulate table` have them. */
export const PERFORMANCE = {
  'decode-tpot-96': row(49.4, 'ms', 'table 4 (docs/paper/facts.md 11.3)'),
  'decode-throughput-96': row(1_943, 'tokens/s/NPU', 'table 4 (docs/paper/facts.md 11.3)'),
  'decode-tpot-8': row(14.9, 'ms', 'SLO table (docs/paper/facts.md 11.3)'),
  'decode-throughput-8': row(538, 'tokens/s/NPU', 'SLO table (docs/paper/facts.md 11.3)'),
  'decode-layer-mtp': row(1_260, 'us', 'MTP (docs/paper/facts.md 7)'),
  'decode-layer-no-mtp': row(874, 'us', 'MTP (docs/paper/facts.md 7)'),
  'decode-stream-attention': row(600, 'us', 'microbatch pipeline (docs/paper/facts.md 6)'),
  'decode-stream-moe': row(600, 'us', 'microbatch pipeline (docs/paper/facts.md 6)'),
  'decode-microbatch-gain-96': row(9.4, '%', 'ablation (docs/paper/facts.md 12)'),
  'decode-mtp-gain-8': row(
    49,
    '%',
    'ablation, the largest gain: at the smallest batch (docs/paper/facts.md 12)',
  ),
  'slo-15-batch': row(8, 'sequences/NPU', 'SLO table (docs/paper/facts.md 11.3)'),
  'slo-50-batch': row(96, 'sequences/NPU', 'SLO table (docs/paper/facts.md 11.3)'),
  'prefill-throughput-perfect': row(
    6_688,
    'tokens/s/NPU',
    'table 3, perfect EPLB (docs/paper/facts.md 11.2)',
  ),
  'prefill-throughput-default': row(5_655, 'tokens/s/NPU', 'table 3, default (docs/paper/facts.md 11.2)'),
  'prefill-microbatch-gain': row([23, 31], '%', 'ablation (docs/paper/facts.md 12)'),
  'prefill-microbatch-layer': row(-24, '%', 'ablation (docs/paper/facts.md 12)'),
  'dispatch-ep8': row(116, 'us', 'table 6 (docs/paper/facts.md 11.5)'),
  'dispatch-ep32': row(133, 'us', 'table 6 (docs/paper/facts.md 11.5)'),
  'dispatch-ep256': row(DISPATCH_US, 'us', 'table 6 (docs/paper/facts.md 11.5)'),
  'combine-ep8': row(118, 'us', 'table 6 (docs/paper/facts.md 11.5)'),
  'combine-ep32': row(146, 'us', 'table 6 (docs/paper/facts.md 11.5)'),
  'combine-ep256': row(COMBINE_US, 'us', 'table 6 (docs/paper/facts.md 11.5)'),
  'dispatch-bandwidth-ep8': row(71, 'GiB/s', 'table 6 (docs/paper/facts.md 11.5)'),
  'dispatch-bandwidth-ep32': row(62, 'GiB/s', 'table 6 (docs/paper/facts.md 11.5)'),
  'dispatch-bandwidth-ep256': row(54, 'GiB/s', 'table 6 (docs/paper/facts.md 11.5)'),
  'combine-bandwidth-ep8': row(131, 'GiB/s', 'table 6 (docs/paper/facts.md 11.5)'),
  'combine-bandwidth-ep32': row(105, 'GiB/s', 'table 6 (docs/paper/facts.md 11.5)'),
  'combine-bandwidth-ep256': row(103, 'GiB/s', 'table 6 (docs/paper/facts.md 11.5)'),
  'mla-compute': row(100 * ATTENTION_EFFICIENCY, '%', 'v2 table on MLA (docs/paper/facts.md 11.5)'),
  'mla-memory': row(100 * HBM_EFFICIENCY, '%', 'v2 table on MLA (docs/paper/facts.md 11.5)'),
  'gemm-4-7168-4096-4096': row(260, 'GB/s', TABLE_9),
  'gemm-4-2048-7168-4096': row(325, 'GB/s', TABLE_9),
  'gemm-4-7168-4096-8192': row(195, 'GB/s', TABLE_9),
  'gemm-4-2048-7168-8192': row(266, 'GB/s', TABLE_9),
  'gemm-8-7168-4096-4096': row(261, 'GB/s', TABLE_9),
  'gemm-8-2048-7168-4096': row(327, 'GB/s', TABLE_9),
  'reuse-throughput-50': row(1.42, 'x', 'context cache: from 12.5 % (docs/paper/facts.md 12)'),
  'reuse-throughput-90': row(2.28, 'x', 'context cache: from none (docs/paper/facts.md 12)'),
  'reuse-ttft-50': row(-861, 'ms', TTFT),
  'reuse-ttft-share-50': row(-34, '%', TTFT),
  'reuse-ttft-90': row(-1_505, 'ms', TTFT),
  'reuse-ttft-share-90': row(-59, '%', TTFT),
  'reuse-plane': row(1.52, 'x', 'UB against VPC, the most (docs/paper/facts.md 12)'),
  'model-cold-none': row(2_560, 's', MODEL_CACHING),
  'model-cold-local': row(2_560, 's', MODEL_CACHING),
  'model-cold-ems': row(320, 's', MODEL_CACHING),
  'model-warm-local': row(5, 's', MODEL_CACHING),
  'model-warm-ems': row(5, 's', MODEL_CACHING),
  'model-copies-none': row(0, 'copies', MODEL_CACHING),
  'model-copies-local': row(8, 'copies', MODEL_CACHING),
  'model-copies-ems': row(1, 'copies', MODEL_CACHING),
  'model-hit-none': row(0, '%', MODEL_CACHING),
  'model-hit-local': row(12.5, '%', MODEL_CACHING),
  'model-hit-ems': row(100, '%', MODEL_CACHING),
  'model-switch-none': row(320, 's', MODEL_CACHING),
  'model-switch-local': row(281, 's', MODEL_CACHING),
  'model-switch-ems': row(5, 's', MODEL_CACHING),
} as const satisfies Readonly<Record<string, PublishedRow>>;

export type PublishedName = keyof typeof PERFORMANCE;
