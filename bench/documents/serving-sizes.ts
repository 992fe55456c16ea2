import { catalogue } from '../../properties/catalogue.js';
import { type Configuration, configurationOf, explore } from '../../src/index.js';
import type { DeepTelling } from '../deep-check.js';

/** What came of a protocol as a sketch, and as charts. */
interface ServingSize {
  readonly what: string;
  /** States of the sketch, in words; empty where there is none. */
  readonly sketch: string;
  readonly network: 'kv-transfer' | 'context-cache';
  readonly given: Configuration;
  /** States of the charts. */
  readonly states: number;
}

const PUSH_OF_THREE = { direction: 'push', requests: 3, decodePages: 4, prefillPages: 3 } as const;

/**
 * The sizes that the document on serving tells. Those of sketches are from throw-away searches, and are told as they were found.
 *
 * @testonly the document is made of them
 */
export const SERVING_SIZES: readonly ServingSize[] = [
  {
    what: 'push, 2 requests of 2 pages, one abort',
    sketch: '1,913',
    network: 'kv-transfer',
    given: { direction: 'push', blocks: 2, pairs: 2, decodePages: 4, prefillPages: 3, abortsAt: 'both' },
    states: 4_899,
  },
  {
    what: 'push, 3 requests, 4 pages, one abort',
    sketch: '23,554',
    network: 'kv-transfer',
    given: PUSH_OF_THREE,
    states: 80_802,
  },
  {
    what: 'the same, two aborts',
    sketch: '',
    network: 'kv-transfer',
    given: { ...PUSH_OF_THREE, aborts: 2 },
    states: 552_684,
  },
  {
    what: 'the same with one abort, and prefill may die',
    sketch: '146,715',
    network: 'kv-transfer',
    given: { ...PUSH_OF_THREE, fails: 'prefill' },
    states: 1_302_472,
  },
  {
    what: 'push, 4 requests, 2 prefill nodes',
    sketch: '205,757 with symmetry, over 1.9 million without',
    network: 'kv-transfer',
    given: { direction: 'push', requests: 4, decodePages: 4, prefills: 2, records: 4 },
    states: 1_917_429,
  },
  {
    what: 'pull with a lease of 3 ticks, 2 requests of 2 reads each, one abort, decode may die',
    sketch: '17,122',
    network: 'kv-transfer',
    given: {
      direction: 'pull',
      blocks: 2,
      pairs: 2,
      decodePages: 4,
      prefillPages: 4,
      leaseTicks: 3,
      fails: 'decode',
    },
    states: 774_600,
  },
  {
    what: 'pull, 3 requests, decode may die',
    sketch: '392,758',
    network: 'kv-transfer',
    given: { direction: 'pull', requests: 3, fails: 'decode' },
    states: 6_245_741,
  },
  {
    what: '3 blocks of 2 chains, 2 servers, 2 clients, one loss, EVS',
    sketch: '846',
    network: 'context-cache',
    given: { losses: 1 },
    states: 156_273,
  },
  {
    what: 'the same, and the other server joins later',
    sketch: '',
    network: 'context-cache',
    given: { joins: 1, losses: 1 },
    states: 778_273,
  },
  {
    what: '2 blocks, one server with one slot, 2 clients that ask twice; answers to reads lost or late',
    sketch: '',
    network: 'context-cache',
    given: { lost: 'reads', stored: 2, requests: 2, prompts: 1, servers: 1, slots: 1 },
    states: 1_613_936,
  },
];

/** Explores each network of which the document on serving tells the size, to its end. */
export function exploreServingSizes({ progress, fault }: DeepTelling): string {
  for (const { what, network, given, states: told } of SERVING_SIZES) {
    progress(what);
    const family = catalogue.families.find(({ name }) => name === network)!;
    const { states, verdict } = explore(family.build(configurationOf(family, given), new Set()));
    if (states !== told) fault(`${network}, ${what}: ${states} states, and ${told} are told`);
    if (verdict !== 'holds') fault(`${network}, ${what}: ${verdict}`);
  }
  return `${SERVING_SIZES.length} networks whose sizes the document on serving tells`;
}
