import type { Configuration, Parameter } from '../../../src/index.js';
import { refuseMapping } from '../../serving/connection-mapping.js';

/**
 * Who moves the data, and when decode reserves: prefill writes into pages that decode has reserved; decode reads, and reserves when prefill is done;
 * or decode reserves, has the request routed, and reads when prefill is done, as in the paper.
 */
export type Direction = 'push' | 'pull' | 'paper';

export interface KvTransferShape {
  readonly direction: Direction;
  readonly requests: number;
  readonly blocks: number;
  readonly prefills: number;
  readonly decodes: number;
  readonly prefillPages: number;
  readonly decodePages: number;
  readonly records: number;
  readonly pairs: number;
  readonly retries: number;
  readonly pairFailures: number;
  readonly aborts: number;
  readonly abortsAt: 'decode' | 'prefill' | 'both';
  readonly fails: 'nothing' | 'prefill' | 'decode';
  readonly comesBack: boolean;
  readonly losesStatus: boolean;
  readonly isLimited: boolean;
  readonly leaseTicks: number;
  readonly keepsPrefixes: boolean;
}

const integer = (min: number, max: number, preset: number, description: string): Parameter => ({
  kind: 'integer',
  min,
  max,
  default: preset,
  description,
});

const choice = (values: readonly string[], preset: string, description: string): Parameter => ({
  kind: 'choice',
  values,
  default: preset,
  description,
});

export const parameters: Readonly<Record<string, Parameter>> = {
  direction: choice(
    ['push', 'pull', 'paper'],
    'paper',
    'prefill writes; decode reads, and reserves late; or decode reserves first, and reads',
  ),
  requests: integer(1, 4, 2, 'requests, which are all there at the start'),
  blocks: integer(1, 3, 1, 'KV blocks of a request, each a page'),
  prefills: integer(1, 3, 1, 'prefill nodes'),
  decodes: integer(1, 2, 1, 'decode nodes, which serve requests in turn'),
  prefillPages: integer(1, 6, 2, 'pages of a prefill node'),
  decodePages: integer(1, 6, 2, 'pages of a decode node'),
  records: integer(1, 4, 2, 'slots of a decode node for records that close transfers; of push only'),
  pairs: integer(1, 2, 1, 'queue pairs between a prefill and a decode node'),
  retries: integer(0, 1, 0, 'times that a work request is posted anew'),
  pairFailures: integer(0, 1, 0, 'times that the first queue pair may fail by itself'),
  aborts: integer(0, 2, 1, 'requests that may be given up'),
  abortsAt: choice(['decode', 'prefill', 'both'], 'decode', 'where they may be given up'),
  fails: choice(['nothing', 'prefill', 'decode'], 'nothing', 'which node may fail: the first of its kind'),
  comesBack: choice(['no', 'yes'], 'no', 'a prefill node that has failed is started anew'),
  status: choice(
    ['kept', 'lost'],
    'kept',
    'whether what tells that all is written may be lost; of push only',
  ),
  calls: choice(
    ['unlimited', 'limited'],
    'unlimited',
    'whether a call may return before its writes have ended',
  ),
  leaseTicks: integer(2, 4, 2, 'ticks that prefill holds pages without a renewal; one is due with each'),
  prefixes: choice(['dropped', 'kept'], 'dropped', 'what prefill does with pages that it has handed over'),
};

/** The shape that a configuration describes. */
export function shapeOf(configuration: Configuration): KvTransferShape {
  const number = (name: string) => Number(configuration[name]);
  return {
    direction: configuration.direction as Direction,
    requests: number('requests'),
    blocks: number('blocks'),
    prefills: number('prefills'),
    decodes: number('decodes'),
    prefillPages: number('prefillPages'),
    decodePages: number('decodePages'),
    records: number('records'),
    pairs: number('pairs'),
    retries: number('retries'),
    pairFailures: number('pairFailures'),
    aborts: number('aborts'),
    abortsAt: configuration.abortsAt as KvTransferShape['abortsAt'],
    fails: configuration.fails as KvTransferShape['fails'],
    comesBack: configuration.comesBack === 'yes',
    losesStatus: configuration.status === 'lost',
    isLimited: configuration.calls === 'limited',
    leaseTicks: number('leaseTicks'),
    keepsPrefixes: configuration.prefixes === 'kept',
  };
}

/** Why there is no such network: a sentence, or `undefined`. */
export function refuse(configuration: Configuration): string | undefined {
  const { direction, requests, blocks, prefills, decodes, decodePages, prefillPages, ...shape } =
    shapeOf(configuration);
  // Each request is a decode group.
  if (refuseMapping({ prefillTp: prefills, decodeTp: 1, decodeDp: requests }) !== undefined) {
    return `${requests} requests cannot be shared out evenly among ${prefills} prefill nodes (prefills): some would serve more than others. Give requests a multiple of ${prefills}, or change prefills.`;
  }
  if (decodes > requests) {
    return `There are ${decodes} decode nodes and ${requests} requests, so that one would have nothing to do. Give no more decodes than requests.`;
  }
  for (const [name, pages] of Object.entries({ decodePages, prefillPages })) {
    if (pages < blocks) {
      return `A request has ${blocks} blocks, and ${name} is ${pages}: it would wait for ever. Give ${name} at least ${blocks}.`;
    }
  }
  if (shape.comesBack && (direction === 'push' || shape.fails !== 'prefill')) {
    return "A node comes back (comesBack yes) only where decode reads, and where prefill may fail. Give a direction other than push, and fails 'prefill'.";
  }
  if (shape.losesStatus && direction !== 'push') {
    return "What tells that all is written is lost (status lost) only where prefill writes. Give direction 'push'.";
  }
  return undefined;
}
