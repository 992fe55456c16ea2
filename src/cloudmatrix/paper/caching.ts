/** What caches are made of, and the rig that they were measured on: inputs of the cost model. What they bring is in `performance.ts`. */

const GB = 1e9;

/** CPUs of a node, and what a CPU's links to the Unified Bus carry one way (docs/paper/facts.md 1). */
export const CPUS_PER_NODE = 4;
export const CPU_LINK_BYTES_PER_SECOND = 160 * GB;

/** What a node has of the VPC plane: 400 Gbit/s (docs/paper/facts.md 2). */
export const VPC_BYTES_PER_SECOND = 50 * GB;

/** Tokens of a block of the context cache: the least of 128 to 512 (docs/paper/facts.md 10). */
export const BLOCK_TOKENS = 128;

/** The rig of the evaluation: EMS has the DRAM of so many nodes, and so many prefill instances read from it (docs/paper/facts.md 3). */
export const POOL_NODES = 32;
export const PREFILL_INSTANCES = 6;

/** Bytes of the weights of DeepSeek-R1 in INT8, and the bandwidth of the bucket that has them (docs/paper/facts.md 10, table on model caching). */
export const WEIGHT_BYTES = 671 * GB;
export const BUCKET_BYTES_PER_SECOND = 2.5 * GB;

/** Instances that start together in that table, and models that are switched between, all equally often: an instance's own DRAM keeps one. */
export const MODEL_INSTANCES = 8;
export const SWITCHED_MODELS = 8;

/** Nodes of a prefill instance (docs/paper/facts.md 3), whose DRAM has its copy of a model where there is no pool. */
export const INSTANCE_NODES = 2;
