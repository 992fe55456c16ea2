/** A constant that no source gives outright: what is taken, between which values it may plausibly lie, and why. */
export interface Judgement {
  readonly value: number;
  readonly range: readonly [least: number, most: number];
  readonly meaning: string;
  readonly source: string;
}

const judged = (value: number, range: Judgement['range'], meaning: string, source: string): Judgement => ({
  value,
  range,
  meaning,
  source,
});

/**
 * By the name that they have in a calibration. They were chosen before the fit, if not blindly, and `docs/throughput.md` shows what becomes of each
 * published row within their ranges.
 */
export const JUDGEMENTS = {
  collectiveStartNs: judged(
    16_000,
    [16_000, 20_000],
    'where the time of dispatch and combine over 128 ranks begins for no tokens at all',
    'intercept of the points for 4 to 128 tokens in arXiv 2508.02520; 20 us is another reading of its curve',
  ),
  linkCores: judged(
    24,
    [16, 24],
    'AIV cores that fill the link of a die',
    '24 of 48 reach 95 % in another stack on this die (arXiv 2607.26444); what the paper gives the MoE stream is 16',
  ),
  combineIssueShare: judged(
    0.5,
    [0.1, 0.5],
    'share of the time of combine on 48 AIV that issuing would take without the link',
    'two AIV move 25 GB/s each (arXiv 2508.02520), and combine needs 2.7 GB/s of each of 48',
  ),
  moeOverheadNs: judged(
    20_000,
    [15_000, 25_000],
    'norm, gate, quantisation and SwiGLU of the MoE part of a layer, all together',
    'means of eager kernels (Horacehxw/msModeling): 4.7 + 6.6 + 4.3 + 4.0 us; fused ones may take less',
  ),
  weightReadEfficiency: judged(
    0.841,
    [0.8, 0.95],
    'share of the HBM bandwidth that a product reaches when it reads weights',
    'as the memory-bound MLA kernel (v2 table on MLA); weights lie in a row, pages of a cache do not',
  ),
  sharedHbmEfficiency: judged(
    1,
    [0.841, 1],
    'share of the HBM bandwidth that two streams reach together',
    'what one operator leaves idle, another may use; at least what one reaches',
  ),
  pipelineSequencesMin: judged(
    5,
    [3, 16],
    'sequences of a die from which two microbatches run',
    'the published step at batch 8 (4 sequences) is shorter than reading all weights twice takes at the measured rate of the HBM: 28 ms',
  ),
  gatherBytesPerSecond: judged(
    150e9,
    [135e9, 167e9],
    "rate of prefill's All-Gather and All-to-All",
    'large collectives between nodes reach 150 GB/s (arXiv 2607.26444); single writes 135, reads in a node 167 (v2 table 1)',
  ),
  weightReaders: judged(
    1,
    [1, 32],
    'dies of an instance that read weights out of DRAM at a time',
    'not in the paper: one comes to its warm start, which suggested it; all 32 of a prefill instance would be faster',
  ),
  launchNs: judged(
    700_000,
    [600_000, 800_000],
    'launch of a graph',
    'middle of 0.6 to 0.8 ms (arXiv 2506.12708, multi-token prediction)',
  ),
} as const satisfies Readonly<Record<string, Judgement>>;

export type JudgementName = keyof typeof JUDGEMENTS;

/** Latency of the RDMA plane. No published row depends on it, so that nothing tells whether it is right. */
export const RDMA_LATENCY_NS = 5_000;

/** Small kernels of attention where they run by themselves: the sum of their eager means; fused with the projections they take less (fitted). */
export const ATTENTION_OVERHEAD_EAGER_NS = 35_000;

/** The same of a parameter of runs, in percent. */
export const JITTER = judged(
  2,
  [1, 4],
  'percent that stages take longer by chance, where what is published was measured in place',
  'mean and least dispatch of arXiv 2508.02520, 234 and 185 us, say 2.3 % over 128 ranks; of other stages nothing is published, so half of it and twice as much',
);
