import type { Configuration, Parameter } from '../../../src/index.js';

export interface CorePoolShape {
  readonly dies: number;
  readonly layers: number;
  /** Dies, the first ones, without tokens. */
  readonly idleDies: number;
  /** Expert rebalancing (EPLB) runs once, after the first layer. */
  readonly rebalances: boolean;
  /** Attention of another microbatch is computed beside the kernels of MoE. */
  readonly hasAttention: boolean;
}

export const parameters: Readonly<Record<string, Parameter>> = {
  dies: { kind: 'integer', min: 2, max: 8, default: 2, description: 'dies that signal each other' },
  layers: { kind: 'integer', min: 1, max: 4, default: 2, description: 'layers in sequence' },
  idleDies: { kind: 'integer', min: 0, max: 8, default: 1, description: 'dies without tokens' },
  rebalance: {
    kind: 'choice',
    values: ['never', 'once'],
    default: 'never',
    description: 'whether expert rebalancing (EPLB) runs after the first layer',
  },
  streams: {
    kind: 'choice',
    values: ['both', 'moe'],
    default: 'both',
    description: 'streams of a die: attention and MoE, or MoE alone',
  },
};

/** The shape that a configuration describes. */
export function shapeOf(configuration: Configuration): CorePoolShape {
  return {
    dies: Number(configuration.dies),
    layers: Number(configuration.layers),
    idleDies: Number(configuration.idleDies),
    rebalances: configuration.rebalance === 'once',
    hasAttention: configuration.streams === 'both',
  };
}

/** Why no network of this configuration can be built. */
export function refuse(configuration: Configuration): string | undefined {
  const { dies, idleDies } = shapeOf(configuration);
  if (idleDies <= dies) return undefined;
  return `${idleDies} dies without tokens (idleDies) are more than there are (dies: ${dies}). Lower idleDies or raise dies.`;
}
