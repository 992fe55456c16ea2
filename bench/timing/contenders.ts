import type { Granularity } from '../../machines/networks/moe-layer/parameters.js';
import { decode } from '../../machines/systems/decode/decode-system.js';
import { decodeRun } from '../../machines/systems/decode/instance.js';
import { runDecode } from '../../machines/systems/decode/run.js';
import { type MoeLayerRun, runMoeLayer } from '../../machines/systems/moe-layer/run.js';
import { type Configuration, configurationOf, simulate } from '../../src/index.js';
import { maxPlusDecode } from '../peers/max-plus.js';
import { ringLoop } from '../peers/ring-loop.js';
import { ringNetwork } from './ring.js';

export interface TimingSize {
  readonly dies: number;
  readonly steps: number;
  /** Nanoseconds of virtual time that the ring runs. */
  readonly ringNs: number;
}

/** What a contender came to, which must be the same for all of a group. */
export interface TimingOutcome {
  /** Nanoseconds of virtual time. */
  readonly virtualNs: number;
  /** Steps of the run, where it has any. */
  readonly steps?: number;
}

interface TimingContender {
  readonly name: string;
  /** Those of a group simulate the same. */
  readonly group: 'decode' | 'layer' | 'ring';
  readonly run: (size: TimingSize) => TimingOutcome;
}

const SEED = 384;

const costOf = (given: Configuration) => decodeRun(configurationOf(decode, given), SEED);

/**
 * Rows sent, and times that the layer's last die came to: both granularities must agree on them.
 *
 * @testonly the gate compares both granularities on a small layer
 */
export function layerDigest({ dispatchedNs, computedNs, combinedNs, sent, received }: MoeLayerRun): number {
  const sum = (all: readonly number[]) => all.reduce((total, each) => total + each, 0);
  const rows = [sent.dispatch, sent.combine, received.dispatch, received.combine].map(sum);
  return [Math.max(...dispatchedNs), Math.max(...computedNs), Math.max(...combinedNs), ...rows].reduce(
    (digest, each) => (digest * 31 + each) % 2 ** 40,
    0,
  );
}

function layer(granularity: Granularity, { dies }: TimingSize): TimingOutcome {
  const run = runMoeLayer(costOf({ ep: dies }).cost, granularity, SEED);
  return { virtualNs: layerDigest(run), steps: run.steps };
}

export const TIMING_CONTENDERS = {
  statecharts: {
    name: 'cloudmatrix-check, ten decode steps',
    group: 'decode',
    run: ({ dies, steps }) => {
      const { cost, options } = costOf({ ep: dies, eplb: 'drawn', steps, microbatch: 'on' });
      const { tpotNs, result } = runDecode(cost, options);
      return { virtualNs: tpotNs, steps: result.steps };
    },
  },
  'max-plus': {
    name: 'loops over arrays, for this system only',
    group: 'decode',
    run: ({ dies, steps }) => {
      const { cost } = costOf({ ep: dies, eplb: 'drawn', steps, microbatch: 'on' });
      return { virtualNs: maxPlusDecode(cost, dies, steps, true, SEED).tpotNs };
    },
  },
  'rank-layer': {
    name: 'one MoE layer, rank granularity',
    group: 'layer',
    run: (size) => layer('rank', size),
  },
  'token-layer': {
    name: 'one MoE layer, token granularity',
    group: 'layer',
    run: (size) => layer('token', size),
  },
  ring: {
    name: 'cloudmatrix-check, ring of 64 stations',
    group: 'ring',
    run: ({ ringNs }) => {
      const { endNs, steps } = simulate(ringNetwork(), { untilNs: ringNs });
      return { virtualNs: endNs, steps };
    },
  },
  'ring-loop': {
    name: 'loop over a heap, for this ring only',
    group: 'ring',
    run: ({ ringNs }) => {
      const { endNs, steps } = ringLoop(ringNs);
      return { virtualNs: endNs, steps };
    },
  },
} as const satisfies Readonly<Record<string, TimingContender>>;

export type TimingContenderId = keyof typeof TIMING_CONTENDERS;
