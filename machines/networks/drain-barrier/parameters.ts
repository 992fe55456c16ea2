import type { Configuration, Parameter } from '../../../src/index.js';

export interface DrainBarrierShape {
  readonly threads: number;
  readonly tasks: number;
}

export const parameters: Readonly<Record<keyof DrainBarrierShape, Parameter>> = {
  threads: { kind: 'integer', min: 2, max: 8, default: 3, description: 'scheduler threads' },
  tasks: { kind: 'integer', min: 1, max: 8, default: 2, description: 'tasks that need all cores at once' },
};

/** The shape that a configuration describes. */
export function shapeOf({ threads, tasks }: Configuration): DrainBarrierShape {
  return { threads: Number(threads), tasks: Number(tasks) };
}
