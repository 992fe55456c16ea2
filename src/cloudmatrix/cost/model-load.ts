import {
  BUCKET_BYTES_PER_SECOND,
  INSTANCE_NODES,
  MODEL_INSTANCES,
  POOL_NODES,
  SWITCHED_MODELS,
  WEIGHT_BYTES,
} from '../paper/caching.js';
import { DIE_TO_CPU } from '../paper/interconnect.js';
import type { Calibration } from './calibration.js';

const GB = 1e9;

/** Where weights are kept beside the bucket that has all models: nowhere, in the DRAM of each instance, or once in the memory pool (EMS). */
export type ModelCache = 'none' | 'local' | 'ems';

/** Copies of a model that all instances have loaded out of the bucket, and so keep in DRAM: of the pool's, one serves all. */
const COPIES: Readonly<Record<ModelCache, number>> = { none: 0, local: MODEL_INSTANCES, ems: 1 };

/** Loads out of the bucket that a start of all instances takes. */
const LOADS: Readonly<Record<ModelCache, number>> = {
  none: MODEL_INSTANCES,
  local: MODEL_INSTANCES,
  ems: 1,
};

/** Copies of the model in DRAM. */
export const modelCopies = (cache: ModelCache): number => COPIES[cache];

/**
 * How long so many loads of all weights take that share the bucket's bandwidth, in seconds.
 *
 * @testonly times are told from one by itself
 */
export const bucketSeconds = (loads: number, { bucketEfficiency }: Calibration): number =>
  (loads * WEIGHT_BYTES) / (BUCKET_BYTES_PER_SECOND * bucketEfficiency);

/** How long it takes until all instances have a model that none had, in seconds. */
export const coldStartSeconds = (cache: ModelCache, calibration: Calibration): number =>
  bucketSeconds(LOADS[cache], calibration);

/**
 * How long an instance loads a model that is in DRAM, in seconds: over the Unified Bus, as fast as a die reads from the memory of a CPU (v2 table 1), which
 * is a little faster in its own node. That has its part of the copy: of those of the instance, or of the pool. So many dies read at a time as
 * `weightReaders` says, each another part of the weights.
 */
export function warmStartSeconds(cache: Exclude<ModelCache, 'none'>, { weightReaders }: Calibration): number {
  const near = 1 / (cache === 'local' ? INSTANCE_NODES : POOL_NODES);
  const secondsPerGB =
    near / DIE_TO_CPU['in-node'].read.bandwidthGBs + (1 - near) / DIE_TO_CPU['cross-node'].read.bandwidthGBs;
  return ((WEIGHT_BYTES / GB) * secondsPerGB) / weightReaders;
}

/** Share of switches to another model that find it in DRAM: an instance keeps one of all models, the pool each of them. */
export function switchHitShare(cache: ModelCache): number {
  if (cache === 'none') return 0;
  return cache === 'local' ? 1 / SWITCHED_MODELS : 1;
}

/** How long a switch to another model takes an instance on average, in seconds: it has the bucket for itself. */
export function switchSeconds(cache: ModelCache, calibration: Calibration): number {
  const missed = bucketSeconds(1, calibration);
  if (cache === 'none') return missed;
  const hit = switchHitShare(cache);
  return hit * warmStartSeconds(cache, calibration) + (1 - hit) * missed;
}
