import type { ComponentSpec } from '../../../src/index.js';
import { chainOf, hashOf, type PromptBlock } from '../../cache/block-chain.js';
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
  /** What tells the keys of a rank from those of others. */
  readonly rankOf: (shape: ContextCacheShape, rank: number) => string;
  /** The hash of a block, of that of the one before it and of its own tokens. */
  readonly hashOf: (previous: string, tokens: string) => string;
}

const CONTROLLER = 'controller';
const EVS = 'evs';
const count = (length: number): number[] => Array.from({ length }, (_, each) => each);

const rankText = ({ ranks }: ContextCacheShape, rank: number): string => (ranks === 1 ? '' : `@${rank}`);

/** Each tenant has a namespace, and each rank keys of its own, which need no name where there is one. */
export const CACHE_PARTS: ContextCacheParts = {
  namespaceOf: ({ tenants }, tenant) => (tenants === 1 ? '' : `tenant ${tenant}:`),
  rankOf: rankText,
  hashOf,
};

/** Of each prompt the tokens that tell it from the others. */
const OWN_TOKENS = ['e', 'f', 'g'];

/**
 * The tokens of the blocks of a prompt: all prompts begin with the same block, and have no other in common. Their third block has the tokens of another one's
 * second block, behind another prefix.
 */
const tokensOf = (prompt: number, length: number): string[] =>
  ['d', OWN_TOKENS[prompt]!, OWN_TOKENS[(prompt + 1) % OWN_TOKENS.length]!].slice(0, length);

/** A prompt as a rank has it: the keys of its blocks, and what they hold. */
function promptOf(
  shape: ContextCacheShape,
  { namespaceOf, rankOf, hashOf: hash }: ContextCacheParts,
  prompt: number,
  tenant: number,
  rank: number,
): PromptBlock[] {
  const tokens = tokensOf(prompt, shape.length);
  const shard = { namespace: namespaceOf(shape, tenant), rank: rankOf(shape, rank) };
  return chainOf(tokens, shard, hash).map((block, at) => ({
    ...block,
    holds: `${tokens.slice(0, at + 1).join('')}${rankText(shape, rank)}`,
  }));
}

/** What an instance is asked for: by request the chain of each rank. */
function requestsOf(
  shape: ContextCacheShape,
  parts: ContextCacheParts,
  at: number,
  tenant: number,
): PromptBlock[][][] {
  const { requests, ranks, prompts } = shape;
  return count(requests).map((request) =>
    count(ranks).map((rank) => promptOf(shape, parts, (at + request) % prompts, tenant, rank)),
  );
}

/** What EVS has from before: of each rank the first blocks of the first prompt, of the first tenant. */
function storedBefore(shape: ContextCacheShape, parts: ContextCacheParts): EvsEntry[] {
  const chains = count(shape.ranks).map((rank) => promptOf(shape, parts, 0, 0, rank));
  const entries = chains.flatMap((chain) => chain.slice(0, shape.stored));
  return entries
    .slice(0, shape.evs)
    .map(({ key, parent, holds }) => ({ key, parent, content: { key, holds, tenant: 0 } }));
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
  given: Partial<ContextCacheParts> = {},
): ContextCacheWiring {
  const parts: ContextCacheParts = { ...CACHE_PARTS, ...given };
  const instances = wiredInstances(shape);
  const servers = wiredServers(shape);
  const ids = servers.filter(({ joins }) => !joins).map(({ server }) => server);
  const [mortal] = shape.deaths > 0 ? instances.flatMap((instance) => instance.sdks) : [];
  const ofInstance = ({ instance, tenant, sdks }: WiredInstance, at: number): [string, ComponentSpec][] => {
    const requests = requestsOf(shape, parts, at, tenant);
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
  const entries = storedBefore(shape, parts);
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
      requestsOf(shape, parts, at, tenant).flatMap((ofRanks) =>
        ofRanks.map((chain) => chain.map(({ key }) => key)),
      ),
    ),
    firstChains: instances.map(({ tenant }, at) =>
      requestsOf(shape, parts, at, tenant)[0]!.map((chain) => chain.map(({ key }) => key)),
    ),
  };
}
