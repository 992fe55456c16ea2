/**
 * What the paper reports of the whole system: what simulation is compared with, and what four numbers of `calibration.ts` are fitted to.
 * Nothing that simulates reads this file.
 */
import { COLLECTIVE_RANKS, COMBINE_US, DISPATCH_US } from './operators.js';

export interface PublishedRow {
  /** What was measured: one figure, or the least and the largest of several. */
  readonly value: number | readonly [number, number];
  readonly unit: 'tokens/s/NPU' | 'ms' | 'us' | '%';
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
  'decode-mtp-gain-small-batch': row(49, '%', 'ablation (docs/paper/facts.md 12)'),
  'decode-mtp-gain-96': row(6, '%', 'ablation (docs/paper/facts.md 12)'),
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
} as const satisfies Readonly<Record<string, PublishedRow>>;

export type PublishedName = keyof typeof PERFORMANCE;
