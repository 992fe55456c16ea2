import { names } from '../../machines/networks/kv-transfer/transfer-ids.js';
import type { KvTransferShape } from '../../machines/networks/kv-transfer/parameters.js';
import type { KvTransferWiring } from '../../machines/networks/kv-transfer/wiring.js';
import type { ClientsContext } from '../../machines/serving/clients.js';
import type { Ending } from '../../machines/serving/handover.js';
import type { KvMemoryContext } from '../../machines/serving/kv-memory.js';
import type { PagePoolContext } from '../../machines/serving/page-pool.js';
import type { View } from '../../src/index.js';

/** What networks of some shapes come to. */
export interface Witness {
  readonly name: string;
  /** Whether networks of this shape come to it. */
  readonly when: (shape: KvTransferShape) => boolean;
  readonly is: (wiring: KvTransferWiring, view: View) => boolean;
}

export const isPushed = ({ direction }: KvTransferShape): boolean => direction === 'push';

/** Whether requests may be given up at decode, at prefill. */
export const leavesAtDecode = ({ aborts, abortsAt }: KvTransferShape): boolean =>
  aborts > 0 && abortsAt !== 'prefill';
export const leavesAtPrefill = ({ aborts, abortsAt }: KvTransferShape): boolean =>
  aborts > 0 && abortsAt !== 'decode';

/** How a transfer has ended, as its decode side knows it. */
export const endingOf = (view: View, target: string): Ending =>
  view.context<{ readonly ending: Ending }>(target).ending;

/** Whether a request has been given up at one side of its transfer, in a network in which that may be. */
export const isGivenUpAt = (view: View, side: string): boolean =>
  view.context<ClientsContext>(names.clients).gone.includes(side);

export const kvOf = (view: View, node: string): KvMemoryContext['kv'] =>
  view.context<KvMemoryContext>(names.memory(node)).kv;

export const poolOf = (view: View, node: string): PagePoolContext =>
  view.context<PagePoolContext>(names.pool(node));
