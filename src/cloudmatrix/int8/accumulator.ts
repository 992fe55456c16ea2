/** The largest level: rows are quantised symmetrically, so that -128 is not used (arXiv 2506.12708 section 4.5; docs/paper/facts.md 11.1). */
export const LEVEL_MAX = 127;

/** The largest magnitude of a product of two levels. */
export const PRODUCT_MAX = LEVEL_MAX ** 2;

const INT32_MAX = 2 ** 31 - 1;

/** The longest dot product of levels whose INT32 accumulator cannot wrap: 133,144 (docs/paper/int8-bounds.md, Q9). */
export const SAFE_LENGTH_MAX = Math.floor(INT32_MAX / PRODUCT_MAX);

/** The longest dot product of levels whose accumulator FP32 holds exactly: 1,040 (docs/paper/int8-bounds.md, Q11). */
export const FP32_EXACT_LENGTH_MAX = Math.floor(2 ** 24 / PRODUCT_MAX);
