import type { ComponentSpec } from '../../../src/index.js';
import { type Block, chainOf, type Shard } from '../../cache/block-chain.js';
import { type EvsEntry, evsTier } from '../../cache/evs-tier.js';
import { FIRST_EPOCH, firstView, mpController } from '../../cache/mp-controller.js';
import { mpSdk } from '../../cache/mp-sdk.js';
import type { SdkInput } from '../../cache/sdk-context.js';
import { mpServer } from '../../cache/mp-server.js';
import type { ServerInput } from '../../cache/server-context.js';
import { type InstanceInput, cachingInstance } from '../../cache/caching-instance.js';
import { type MemoryInput, serverMemory, UNREGISTERED } from '../../cache/server-memory.js';
import type { NetworkWiring } from '../../network-wiring.js';
import { channelsOf } from './channels.js';
import type { ContextCacheShape } from './parameters.js';

/** An instance by the ids of its components. */
export interface WiredInstance {
  readonly instance: string;
  readonly tenant: number;
  readonly sdks: readonly string[];
}

/** A server and its memory. */
export interface WiredServer {
  readonly server: string;
  readonly memory: string;
  /** It is not there at first, and joins. */
  readonly joins: boolean;
  /** It may lose its memory. */
  readonly mayBeLost: boolean;
}

export interface ContextCacheWiring extends NetworkWiring {
  readonly shape: ContextCacheShape;
  readonly instances: readonly WiredInstance[];
  readonly servers: readonly WiredServer[];
  readonly controller: string;
  readonly evs: string;
  /** Keys of what EVS has from before. */
  readonly storedBefore: readonly string[];
  /** Keys of what each instance is asked for first, for each rank. */
  readonly firstChains: readonly (readonly (readonly string[])[])[];
  /** Keys of all chains that are asked for. */
  readonly chains: readonly (readonly string[])[];
}

/** How a network is put together. */
export interface ContextCacheParts {
  /** What tells the keys of a tenant from those of others. */
  readonly namespaceOf: (shape: ContextCacheShape, tenant: number) => string;
}

const CONTROLLER = 'controller';
const EVS = 'evs';
const count = (length: number): number[] => Array.from({ length }, (_, each) => each);

/** Each tenant has a namespace, which needs no name where there is one. */
export const CACHE_PARTS: ContextCacheParts = {
  namespaceOf: ({ tenants }, tenant) => (tenants === 1 ? '' : `tenant ${tenant}:`),
};

/** The tokens of the blocks of a prompt: all prompts begin with the same block, and have nothing else in common. */
const tokensOf = (prompt: number, length: number): string[] =>
  count(length).map((block) => (block === 0 ? 'd' : 'efghij'[(block - 1) * 3 + prompt]!));

const rankText = ({ ranks }: ContextCacheShape, rank: number): string => (ranks === 1 ? '' : `@${rank}`);

/** What an instance is asked for: by request the chain of each rank. */
function requestsOf(shape: ContextCacheShape, at: number, namespace: string): Block[][][] {
  const { requests, ranks, prompts, length } = shape;
  return count(requests).map((request) => {
    const tokens = tokensOf((at + request) % prompts, length);
    return count(ranks).map((rank) => {
      const shard: Shard = { namespace, rank: rankText(shape, rank) };
      return chainOf(tokens, shard);
    });
  });
}

/** What EVS has from before: of each rank the first blocks of the first prompt. */
function storedBefore(shape: ContextCacheShape, namespace: string): EvsEntry[] {
  const tokens = tokensOf(0, shape.length);
  const chains = count(shape.ranks).map((rank) =>
    chainOf(tokens, { namespace, rank: rankText(shape, rank) }),
  );
  const entries = chains.flatMap((chain) => chain.slice(0, shape.stored));
  return entries.slice(0, shape.evs).map(({ key, parent }) => ({ key, parent, content: { key, tenant: 0 } }));
}

