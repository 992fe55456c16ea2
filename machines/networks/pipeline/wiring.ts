import type { ChannelSpec, ComponentSpec } from '../../../src/index.js';
import { corePool } from '../../die/core-pool.js';
import type { NetworkWiring } from '../../network-wiring.js';
import { exchange } from '../../pipeline/exchange.js';
import { graphLauncher, type GraphLauncherInput } from '../../pipeline/graph-launcher.js';
import { microbatch, type MicrobatchInput } from '../../pipeline/microbatch.js';
import { rank, type RankInput } from '../../pipeline/rank.js';
import type { PipelineShape } from './parameters.js';

const MICROBATCH_SEPARATOR = '.microbatch.';

export const poolOf = (die: number): string => `die.${die}.pool`;
export const rankOf = (die: number): string => `die.${die}.rank`;
const hostOf = (die: number): string => `die.${die}.host`;
export const microbatchOf = (die: number, index: number): string =>
  `die.${die}${MICROBATCH_SEPARATOR}${index}`;

/** Die and microbatch of a microbatch's id; `undefined` for other components. */
export function parseMicrobatch(id: string): { readonly die: number; readonly index: number } | undefined {
  const at = id.indexOf(MICROBATCH_SEPARATOR);
  if (at < 0) return undefined;
  return {
    die: Number(id.slice('die.'.length, at)),
    index: Number(id.slice(at + MICROBATCH_SEPARATOR.length)),
  };
}

const exchangeOf = (index: number): string => `exchange.${index}`;
const microbatchName = (index: number): string => `microbatch.${index}`;
const count = (length: number): number[] => Array.from({ length }, (_, each) => each);

function componentsOf(shape: PipelineShape, die: number): [string, ComponentSpec][] {
  const { graphs, headNs, launchNs, ahead, streams } = shape;
  const { steps = shape.steps, launches = shape.launches } = (die === 0 && shape.deviation) || {};
  const indices = count(shape.microbatches);
  const names = Object.fromEntries(indices.map((index) => [microbatchName(index), microbatchOf(die, index)]));
  const rankInput: RankInput = {
    microbatches: indices.map(microbatchName),
    graphsPerStep: launches.length,
    steps,
    headNs,
  };
  const hostInput: GraphLauncherInput = { graphs: launches, steps, ahead, launchNs };
  return [
    [poolOf(die), { machine: corePool, input: { shares: streams }, aliases: names }],
    [hostOf(die), { machine: graphLauncher, input: hostInput, aliases: { rank: rankOf(die) } }],
    [rankOf(die), { machine: rank, input: rankInput, aliases: { ...names, host: hostOf(die) } }],
    ...indices.map((index): [string, ComponentSpec] => {
      const input: MicrobatchInput = { self: microbatchName(index), graphs };
      return [
        microbatchOf(die, index),
        {
          machine: microbatch,
          input,
          aliases: { pool: poolOf(die), rank: rankOf(die), exchange: exchangeOf(index) },
        },
      ];
    }),
  ];
}

/** Launches wait until the rank has run what came before; a die learns by itself when all others have arrived. */
const QUEUED: ChannelSpec = { kind: 'fifo', deferring: true };
const AT_ONCE: ChannelSpec = { kind: 'sync' };

/** The pool, host, rank and microbatches of each die, and where the dies meet. */
export function pipelineWiring(shape: PipelineShape): NetworkWiring {
  const dies = count(shape.dies);
  const exchanges = count(shape.microbatches).map((index): [string, ComponentSpec] => [
    exchangeOf(index),
    { machine: exchange, input: { members: dies.map((die) => microbatchOf(die, index)) } },
  ]);
  return {
    components: Object.fromEntries([...dies.flatMap((die) => componentsOf(shape, die)), ...exchanges]),
    channels: { default: AT_ONCE, events: { LAUNCH: QUEUED, DEPARTED: { kind: 'fifo' } } },
  };
}
