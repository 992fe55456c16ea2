import { DIE_CORES } from '../../../src/cloudmatrix/paper/die.js';
import type { Configuration, Parameter } from '../../../src/index.js';

export interface GroupedGemmShape {
  readonly experts: number;
  readonly vectors: number;
  /** Sets of experts, one of which is those that have tokens. */
  readonly routings: readonly (readonly number[])[];
}

/** Vector cores to a matrix core. */
const VECTORS_PER_CUBE = DIE_CORES.aiv / DIE_CORES.aic;

/** More experts than this have too many routings for one state. */
const ANY_ROUTING_EXPERTS_MAX = 8;

export const parameters: Readonly<Record<string, Parameter>> = {
  experts: { kind: 'integer', min: 1, max: 32, default: 8, description: 'experts of the die' },
  vectors: {
    kind: 'integer',
    min: 1,
    max: VECTORS_PER_CUBE,
    default: VECTORS_PER_CUBE,
    description: 'vector cores to the matrix core',
  },
  routing: {
    kind: 'choice',
    values: ['all', 'alternate', 'any'],
    default: 'any',
    description: 'experts that have tokens: all, every other, or any set of them',
  },
};

/** The shape that a configuration describes. */
export function shapeOf(configuration: Configuration): GroupedGemmShape {
  const experts = Number(configuration.experts);
  return {
    experts,
    vectors: Number(configuration.vectors),
    routings: routingsOf(experts, String(configuration.routing)),
  };
}

/** The experts that have tokens, in each way in which the gates may choose. */
function routingsOf(experts: number, routing: string): number[][] {
  const all = Array.from({ length: experts }, (_, expert) => expert);
  switch (routing) {
    case 'all':
      return [all];
    case 'alternate':
      return [all.filter((expert) => expert % 2 === 0)];
    default:
      return Array.from({ length: 2 ** experts }, (_, bits) => all.filter((expert) => (bits >> expert) & 1));
  }
}

/** Why no network of this configuration can be built. */
export function refuse({ experts, routing }: Configuration): string | undefined {
  if (routing !== 'any' || Number(experts) <= ANY_ROUTING_EXPERTS_MAX) return undefined;
  return `routing 'any' lets each of ${experts} experts have tokens or none: more than ${2 ** ANY_ROUTING_EXPERTS_MAX} ways. Lower experts to ${ANY_ROUTING_EXPERTS_MAX}, or use another routing.`;
}
