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

/**
 * Where the time of dispatch and combine over EP128 begins for no tokens at all: intercept of the published points for 4 to 128 tokens
 * (arXiv 2508.02520; docs/paper/facts.md 11.5).
 */
export const COLLECTIVE_INTERCEPT_US = 16;
export const COLLECTIVE_INTERCEPT_RANKS = 128;

/** Measured rate of large collectives over the Unified Bus between nodes, one way, in GB/s (arXiv 2607.26444; docs/paper/facts.md 2). */
export const COLLECTIVE_GBS = 150;

/** Mean times of small kernels on this hardware, in microseconds (Horacehxw/msModeling, profiling report; docs/paper/facts.md 12b). */
export const KERNEL_US = {
  addNorm: 4.7,
  dynamicQuantisation: 4.3,
  normRopeCache: 5.9,
  smallAttention: 15.5,
  gateTopK: 6.6,
  swiGlu: 4.0,
} as const;

/** What a layer's attention and MoE part take besides their operators, made of the kernels above (docs/paper/timing-model.md 2). */
export const ATTENTION_OVERHEAD_US = 35;
export const MOE_OVERHEAD_US = 20;

/** Launch of a graph: middle of 0.6 to 0.8 ms (arXiv 2506.12708, multi-token prediction; docs/paper/facts.md 7). */
export const LAUNCH_US = 700;

/** Probability that the draft token is accepted (arXiv 2506.12708, evaluation of MTP; docs/paper/facts.md 7). */
export const ACCEPTANCE = 0.7;
