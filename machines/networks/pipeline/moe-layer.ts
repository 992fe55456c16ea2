import type { DecodeCost } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { collectiveTimes } from '../../../src/cloudmatrix/cost/collectives.js';
import { drawRoutes } from '../../../src/cloudmatrix/cost/expert-loads.js';
import {
  type ComponentSpec,
  defineNetwork,
  type Network,
  type Property,
  simulate,
} from '../../../src/index.js';
import { type Chunk, moeRank, type MoeRankInput, type RowsSent } from '../../pipeline/moe-rank.js';
import { rowWindow, type RowsReceived, type RowWindowInput } from '../../pipeline/row-window.js';

/** How much a die sends in one step: a row (a token's copies, one result), or all that it has. */
export type Granularity = 'token' | 'rank';

/** What one MoE layer came to, by die. Times in nanoseconds. */
export interface MoeLayerRun {
  readonly dispatchedNs: readonly number[];
  readonly computedNs: readonly number[];
  readonly combinedNs: readonly number[];
  /** By operator and die: rows that it sent to other dies, and rows that it received, its own included. */
  readonly sent: Readonly<Record<'dispatch' | 'combine', readonly number[]>>;
  readonly received: Readonly<Record<'dispatch' | 'combine', readonly number[]>>;
  readonly steps: number;
  readonly questions: number;
}

export const dieOf = (die: number): string => `die.${die}`;
export const windowOf = (die: number): string => `window.${die}`;
const count = (length: number): number[] => Array.from({ length }, (_, each) => each);
const numberIn = (id: string): number => Number(id.slice(id.indexOf('.') + 1));

/** Rows by window, in the order of the windows' first rows. */
function chunkOf(dies: readonly number[]): Chunk {
  const rows = new Map<number, number>();
  for (const die of dies) rows.set(die, (rows.get(die) ?? 0) + 1);
  return [...rows].map(([die, many]) => [windowOf(die), many] as const);
}

/** One MoE layer of all dies, with routings drawn by a seed. */
export function moeLayer(
  cost: DecodeCost,
  granularity: Granularity,
  seed: number,
  properties: readonly Property[] = [],
): Network {
  const { model, device, network, ranks, streams } = cost.instance;
  const tokens = Math.ceil(cost.tokens);
  const routes = drawRoutes(model, cost.placement, seed, tokens);
  const owed = count(ranks).map((): number[] => []);
  routes.forEach((ofRank, source) => {
    for (const hosts of ofRank) for (const host of hosts) owed[host]!.push(source);
  });
  const times = (collective: 'dispatch' | 'combine') =>
    collectiveTimes(
      {
        collective,
        ranks,
        hidden: model.hidden,
        remoteCopies: cost.remoteCopies / cost.tokens,
        aivShare: cost.microbatches === 1 ? 1 : streams.moe.aiv / device.aiv,
      },
      device,
      network,
    );
  const dispatch = times('dispatch');
  const combine = times('combine');
  const isWhole = granularity === 'rank';
  const components = count(ranks).flatMap((die): [string, ComponentSpec][] => {
    const results = owed[die]!;
    const input: MoeRankInput = {
      dispatch: isWhole ? [chunkOf(routes[die]!.flat())] : routes[die]!.map(chunkOf),
      combine: isWhole ? [chunkOf(results)] : results.map((source) => chunkOf([source])),
      windows: count(ranks).map(windowOf),
      dispatchStartNs: Math.ceil(dispatch.startNs),
      dispatchChunkNs: Math.ceil(dispatch.tokenNs) * (isWhole ? tokens : 1),
      expertsNs: cost.experts(results.length).ns,
      combineStartNs: Math.ceil(combine.startNs),
      // A die sends as many rows back as it got; a token's copies take as long as one token.
      combineChunkNs: Math.ceil(combine.tokenNs / routes[0]![0]!.length) * (isWhole ? results.length : 1),
    };
    const window: RowWindowInput = { dies: ranks, results: routes[die]!.flat().length };
    return [
      [dieOf(die), { machine: moeRank, input }],
      [windowOf(die), { machine: rowWindow, input: window, names: { die: dieOf(die) } }],
    ];
  });
  return defineNetwork({
    name: 'moe-layer',
    properties,
    components: Object.fromEntries(components),
    channels: {
      default: { kind: 'sync' },
      // A die may have all its results before it has sent those that it owes.
      events: { ALL_FLAGS: { kind: 'fifo' }, ALL_RESULTS: { kind: 'fifo', deferring: true } },
    },
  });
}

/** Runs one MoE layer in virtual time. */
export function runMoeLayer(cost: DecodeCost, granularity: Granularity, seed: number): MoeLayerRun {
  const { ranks } = cost.instance;
  const zeros = () => count(ranks).map(() => 0);
  const at = { DISPATCHED: zeros(), COMPUTED: zeros(), COMBINED: zeros() };
  const sent = { dispatch: zeros(), combine: zeros() };
  const received = { dispatch: zeros(), combine: zeros() };
  const {
    verdict,
    violation,
    steps,
    xstateCalls: questions,
  } = simulate(moeLayer(cost, granularity, seed), {
    onEmitted: (event, component, nowNs) => {
      const die = numberIn(component);
      if (event.type === 'ROWS_SENT') {
        const { operator, chunk } = event as unknown as RowsSent;
        for (const [window, rows] of chunk) if (window !== windowOf(die)) sent[operator][die]! += rows;
      } else if (event.type === 'ROWS_RECEIVED') {
        const { operator, rows } = event as unknown as RowsReceived;
        received[operator][die]! += rows;
      } else at[event.type as keyof typeof at][die] = nowNs;
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
    questions,
  };
}
