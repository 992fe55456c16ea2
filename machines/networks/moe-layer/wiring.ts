import { collectiveTimes } from '../../../src/cloudmatrix/cost/collectives.js';
import type { DecodeCost } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { drawRoutes, wholeTokens } from '../../../src/cloudmatrix/cost/expert-loads.js';
import { CheckError, type ComponentSpec } from '../../../src/index.js';
import type { NetworkWiring } from '../../network-wiring.js';
import { type Chunk, moeRank, type MoeRankInput } from '../../pipeline/moe-rank.js';
import { rowWindow, type RowWindowInput } from '../../pipeline/row-window.js';
import type { Granularity } from './parameters.js';

export const dieOf = (die: number): string => `die.${die}`;
export const windowOf = (die: number): string => `window.${die}`;
const count = (length: number): number[] => Array.from({ length }, (_, each) => each);

/** Rows by window, in the order of the windows' first rows. */
function chunkOf(dies: readonly number[]): Chunk {
  const rows = new Map<number, number>();
  for (const die of dies) rows.set(die, (rows.get(die) ?? 0) + 1);
  return [...rows].map(([die, many]) => [windowOf(die), many] as const);
}

/** One MoE layer of all dies, with routings drawn by a seed. @throws CheckError where some dies would have no tokens */
export function moeLayerWiring(cost: DecodeCost, granularity: Granularity, seed: number): NetworkWiring {
  const { model, device, network, ranks, streams, calibration } = cost.instance;
  if (cost.tokens < 1) {
    throw new CheckError(
      `A layer row by row needs a token of each die, and there are ${cost.tokens} of each on average. Raise the sequences.`,
    );
  }
  const [tokens] = wholeTokens(cost.tokens, ranks, cost.microbatches);
  const routes = drawRoutes(model, cost.placement, seed, tokens!);
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
      calibration,
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
      dispatchChunkNs: Math.ceil(dispatch.tokenNs) * (isWhole ? routes[die]!.length : 1),
      expertsNs: cost.experts(results.length).ns,
      combineStartNs: Math.ceil(combine.startNs),
      // A die sends as many rows back as it got; a token's copies take as long as one token.
      combineChunkNs:
        Math.ceil(combine.tokenNs / (cost.copies / cost.tokens)) * (isWhole ? results.length : 1),
    };
    const window: RowWindowInput = { dies: ranks, results: routes[die]!.flat().length };
    return [
      [dieOf(die), { machine: moeRank, input }],
      [windowOf(die), { machine: rowWindow, input: window, aliases: { die: dieOf(die) } }],
    ];
  });
  return {
    components: Object.fromEntries(components),
    channels: {
      default: { kind: 'sync' },
      // A die may have all its results before it has sent those that it owes.
      events: { ALL_FLAGS: { kind: 'fifo' }, ALL_RESULTS: { kind: 'fifo', deferring: true } },
    },
  };
}
