import type { Configuration, Parameter } from '../../../src/index.js';

export interface GraphLaunchShape {
  readonly dies: number;
  readonly iterations: number;
  readonly graphs: number;
  readonly ahead: number;
}

export const parameters: Readonly<Record<keyof GraphLaunchShape, Parameter>> = {
  dies: { kind: 'integer', min: 1, max: 8, default: 2, description: 'dies, each with its host' },
  iterations: { kind: 'integer', min: 1, max: 8, default: 2, description: 'decode iterations' },
  graphs: {
    kind: 'integer',
    min: 1,
    max: 3,
    default: 2,
    description: 'graphs of an iteration: the main model, then drafts',
  },
  ahead: {
    kind: 'integer',
    min: 1,
    max: 2,
    default: 1,
    description: 'iterations that a host may be ahead of its device',
  },
};

/** The shape that a configuration describes. */
export function shapeOf(configuration: Configuration): GraphLaunchShape {
  const number = (name: keyof GraphLaunchShape) => Number(configuration[name]);
  return {
    dies: number('dies'),
    iterations: number('iterations'),
    graphs: number('graphs'),
    ahead: number('ahead'),
  };
}
