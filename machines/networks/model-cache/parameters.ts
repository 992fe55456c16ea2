import type { Configuration, Parameter } from '../../../src/index.js';

export interface ModelCacheShape {
  readonly instances: number;
  readonly models: number;
  readonly switches: number;
  readonly blocks: number;
  readonly copies: number;
  readonly releases: number;
}

export const parameters: Readonly<Record<keyof ModelCacheShape, Parameter>> = {
  instances: { kind: 'integer', min: 1, max: 4, default: 2, description: 'instances that serve models' },
  models: { kind: 'integer', min: 1, max: 3, default: 2, description: 'models that are served in turn' },
  switches: { kind: 'integer', min: 1, max: 3, default: 2, description: 'times that each instance switches' },
  blocks: { kind: 'integer', min: 1, max: 3, default: 2, description: 'blocks of the weights of a model' },
  copies: {
    kind: 'integer',
    min: 1,
    max: 4,
    default: 2,
    description: 'copies of models that the pool has room for',
  },
  releases: {
    kind: 'integer',
    min: 0,
    max: 2,
    default: 1,
    description: 'times that a new version of the first model is published',
  },
};

/** The shape that a configuration describes. */
export function shapeOf(configuration: Configuration): ModelCacheShape {
  const names = Object.keys(parameters) as (keyof ModelCacheShape)[];
  return Object.fromEntries(names.map((name) => [name, Number(configuration[name])])) as Record<
    keyof ModelCacheShape,
    number
  >;
}

/** Why there is no such network: a sentence on a parameter that would change nothing, or `undefined`. */
export function refuse(configuration: Configuration): string | undefined {
  const { models, instances, switches, copies, releases } = shapeOf(configuration);
  const asked = instances + switches - 1;
  if (models > asked && models > Number(parameters.models.default)) {
    return `Of ${models} models (models) at most ${asked} would be asked for (instances ${instances}, switches ${switches}). Give models at most ${asked}, or more instances or switches.`;
  }
  const versions = Math.min(models, asked) + releases;
  if (copies > versions && copies > Number(parameters.copies.default)) {
    return `The pool has room for ${copies} copies (copies), and no more than ${versions} versions can be asked for (models, releases). Give copies at most ${versions}, or more models or releases.`;
  }
  return undefined;
}
