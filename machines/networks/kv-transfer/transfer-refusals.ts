import type { Configuration } from '../../../src/index.js';
import { refuseMapping } from '../../serving/connection-mapping.js';
import { type KvTransferShape, parameters, shapeOf } from './parameters.js';

/** Why there is no network of some shape: a sentence, or `undefined`. */
type Refusal = (shape: KvTransferShape) => string | undefined;

const isGiven = (shape: KvTransferShape, name: 'records' | 'leaseTicks' | 'abortsAt'): boolean =>
  shape[name] !== parameters[name]!.default;

/** Each request is a decode group. */
const unevenGroups: Refusal = ({ requests, prefills }) =>
  refuseMapping({ prefillTp: prefills, decodeTp: 1, decodeDp: requests }) === undefined
    ? undefined
    : `${requests} requests cannot be shared out evenly among ${prefills} prefill nodes (prefills): some would serve more than others. Give requests a multiple of ${prefills}, or change prefills.`;

const idleDecodes: Refusal = ({ decodes, requests }) =>
  decodes > requests
    ? `There are ${decodes} decode nodes and ${requests} requests, so that one would have nothing to do. Give no more decodes than requests.`
    : undefined;

const tooFewPages: Refusal = ({ blocks, decodePages, prefillPages }) => {
  const found = Object.entries({ decodePages, prefillPages }).find(([, pages]) => pages < blocks);
  if (found === undefined) return undefined;
  const [name, pages] = found;
  return `A request has ${blocks} blocks, and ${name} is ${pages}: it would wait for ever. Give ${name} at least ${blocks}.`;
};

const nobodyComesBack: Refusal = ({ comesBack, direction, fails }) =>
  comesBack && (direction === 'push' || fails !== 'prefill')
    ? "A node comes back (comesBack yes) only where decode reads, and where prefill may fail. Give a direction other than push, and fails 'prefill'."
    : undefined;

const noStatus: Refusal = ({ losesStatus, direction }) =>
  losesStatus && direction !== 'push'
    ? "What tells that all is written is lost (status lost) only where prefill writes. Give direction 'push'."
    : undefined;

const noRecords: Refusal = (shape) =>
  shape.direction !== 'push' && isGiven(shape, 'records')
    ? `Records close transfers only where prefill writes, and here decode reads (direction ${shape.direction}): ${shape.records} slots for them (records) would never be used. Give direction 'push', or leave records out.`
    : undefined;

const noLease: Refusal = (shape) =>
  shape.direction === 'push' && isGiven(shape, 'leaseTicks')
    ? `Prefill holds its pages by a lease only where decode reads, and here prefill writes (direction push): a lease of ${shape.leaseTicks} ticks (leaseTicks) would never begin. Give another direction, or leave leaseTicks out.`
    : undefined;

const nobodyGivesUp: Refusal = (shape) =>
  shape.aborts === 0 && isGiven(shape, 'abortsAt')
    ? `Where requests may be given up is said (abortsAt ${shape.abortsAt}), and none may be (aborts 0). Raise aborts, or leave abortsAt out.`
    : undefined;

const moreAbortsThanEnds: Refusal = ({ aborts, abortsAt, requests }) => {
  const ends = abortsAt === 'both' ? 2 * requests : requests;
  if (aborts <= ends) return undefined;
  const where = abortsAt === 'both' ? 'at both its ends' : `once, at ${abortsAt} (abortsAt ${abortsAt})`;
  return `${aborts} requests may be given up (aborts), and there is ${requests}, which can be ${where}. Lower aborts to ${ends}, raise requests, or give abortsAt 'both'.`;
};

/** What is posted to a node that lives over pairs that do not fail ends well; and who posts for himself posts nothing when he is dead. */
const nothingToRetry: Refusal = ({ retries, pairFailures, fails, direction }) => {
  const other = direction === 'push' ? 'decode' : 'prefill';
  if (retries === 0 || pairFailures > 0 || fails === other) return undefined;
  return `How often a work request is posted anew that has failed is said (retries ${retries}), and none fails: queue pairs do not (pairFailures 0), nor does the node at their other end (fails ${fails}). Give pairFailures 1 or fails '${other}', or leave retries out.`;
};

/** Blocks take the pairs in turn; the record takes the last one, and what is posted anew the next one. */
const idlePairs: Refusal = ({ pairs, blocks, retries, direction }) =>
  pairs > 1 && blocks === 1 && retries === 0 && direction !== 'push'
    ? `There are ${pairs} queue pairs between two nodes (pairs), and one would never be used: a request has one block (blocks 1), no record (direction ${direction}), and nothing is posted anew (retries 0). Raise blocks or retries, or leave pairs out.`
    : undefined;

const REFUSALS: readonly Refusal[] = [
  unevenGroups,
  idleDecodes,
  tooFewPages,
  nobodyComesBack,
  noStatus,
  noRecords,
  noLease,
  nobodyGivesUp,
  moreAbortsThanEnds,
  nothingToRetry,
  idlePairs,
];

/** Why there is no such network: a sentence, or `undefined`. What speaks of something that is not there is refused, too. */
export function refuse(configuration: Configuration): string | undefined {
  const shape = shapeOf(configuration);
  for (const refusal of REFUSALS) {
    const reason = refusal(shape);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
