import type { ChannelSpec, ComponentSpec } from '../../../src/index.js';
import { corePool, type PoolInput } from '../../die/core-pool.js';
import type { NetworkWiring } from '../../network-wiring.js';
import { exchange } from '../../pipeline/exchange.js';
import { graphLauncher, type GraphLauncherInput } from '../../pipeline/graph-launcher.js';
import { microbatch, type MicrobatchInput } from '../../pipeline/microbatch.js';
import { rank, type RankInput } from '../../pipeline/rank.js';
import type { PipelineShape } from './parameters.js';

const MICROBATCH_SEPARATOR = '.microbatch.';

export const poolOf = (die: number): string => `die.${die}.pool`;
export const rankOf = (die: number): string => `die.${die}.rank`;
export const hostOf = (die: number): string => `die.${die}.host`;
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

export const exchangeOf = (index: number): string => `exchange.${index}`;
const microbatchName = (index: number): string => `microbatch.${index}`;
const count = (length: number): number[] => Array.from({ length }, (_, each) => each);

/** How a network is put together. */
export interface PipelineParts {
  /** What the streams of a die have. */
  readonly streamsOf: (shape: PipelineShape, die: number) => PipelineShape['streams'];
  /** What graphs make a die do. */
  readonly graphsOf: (shape: PipelineShape, die: number) => PipelineShape['graphs'];
  /** Which graphs of a step the host of a die launches, in order. */
  readonly launchesOf: (shape: PipelineShape, die: number) => readonly string[];
  /** The microbatches that the batch of a die is split into, by index. */
  readonly microbatchesOf: (shape: PipelineShape, die: number) => readonly number[];
}

/** All dies are alike. */
export const PIPELINE_PARTS: PipelineParts = {
  streamsOf: ({ streams }) => streams,
  graphsOf: ({ graphs }) => graphs,
  launchesOf: ({ launches }) => launches,
  microbatchesOf: ({ microbatches }) => count(microbatches),
};

/** What the components of a die are given. */
interface DieInputs {
  readonly pool: PoolInput;
  readonly host: GraphLauncherInput;
  readonly rank: RankInput;
  readonly microbatches: readonly MicrobatchInput[];
}

function inputsOf(shape: PipelineShape, die: number, parts: PipelineParts): DieInputs {
  const { steps, headNs, launchNs, ahead } = shape;
  const launches = parts.launchesOf(shape, die);
  const graphs = parts.graphsOf(shape, die);
  return {
    pool: { shares: parts.streamsOf(shape, die) },
    host: { graphs: launches, steps, ahead, launchNs },
    rank: {
      microbatches: parts.microbatchesOf(shape, die).map(microbatchName),
      graphsPerStep: launches.length,
      steps,
      headNs,
    },
    microbatches: count(shape.microbatches).map((index) => ({ self: microbatchName(index), graphs })),
  };
}

function componentsOf(
  shape: PipelineShape,
  die: number,
  { pool, host, rank: ofRank, microbatches }: DieInputs,
): [string, ComponentSpec][] {
  const indices = count(shape.microbatches);
  const names = Object.fromEntries(indices.map((index) => [microbatchName(index), microbatchOf(die, index)]));
  return [
    [poolOf(die), { machine: corePool, input: pool, aliases: names }],
    [hostOf(die), { machine: graphLauncher, input: host, aliases: { rank: rankOf(die) } }],
    [rankOf(die), { machine: rank, input: ofRank, aliases: { ...names, host: hostOf(die) } }],
    ...indices.map((index): [string, ComponentSpec] => [
      microbatchOf(die, index),
      {
        machine: microbatch,
        input: microbatches[index],
        aliases: { pool: poolOf(die), rank: rankOf(die), exchange: exchangeOf(index) },
      },
    ]),
  ];
}

/** Launches wait until the rank has run what came before; a die learns by itself when all others have arrived. */
const QUEUED: ChannelSpec = { kind: 'fifo', deferring: true };
const AT_ONCE: ChannelSpec = { kind: 'sync' };

/** The pool, host, rank and microbatches of each die, and where the dies meet. */
export function pipelineWiring(shape: PipelineShape, parts: Partial<PipelineParts> = {}): NetworkWiring {
  const dies = count(shape.dies);
  const all = { ...PIPELINE_PARTS, ...parts };
  // Where all dies are alike they are given the very same.
  const alike = Object.keys(parts).length === 0 ? inputsOf(shape, 0, all) : undefined;
  const ofDies = dies.flatMap((die) => componentsOf(shape, die, alike ?? inputsOf(shape, die, all)));
  // Exchanges are alike: what each calls its members are the dies.
  const members = dies.map((die) => `die.${die}`);
  const exchanges = count(shape.microbatches).map((index): [string, ComponentSpec] => {
    const aliases = Object.fromEntries(members.map((name, die) => [name, microbatchOf(die, index)]));
    return [exchangeOf(index), { machine: exchange, input: { members }, aliases }];
  });
  return {
    components: Object.fromEntries([...ofDies, ...exchanges]),
    channels: { default: AT_ONCE, events: { LAUNCH: QUEUED, DEPARTED: { kind: 'fifo' } } },
  };
}