function wiredInstances({ instances, ranks, tenants }: ContextCacheShape): WiredInstance[] {
  return count(instances).map((at) => ({
    instance: `instance.${at}`,
    tenant: at % tenants,
    sdks: count(ranks).map((rank) => (ranks === 1 ? `sdk.${at}` : `sdk.${at}.${rank}`)),
  }));
}

const wiredServers = ({ servers, joins, losses }: ContextCacheShape): WiredServer[] =>
  count(servers).map((at) => ({
    server: `server.${at}`,
    memory: `memory.${at}`,
    joins: at >= servers - joins,
    mayBeLost: at === 0 && losses > 0,
  }));

function serverParts(
  shape: ContextCacheShape,
  { server, memory, joins, mayBeLost }: WiredServer,
): [string, ComponentSpec][] {
  const { slots, high, losses, deaths, lost } = shape;
  const since = joins ? UNREGISTERED : FIRST_EPOCH;
  const input: ServerInput = {
    self: server,
    memory,
    slots,
    high: high === 0 ? slots : high,
    since,
    losses: mayBeLost ? losses : 0,
    isAway: joins,
    takesBack: deaths > 0 || lost === 'puts',
  };
  const aliases = { controller: CONTROLLER, evs: EVS };
  const stimuli = mayBeLost ? [{ type: 'LOSE' }] : [];
  return [
    [server, { machine: mpServer, input, aliases, stimuli }],
    [
      memory,
      {
        machine: serverMemory,
        input: { slots, since } satisfies MemoryInput,
        aliases: { evs: EVS },
      },
    ],
  ];
}

/** Prefill instances with an SDK for each rank, the servers of the pool with their memories, EVS behind them, and the controller. */
export function contextCacheWiring(
  shape: ContextCacheShape,
  parts: Partial<ContextCacheParts> = {},
): ContextCacheWiring {
  const { namespaceOf } = { ...CACHE_PARTS, ...parts };
  const instances = wiredInstances(shape);
  const servers = wiredServers(shape);
  const ids = servers.filter(({ joins }) => !joins).map(({ server }) => server);
  const [mortal] = shape.deaths > 0 ? instances.flatMap((instance) => instance.sdks) : [];
  const ofInstance = ({ instance, tenant, sdks }: WiredInstance, at: number): [string, ComponentSpec][] => {
    const requests = requestsOf(shape, at, namespaceOf(shape, tenant));
    const sdkInput = (self: string): SdkInput => ({
      self,
      instance,
      tenant,
      view: firstView(ids),
      pages: shape.length,
      timeouts: shape.timeouts,
      loses: shape.lost,
      mayDie: self === mortal,
    });
    return [
      [instance, { machine: cachingInstance, input: { ranks: sdks, requests } satisfies InstanceInput }],
      ...sdks.map((sdk): [string, ComponentSpec] => [
        sdk,
        { machine: mpSdk, input: sdkInput(sdk), stimuli: sdk === mortal ? [{ type: 'DIE' }] : [] },
      ]),
    ];
  };
  const { tenants, quota } = shape;
  const sdks = instances.flatMap((instance) => instance.sdks);
  const entries = storedBefore(shape, namespaceOf(shape, 0));
  return {
    shape,
    components: Object.fromEntries([
      ...instances.flatMap(ofInstance),
      ...servers.flatMap((server) => serverParts(shape, server)),
      [EVS, { machine: evsTier, input: { blocks: shape.evs, entries } }],
      [CONTROLLER, { machine: mpController, input: { sdks, servers: ids, tenants, quota } }],
    ]),
    channels: channelsOf(shape),
    instances,
    servers,
    controller: CONTROLLER,
    evs: EVS,
    storedBefore: entries.map(({ key }) => key),
    chains: instances.flatMap(({ tenant }, at) =>
      requestsOf(shape, at, namespaceOf(shape, tenant)).flatMap((ofRanks) =>
        ofRanks.map((chain) => chain.map(({ key }) => key)),
      ),
    ),
    firstChains: instances.map(({ tenant }, at) =>
      requestsOf(shape, at, namespaceOf(shape, tenant))[0]!.map((chain) => chain.map(({ key }) => key)),
    ),
  };
}
