import type { DecodeCost } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { defineNetwork, simulate } from '../../../src/index.js';
import type { Granularity } from '../../networks/moe-layer/parameters.js';
import { moeLayerWiring, windowOf } from '../../networks/moe-layer/wiring.js';
import type { RowsSent } from '../../pipeline/moe-rank.js';
import type { RowsReceived } from '../../pipeline/row-window.js';

/** What one MoE layer came to, by die. Times in nanoseconds. */
export interface MoeLayerRun {
  readonly dispatchedNs: readonly number[];
  readonly computedNs: readonly number[];
  readonly combinedNs: readonly number[];
  /** By operator and die: rows that it sent to other dies, and rows that it received, its own included. */
  readonly sent: Readonly<Record<'dispatch' | 'combine', readonly number[]>>;
  readonly received: Readonly<Record<'dispatch' | 'combine', readonly number[]>>;
  readonly steps: number;
  readonly xstateCalls: number;
}

const numberIn = (id: string): number => Number(id.slice(id.indexOf('.') + 1));

/** Runs one MoE layer in virtual time. */
export function runMoeLayer(cost: DecodeCost, granularity: Granularity, seed: number): MoeLayerRun {
  const { ranks } = cost.instance;
  const zeros = () => Array.from({ length: ranks }, () => 0);
  const at = { DISPATCHED: zeros(), COMPUTED: zeros(), COMBINED: zeros() };
  const sent = { dispatch: zeros(), combine: zeros() };
  const received = { dispatch: zeros(), combine: zeros() };
  const network = defineNetwork({ name: 'moe-layer', ...moeLayerWiring(cost, granularity, seed) });
  const { verdict, violation, steps, xstateCalls } = simulate(network, {
    onEmitted: (observed, component, nowNs) => {
      const die = numberIn(component);
      if (observed.type === 'ROWS_SENT') {
        const { operator, chunk } = observed as unknown as RowsSent;
        for (const [window, rows] of chunk) if (window !== windowOf(die)) sent[operator][die]! += rows;
      } else if (observed.type === 'ROWS_RECEIVED') {
        const { operator, rows } = observed as unknown as RowsReceived;
        received[operator][die]! += rows;
      } else if (observed.type in at) at[observed.type as keyof typeof at][die] = nowNs;
    },
  });
  if (verdict !== 'holds-in-sample') throw new Error(`the layer does not end: ${violation?.message}`);
  return {
    dispatchedNs: at.DISPATCHED,
    computedNs: at.COMPUTED,
    combinedNs: at.COMBINED,
    sent,
    received,
    steps,
    xstateCalls,
  };
}
