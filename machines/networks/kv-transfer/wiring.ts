import type { ComponentSpec } from '../../../src/index.js';
import type { NetworkWiring } from '../../network-wiring.js';
import { clients } from '../../serving/clients.js';
import { prefillSource } from '../../serving/connection-mapping.js';
import { kvLease } from '../../serving/kv-lease.js';
import { kvMemory } from '../../serving/kv-memory.js';
import { pagePool } from '../../serving/page-pool.js';
import { pullHolder, type PullHolderInput } from '../../serving/pull-holder.js';
import { pullReader, type PullReaderInput } from '../../serving/pull-reader.js';
import { pushReceiver } from '../../serving/push-receiver.js';
import type { PushReceiverInput } from '../../serving/push-receiving.js';
import { pushSender, type PushSenderInput } from '../../serving/push-sender.js';
import { queuePair } from '../../serving/queue-pair.js';
import { servingNode, type ServingNodeInput } from '../../serving/serving-node.js';
import { transferEngine, type TransferEngineInput } from '../../serving/transfer-engine.js';
import { channelsOf } from './channels.js';
import { names } from './transfer-ids.js';
import type { KvTransferShape } from './parameters.js';

/** The transfer of a request, by the ids of its components. */
export interface WiredTransfer {
  readonly request: number;
  readonly prefill: string;
  readonly decode: string;
  /** Its half on the prefill node: a sender or a holder. */
  readonly source: string;
  /** Its half on the decode node: a receiver or a reader. */
  readonly target: string;
  /** Of a transfer that decode reads. */
  readonly lease: string | undefined;
}

/** A queue pair between two nodes. */
export interface WiredPair {
  readonly id: string;
  readonly prefill: string;
  readonly decode: string;
}

export interface KvTransferWiring extends NetworkWiring {
  readonly shape: KvTransferShape;
  readonly prefills: readonly string[];
  readonly decodes: readonly string[];
  readonly pairs: readonly WiredPair[];
  readonly transfers: readonly WiredTransfer[];
  /** The node that may fail, which is a component then. */
  readonly failing: string | undefined;
}

type Components = readonly (readonly [string, ComponentSpec])[];

const count = (length: number): number[] => Array.from({ length }, (_, each) => each);

function pairsOf(
  { pairs }: KvTransferShape,
  prefills: readonly string[],
  decodes: readonly string[],
): WiredPair[] {
  return prefills.flatMap((prefill) =>
    decodes.flatMap((decode) =>
      count(pairs).map((at) => ({ id: names.pair(prefill, decode, at), prefill, decode })),
    ),
  );
}

/** Each request is a decode group of its own: the mapping tells which prefill node it takes its KV from. */
function transfersOf({ requests, prefills, decodes, direction }: KvTransferShape): WiredTransfer[] {
  const sizes = { prefillTp: prefills, decodeTp: 1, decodeDp: requests };
  const isPush = direction === 'push';
  return count(requests).map((request) => ({
    request,
    prefill: names.prefillNode(prefillSource(sizes, { dp: request, tp: 0 })),
    decode: names.decodeNode(request % decodes),
    source: isPush ? names.sender(request) : names.holder(request),
    target: isPush ? names.receiver(request) : names.reader(request),
    lease: isPush ? undefined : names.lease(request),
  }));
}

function pushed(shape: KvTransferShape, pairs: readonly WiredPair[], transfer: WiredTransfer): Components {
  const { request: room, prefill, decode, source, target } = transfer;
  const receiver: PushReceiverInput = {
    self: target,
    room,
    blocks: shape.blocks,
    firstRecord: shape.decodePages,
    pairs: pairs.flatMap((pair) => (pair.prefill === prefill && pair.decode === decode ? [pair.id] : [])),
    isPatient: !shape.losesStatus,
  };
  const sender: PushSenderInput = { self: source, room, keepsPrefix: shape.keepsPrefixes, peer: decode };
  const aliases = {
    pool: names.pool(decode),
    records: names.records(decode),
    memory: names.memory(decode),
    sender: source,
  };
  return [
    [target, { machine: pushReceiver, input: receiver, aliases }],
    [
      source,
      {
        machine: pushSender,
        input: sender,
        aliases: {
          pool: names.pool(prefill),
          memory: names.memory(prefill),
          engine: names.engine(prefill),
          receiver: target,
        },
      },
    ],
  ];
}

function pulled(shape: KvTransferShape, transfer: WiredTransfer & { readonly lease: string }): Components {
  const { request: room, prefill, decode, source, target, lease } = transfer;
  const reader: PullReaderInput = {
    self: target,
    room,
    blocks: shape.blocks,
    peer: prefill,
    reservesFirst: shape.direction === 'paper',
    comesBack: shape.comesBack,
  };
  const holder: PullHolderInput = { self: source, room, keepsPrefix: shape.keepsPrefixes };
  const ofDecode = { pool: names.pool(decode), memory: names.memory(decode), engine: names.engine(decode) };
  return [
    [target, { machine: pullReader, input: reader, aliases: { ...ofDecode, holder: source, lease } }],
    [
      source,
      {
        machine: pullHolder,
        input: holder,
        aliases: { pool: names.pool(prefill), memory: names.memory(prefill), reader: target, lease },
      },
    ],
    [
      lease,
      { machine: kvLease, input: { ticks: shape.leaseTicks }, aliases: { holder: source, reader: target } },
    ],
  ];
}

