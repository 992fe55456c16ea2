/** DeepSeek-R1 as the paper serves it (arXiv 2506.12708 section 2 and 5; docs/paper/facts.md 3; sizes from the model's card). */

/** Elements of a token's hidden state. */
export const HIDDEN = 7_168;

/** Elements of an expert's inner layer (docs/paper/int8-bounds.md's GEMM sizes; the model's card). */
export const EXPERT_INTERMEDIATE = 2_048;

/** The longest dot product of the model: the inner layer of a dense FFN (the model's card). */
export const DENSE_INTERMEDIATE = 18_432;

/** Experts that the gate chooses for a token, beside the shared one. */
export const TOP_K = 8;

/** Of so many routed experts one is there twice: 32 redundant ones of 256 (docs/paper/facts.md 3). */
export const EXPERTS_PER_REDUNDANT = 8;

/** What the gate's weights of a token sum to: the model scales routed results (the model's card; docs/paper/int8-bounds.md, MoE path). */
export const ROUTED_SCALING = 2.5;

/** What the model's RMS norms add to the mean square (rms_norm_eps of the model's configuration). */
export const RMS_EPSILON = 1e-6;
