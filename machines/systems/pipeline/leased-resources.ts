import type { PipelineShape } from '../../networks/pipeline/parameters.js';
import { stageAt } from '../../pipeline/graph.js';
import type { StageObservation } from '../../pipeline/microbatch.js';

/** What a die is called in timelines. */
export const ownerOf = (die: number): string => `die ${die}`;

/** What there is to be leased on a die, and what each stage leases of it. */
export type LeasedResources = Pick<PipelineShape, 'engines' | 'streams' | 'graphs'>;

/** The context of a microbatch, as far as it tells what is leased. */
export interface MicrobatchState {
  readonly self: string;
  readonly position: StageObservation;
}

/** Microbatches in timelines: letters, because viewers give the same colour to names that differ in digits only. */
const groupOf = (self: string): string =>
  `microbatch ${String.fromCharCode('A'.charCodeAt(0) + Number(self.slice(self.lastIndexOf('.') + 1)))}`;

/** A stream is a resource of one unit for each microbatch that it can serve at once, and so are a die's links; engines have their cores. */
export function unitsOf({ engines, streams }: LeasedResources, microbatches: number): Record<string, number> {
  const isShared = Object.keys(streams).length === 1;
  const ofStreams = Object.keys(streams).map((stream) => [streamKind(stream), isShared ? microbatches : 1]);
  const ofEngines = Object.entries(engines).map(([engine, units]) => [engineKind(engine), units]);
  return { ...Object.fromEntries([...ofStreams, ...ofEngines]), UB: isShared ? microbatches : 1 };
}

/** The engine of stages that move data over the VPC plane. */
const ETHERNET = 'vpc';

const streamKind = (stream: string): string => `stream ${stream}`;
const engineKind = (engine: string): string => engine.toUpperCase();

/** The lease of a stream, of engines and of links, while a stage runs. */
export function leasesOf({ self, position }: MicrobatchState, { graphs }: LeasedResources) {
  const { operator, stream, engines, isCollective } = stageAt(graphs, position);
  const group = groupOf(self);
  const label = `${operator} (${group.slice(-1)})`;
  const held = Object.entries(engines).filter(([, units]) => units > 0);
  // What comes to the node over its Ethernet uses no link of a die.
  const isOnBus = isCollective && held.every(([engine]) => engine !== ETHERNET);
  return [
    { kind: streamKind(stream), units: 1, label, group },
    ...held.map(([engine, units]) => ({ kind: engineKind(engine), units, label, group })),
    ...(isOnBus ? [{ kind: 'UB', units: 1, label, group }] : []),
  ];
}