/** The engines of those who move: all prefill nodes, or all decode nodes. */
function enginesOf(
  shape: KvTransferShape,
  pairs: readonly WiredPair[],
  nodes: readonly string[],
): Components {
  const { direction, retries, isLimited } = shape;
  const [own, other] =
    direction === 'push' ? (['prefill', 'decode'] as const) : (['decode', 'prefill'] as const);
  return nodes.map((node) => {
    const ofNode = pairs.filter((pair) => pair[own] === node);
    const peers = [...new Set(ofNode.map((pair) => pair[other]))];
    const input: TransferEngineInput = {
      pairs: Object.fromEntries(
        peers.map((peer) => [peer, ofNode.filter((pair) => pair[other] === peer).map(({ id }) => id)]),
      ),
      retries,
      isLimited,
    };
    return [names.engine(node), { machine: transferEngine, input }];
  });
}

function queuePairsOf(shape: KvTransferShape, pairs: readonly WiredPair[]): Components {
  return pairs.map(({ id, prefill, decode }, at) => {
    const failures = at === 0 ? shape.pairFailures : 0;
    return [
      id,
      {
        machine: queuePair,
        input: { source: names.memory(prefill), target: names.memory(decode), failures },
        aliases: { engine: names.engine(shape.direction === 'push' ? prefill : decode) },
        stimuli: failures > 0 ? [{ type: 'FAIL' }] : [],
      },
    ];
  });
}

/** The node that may fail, with all that fails with it. */
function failingNode(
  { comesBack, fails }: KvTransferShape,
  node: string,
  pairs: readonly WiredPair[],
  transfers: readonly WiredTransfer[],
  ids: readonly string[],
): ComponentSpec {
  const own = transfers.filter(({ prefill, decode }) => prefill === node || decode === node);
  const isPrefill = fails === 'prefill';
  const memory = names.memory(node);
  const input: ServingNodeInput = {
    parts: [
      ...ids.filter((id) => id.startsWith(`${node}.`) && id !== memory),
      ...own.flatMap(({ source, target, lease }) =>
        isPrefill ? [source, ...(lease === undefined ? [] : [lease])] : [target],
      ),
    ],
    memories: [memory],
    pairs: pairs.flatMap(({ id, prefill, decode }) => (prefill === node || decode === node ? [id] : [])),
    watchers: isPrefill ? own.map(({ target }) => target) : [],
    comesBack,
  };
  return { machine: servingNode, input, stimuli: [{ type: 'FAIL' }] };
}

/** At which ends requests may be given up. */
function leavingAt({ abortsAt }: KvTransferShape, transfers: readonly WiredTransfer[]): string[] {
  return transfers.flatMap(({ source, target }) => [
    ...(abortsAt === 'prefill' ? [] : [target]),
    ...(abortsAt === 'decode' ? [] : [source]),
  ]);
}

/** Prefill and decode nodes with their pages, memories and engines, the queue pairs between them, and the two halves of each transfer. */
export function kvTransferWiring(shape: KvTransferShape): KvTransferWiring {
  const prefills = count(shape.prefills).map(names.prefillNode);
  const decodes = count(shape.decodes).map(names.decodeNode);
  const pairs = pairsOf(shape, prefills, decodes);
  const transfers = transfersOf(shape);
  const isPush = shape.direction === 'push';
  const records = isPush ? shape.records : 0;
  const parts: Components = [
    ...prefills.flatMap((node): Components => [
      [names.pool(node), { machine: pagePool, input: { pages: shape.prefillPages } }],
      [names.memory(node), { machine: kvMemory, input: { cells: shape.prefillPages } }],
    ]),
    ...decodes.flatMap((node): Components => [
      [names.pool(node), { machine: pagePool, input: { pages: shape.decodePages } }],
      [names.memory(node), { machine: kvMemory, input: { cells: shape.decodePages + records } }],
      ...(isPush ? ([[names.records(node), { machine: pagePool, input: { pages: records } }]] as const) : []),
    ]),
    ...queuePairsOf(shape, pairs),
    ...enginesOf(shape, pairs, isPush ? prefills : decodes),
    ...transfers.flatMap((transfer) =>
      transfer.lease === undefined
        ? pushed(shape, pairs, transfer)
        : pulled(shape, { ...transfer, lease: transfer.lease }),
    ),
  ];
  const [failing] = shape.fails === 'nothing' ? [] : shape.fails === 'prefill' ? prefills : decodes;
  const ids = parts.map(([id]) => id);
  const stimuli = leavingAt(shape, transfers).map((at) => ({ type: 'LEAVE', at }));
  return {
    shape,
    components: Object.fromEntries([
      ...parts,
      ...(failing === undefined
        ? []
        : [[failing, failingNode(shape, failing, pairs, transfers, ids)] as const]),
      ...(shape.aborts === 0
        ? []
        : [[names.clients, { machine: clients, input: { limit: shape.aborts }, stimuli }] as const]),
    ]),
    channels: channelsOf(shape),
    prefills,
    decodes,
    pairs,
    transfers,
    failing,
  };
}
