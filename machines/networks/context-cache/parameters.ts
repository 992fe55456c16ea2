import type { Configuration, Parameter } from '../../../src/index.js';

/** What may be lost, or come late, of what SDKs and servers say to each other. */
type Lost = 'nothing' | 'reads' | 'puts';

export interface ContextCacheShape {
  readonly instances: number;
  readonly ranks: number;
  readonly requests: number;
  readonly prompts: number;
  readonly length: number;
  readonly servers: number;
  readonly slots: number;
  readonly high: number;
  readonly evs: number;
  readonly stored: number;
  readonly losses: number;
  readonly timeouts: number;
  readonly joins: number;
  readonly deaths: number;
  readonly lost: Lost;
  readonly tenants: number;
  readonly quota: number;
}

const integer = (min: number, max: number, byDefault: number, description: string): Parameter => ({
  kind: 'integer',
  min,
  max,
  default: byDefault,
  description,
});

export const parameters: Readonly<Record<keyof ContextCacheShape, Parameter>> = {
  instances: integer(1, 4, 2, 'prefill instances'),
  ranks: integer(1, 4, 1, 'tensor-parallel ranks of an instance, each with its own part of every block'),
  requests: integer(1, 3, 1, 'requests of each instance, one after the other'),
  prompts: integer(1, 3, 2, 'prompts that are asked for in turn; all begin with the same block'),
  length: integer(1, 3, 2, 'blocks of a prompt'),
  servers: integer(1, 4, 2, 'servers of the memory pool'),
  slots: integer(1, 4, 2, 'blocks that the memory of a server has room for'),
  high: integer(0, 4, 0, 'blocks above which a server evicts before it needs space; 0: it never does'),
  evs: integer(0, 8, 3, 'blocks that EVS has room for; 0: there is no EVS'),
  stored: integer(0, 3, 0, 'blocks of the first prompt that EVS has from before, of the first tenant'),
  losses: integer(0, 1, 0, 'times that the first server may lose its memory'),
  timeouts: integer(
    0,
    2,
    0,
    'times that an SDK may take a write for failed: first it tries again, then it gives up',
  ),
  joins: integer(0, 1, 0, 'servers that join later: the last one'),
  deaths: integer(0, 1, 0, 'SDKs that may die: the first one'),
  lost: {
    kind: 'choice',
    values: ['nothing', 'reads', 'puts'],
    default: 'nothing',
    description: 'what may be lost, or come late, of what SDKs and servers say: while they load, or store',
  },
  tenants: integer(1, 2, 1, 'tenants, to whom the instances belong in turn'),
  quota: integer(0, 8, 0, 'blocks that a tenant may have in memory; 0: as many as there is space for'),
};

/** The shape that a configuration describes. */
export function shapeOf(configuration: Configuration): ContextCacheShape {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { kind }]) => [
      name,
      kind === 'integer' ? Number(configuration[name]) : configuration[name],
    ]),
  ) as unknown as ContextCacheShape;
}

/** Whether anybody may ask for a block that is there: it was stored before, or is by another request of the tenant. */
export const mayHit = ({ stored, requests, instances, tenants }: ContextCacheShape): boolean =>
  stored > 0 || requests > 1 || instances > tenants;

/** Whether anybody is sure to have something to store: not all that is asked for was stored before. */
export const mayPut = ({
  stored,
  length,
  tenants,
  prompts,
  instances,
  requests,
}: ContextCacheShape): boolean =>
  stored < length || tenants > 1 || (length > 1 && prompts > 1 && instances + requests > 2);

/**
 * Whether somebody is sure to be given space for what he stores: nothing is there before, or there is a slot beside those of the blocks that it continues, which are
 * loaded first and stay as long as they are continued; all may lie on one server.
 */
export function mayBeGivenSpace(shape: ContextCacheShape): boolean {
  const { stored, tenants, length, ranks, slots, quota } = shape;
  const needed = (Math.min(stored, length - 1) + 1) * ranks;
  const room = quota === 0 ? slots : Math.min(slots, quota);
  return stored === 0 || tenants > 1 || room >= needed;
}

/** Whether the only server, of which nothing is lost, has room for one chain of the first instance, and not for all that it asks for one after the other. */
export function mustMakeRoom(shape: ContextCacheShape): boolean {
  const { servers, joins, losses, ranks, stored, evs, length, requests, prompts, slots, quota } = shape;
  const room = quota === 0 ? slots : Math.min(slots, quota);
  const blocks = 1 + (length - 1) * Math.min(requests, prompts);
  const isPlain = servers === 1 && joins + losses + stored === 0 && ranks === 1 && evs > 0;
  return isPlain && room >= length && blocks > room;
}
