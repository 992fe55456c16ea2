import type { Configuration, Parameter } from '../../../src/index.js';

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
