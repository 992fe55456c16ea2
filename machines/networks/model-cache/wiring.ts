import type { ComponentSpec } from '../../../src/index.js';
import { modelInstance, type ModelInstanceInput } from '../../cache/model-instance.js';
import { modelPool, type PoolInput } from '../../cache/model-pool.js';
import type { NetworkWiring } from '../../network-wiring.js';
import type { ModelCacheShape } from './parameters.js';

export interface ModelCacheWiring extends NetworkWiring {
  readonly shape: ModelCacheShape;
  readonly instances: readonly string[];
  readonly pool: string;
}

const POOL = 'pool';
const count = (length: number): number[] => Array.from({ length }, (_, each) => each);

/** Instances around the pool, which answers at once: what takes its time are their own steps, and the object store. */
export function modelCacheWiring(shape: ModelCacheShape): ModelCacheWiring {
  const { models, switches, blocks, copies, releases } = shape;
  const instances = count(shape.instances).map((at) => `instance.${at}`);
  const ofInstance = (self: string, at: number): [string, ComponentSpec] => {
    const input: ModelInstanceInput = {
      self,
      models: count(switches).map((each) => (at + each) % models),
      blocks,
    };
    return [self, { machine: modelInstance, input, aliases: { pool: POOL } }];
  };
  const input: PoolInput = { models, copies, releases };
  return {
    shape,
    components: {
      ...Object.fromEntries(instances.map(ofInstance)),
      [POOL]: { machine: modelPool, input, stimuli: releases > 0 ? [{ type: 'PUBLISH' }] : [] },
    },
    channels: { default: { kind: 'sync' } },
    instances,
    pool: POOL,
  };
}
