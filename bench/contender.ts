import { plainSearch } from '../src/reference/plain-search.js';
import { explore } from '../src/index.js';
import type { Contender, ContenderReports } from './contenders.js';
import { measure } from './measure.js';
import { type CreditChainSize, creditChain } from './networks/credit-chain.js';
import { adjacencyMap } from './peers/adjacency-map.js';
import { transitionCalls } from './peers/transition-call.js';

// The whole of a contender's own process: `node contender.js <contender> <links> <credits> <values> <runs>` writes one
// JSON object to standard output. See `runContender`.

/** Every budget lies above what is benchmarked: an exploration that is cut short would count wrong. */
const STATES_MAX = 1e9;
const BYTES_MAX = 64 * 2 ** 30;
const SECONDS_MAX = 24 * 3600;

type Run<TContender extends Contender> = (
  size: CreditChainSize,
  runs: number,
) => ContenderReports[TContender];

const contenders: { readonly [TContender in Contender]: Run<TContender> } = {
  explore: (size, runs) => measure(runs, () => exploreChain(size)),
  'plain-search': (size, runs) => measure(runs, () => plainSearchChain(size)),
  'adjacency-map': (size, runs) => measure(runs, () => adjacencyMap(size)),
  'transition-call': transitionCalls,
};

function exploreChain(size: CreditChainSize) {
  const { states, steps, bytesPerState, xstateCalls } = explore(creditChain(size), {
    statesMax: STATES_MAX,
    bytesMax: BYTES_MAX,
    secondsMax: SECONDS_MAX,
  });
  return { states, transitions: steps, bytesPerState, xstateCalls };
}

function plainSearchChain(size: CreditChainSize) {
  const { states, steps } = plainSearch(creditChain(size), { statesMax: STATES_MAX, progressChecks: false });
  return { states, transitions: steps };
}

const [name, links, credits, values, runs] = process.argv.slice(2);
const contender = contenders[name as Contender];
if (contender === undefined)
  throw new Error(`There is no contender '${name}'; use one of ${Object.keys(contenders).join(', ')}.`);
const size = { links: Number(links), credits: Number(credits), values: Number(values) };
process.stdout.write(`${JSON.stringify(contender(size, Number(runs)))}\n`);
