import type { AnyEventObject } from 'xstate';
import type { TransferEnded } from '../../serving/handover.js';
import type { LeaseOver } from '../../serving/kv-lease.js';
import type { Copied, KvRead, Landed, MemoryRestarted } from '../../serving/kv-memory.js';
import type {
  PagesEvicted,
  PagesReleased,
  PagesReserved,
  PagesShared,
  PoolRestarted,
} from '../../serving/page-pool.js';
import type { ReadBegun } from '../../serving/pull-reader.js';
import type { NodeFailed } from '../../serving/serving-node.js';
import type { TurnObservation } from '../../serving/turn-observation.js';
import { type Kv, RECORD } from '../../serving/work-request.js';

type Observation =
  | Copied
  | KvRead
  | Landed
  | LeaseOver
  | MemoryRestarted
  | NodeFailed
  | PagesEvicted
  | PagesReleased
  | PagesReserved
  | PagesShared
  | PoolRestarted
  | ReadBegun
  | TransferEnded
  | TurnObservation;

/** What a part of kv-transfer tells of itself, for who reads what a claim has seen. */
export function transferObserved(id: string, event: AnyEventObject): string {
  const observed = event as unknown as Observation;
  // Lease and reader are named by their request, all else by its node.
  const [kind, at] = id.split('.');
  const who = `${kind} ${at}`;
  switch (observed.type) {
    case 'COPIED':
      return `an address of incarnation ${observed.work.epoch} of ${who} is read, which is its incarnation ${observed.epoch}`;
    case 'KV_READ':
      return `${who} decodes request ${observed.room} with ${observed.found.map(kvText).join(' and ')}`;
    case 'LANDED':
      return `${kvText(observed.kv)} is visible in cell ${observed.cell} of ${who}`;
    case 'LEASE_OVER':
      return `${who} is over`;
    case 'NODE_FAILED':
      return `${who} fails`;
    case 'PAGES_RESERVED':
      return `${ownerText(observed.owner)} has ${cellsText(observed.pages)} of ${id}`;
    case 'PAGES_SHARED':
      return `${ownerText(observed.owner)} has ${cellsText(observed.pages)} of ${id}, too`;
    case 'PAGES_RELEASED':
      return `${ownerText(observed.owner)} lets go of ${cellsText(observed.pages)} of ${id}`;
    case 'PAGES_EVICTED':
      return `the prefix cache has lost ${cellsText(observed.pages)} of ${id}`;
    case 'MEMORY_RESTARTED':
      return `${who} is started anew, as its incarnation ${observed.epoch}`;
    case 'READ_BEGUN':
      return `decode begins to read request ${observed.room}, at addresses of incarnation ${observed.epoch}`;
    case 'QUEUED':
      return `${ownerText(observed.owner)} waits for its turn at ${id}`;
    case 'SERVED':
      return `${ownerText(observed.owner)} has its turn at ${id}`;
    case 'WITHDRAWN':
      return `${ownerText(observed.owner)} does not wait at ${id} any more`;
    case 'POOL_RESTARTED':
      return `${id} is as at the start`;
    case 'TRANSFER_ENDED':
      return `the transfer of request ${observed.room} has ended for decode: ${observed.ending}`;
  }
}

const ownerText = (owner: string): string =>
  owner === 'cache' ? 'the prefix cache' : owner.replace('.', ' ');

const cellsText = (cells: readonly number[]): string =>
  `${cells.length === 1 ? 'cell' : 'cells'} ${cells.join(', ')}`;

function kvText(kv: Kv | null): string {
  if (kv === null) return 'nothing';
  return `${kv.block === RECORD ? 'the record' : `block ${kv.block}`} of request ${kv.room}`;
}
