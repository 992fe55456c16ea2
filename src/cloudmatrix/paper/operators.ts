/**
 * What operators were measured to reach: inputs of the cost model. What a whole system reaches is in `performance.ts`, which the model
 * does not see.
 */

/** Share of the INT8 peak that large matrix products reach: mean of table 9 of arXiv 2506.12708 v2 (docs/paper/facts.md 11.5). */
export const GEMM_EFFICIENCY = 0.79;

/** Share of the HBM bandwidth that the memory-bound MLA kernel reaches: 1,346 of 1,600 GB/s (v2 table on MLA; docs/paper/facts.md 11.5). */
export const HBM_EFFICIENCY = 0.841;

/** Share of the BF16 peak that the compute-bound MLA kernel reaches by itself (v2 table on MLA; docs/paper/facts.md 11.5). */
export const ATTENTION_EFFICIENCY = 0.654;

/** Tokens of a rank, and ranks, in the measurement of FusedDispatch and FusedCombine below (table 6; docs/paper/facts.md 11.5). */
export const COLLECTIVE_TOKENS = 128;
export const COLLECTIVE_RANKS = 256;
export const DISPATCH_US = 152;
export const COMBINE_US = 149;

/** Ranks of the measurement that `collectiveStartNs` of `judgements.ts` is the intercept of (arXiv 2508.02520; docs/paper/facts.md 11.5). */
export const COLLECTIVE_INTERCEPT_RANKS = 128;

/** Rows and columns of a tile of the INT8 product (v2 text on table 9; docs/paper/facts.md 11.5). */
export const GEMM_TILE = { rows: 128, columns: 152 } as const;

/** What one AIV core was seen to move over the Unified Bus: 1 MB in 20 us with two of them (arXiv 2508.02520; docs/paper/facts.md 13.3). */
export const AIV_GBS = 25;

/** Mean times of small kernels on this hardware, in microseconds (Horacehxw/msModeling, profiling report; docs/paper/facts.md 12b). */
export const KERNEL_US = {
  addNorm: 4.7,
  dynamicQuantisation: 4.3,
  normRopeCache: 5.9,
  smallAttention: 15.5,
  gateTopK: 6.6,
  swiGlu: 4.0,
} as const;

/** Probability that the draft token is accepted (arXiv 2506.12708, evaluation of MTP; docs/paper/facts.md 7). */
export const ACCEPTANCE = 0.7;
