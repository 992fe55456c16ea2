import type { KvTransferShape } from '../../machines/networks/kv-transfer/parameters.js';
import { isPushed, leavesAtDecode } from './witness.js';

/** Requests that take their KV from one prefill node, or have it on one decode node. */
export const perNode = (requests: number, nodes: number): number => Math.ceil(requests / nodes);

/** More pages of a decode node are wanted than there are. */
export const isDecodeCrowded = ({ requests, decodes, blocks, decodePages }: KvTransferShape): boolean =>
  perNode(requests, decodes) * blocks > decodePages;

/** More pages of a prefill node are wanted than there are. */
export const isPrefillCrowded = (shape: KvTransferShape): boolean =>
  prefillsAtOnce(shape) * shape.blocks > shape.prefillPages;

/** Requests that one prefill node may have at once: of those that it writes, who waits for pages of decode, or for a slot for a record, has not come to it. */
function prefillsAtOnce(shape: KvTransferShape): number {
  const { requests, prefills, decodes, decodePages, blocks, records } = shape;
  const ofNode = perNode(requests, prefills);
  // Who reads is done with, or has given up, before prefill is told.
  if (!isPushed(shape)) return ofNode;
  const withPages = Math.floor(decodePages / blocks);
  // Who gives up at decode returns its slot while prefill still has its pages, and so does who is no longer told how it stands.
  const early = shape.losesStatus ? requests : leavesAtDecode(shape) ? shape.aborts : 0;
  return Math.min(ofNode, decodes * withPages, decodes * records + early);
}
