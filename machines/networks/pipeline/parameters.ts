import type { Parameter } from '../../../src/index.js';
import type { Engines } from '../../die/core-pool.js';
import type { Graphs } from '../../pipeline/graph.js';

/** Dies that run the same graphs in step: a decode instance, or a prefill instance. */
export interface PipelineShape {
  readonly name: string;
  readonly dies: number;
  readonly microbatches: number;
  readonly graphs: Graphs;
  /** Which graphs a step launches, in order. */
  readonly launches: readonly string[];
  readonly steps: number;
  /** What a die has of each engine: its streams share it. */
  readonly engines: Engines;
  /** What each stream of a die has. */
  readonly streams: Readonly<Record<string, Engines>>;
  readonly headNs: Readonly<Record<string, number>>;
  readonly launchNs: number;
  /** See `GraphLauncherInput`. */
  readonly ahead: number;
}

/** What decode and prefill have in common. */
const COMMON = {
  dies: { kind: 'integer', min: 1, max: 320, default: 2, description: 'dies, each a rank' },
  microbatches: { kind: 'integer', min: 1, max: 2, default: 2, description: 'microbatches of a die' },
  denseLayers: { kind: 'integer', min: 0, max: 8, default: 0, description: 'layers without experts' },
  moeLayers: { kind: 'integer', min: 1, max: 100, default: 1, description: 'layers with experts' },
  ahead: {
    kind: 'integer',
    min: 0,
    max: 2,
    default: 1,
    description: 'graphs that a host may launch ahead of its die',
  },
} as const satisfies Readonly<Record<string, Parameter>>;

export const decodeParameters: Readonly<Record<string, Parameter>> = {
  ...COMMON,
  steps: { kind: 'integer', min: 1, max: 10, default: 1, description: 'decode steps' },
  mtp: { kind: 'choice', values: ['on', 'off'], default: 'on', description: 'a draft graph in each step' },
};

export const prefillParameters: Readonly<Record<string, Parameter>> = {
  ...COMMON,
  steps: { kind: 'integer', min: 1, max: 10, default: 1, description: 'batches' },
};
