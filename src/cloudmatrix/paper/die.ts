/** Cores of a die: AIC compute matrices, AIV compute vectors and move data over the Unified Bus. */
export type Cores = Readonly<Record<'aic' | 'aiv', number>>;

/** The cores of one Ascend 910 die (arXiv 2506.12708, description of the Ascend 910 chip; docs/paper/facts.md 1). */
export const DIE_CORES: Cores = { aic: 24, aiv: 48 };

/** Peaks of one die: dense INT8, which table 9 pins to 0.8 TOPS, and BF16; and its HBM (docs/paper/facts.md 1, docs/paper/timing-model.md 1.1). */
export const DIE_PEAKS = {
  int8OpsPerSecond: 752e12,
  bf16OpsPerSecond: 376e12,
  hbmBytesPerSecond: 1.6e12,
  hbmBytes: 64e9,
} as const;

/**
 * How the decode pipeline splits the cores of a die between its two streams, for the whole of a step (arXiv 2506.12708,
 * microbatch-based decode pipelining; docs/paper/facts.md 6).
 */
export const STREAM_CORES = {
  /** Stream 0: MLAProlog, FusedAttention, O_PROJ. */
  attention: { aic: 16, aiv: 32 },
  /** Stream 1: gating, dispatch, MLP, combine. */
  moe: { aic: 8, aiv: 16 },
} as const satisfies Readonly<Record<string, Cores>>;

export type Stream = keyof typeof STREAM_CORES;

/** Sets that a hardware flag between cores holds: https://github.com/vllm-project/vllm-ascend/pull/6416, `CROSS_CORE_FLAG_MAX_SET_COUNT`. */
export const FLAG_SETS_MAX = 15;
