import { dispatchCombine } from '../machines/networks/dispatch-combine.js';
import { configurationOf, explore } from '../src/index.js';
import { runContender } from './contenders.js';
import { chainCounts, isCount, sizeLabel } from './oracle.js';

/** An exploration too long for every test run. */
export interface DeepCheck {
  readonly name: string;
  readonly run: () => Promise<DeepOutcome>;
}

/** How a deep check ended: what was measured, in one line, and every fault found; none: it passed. */
export interface DeepOutcome {
  readonly summary: string;
  readonly faults: readonly string[];
}

/** Peak resident memory that a deep exploration may take, in bytes. */
const RESIDENT_BYTES_MAX = 2e9;

/** Four links with three credits: 26 873 856 states and 153 809 280 transitions, within memory. */
const DEEP_CHAIN = { links: 4, credits: 3, values: 2 } as const;

/** Every deep check, in the order in which they run. Further ones are added here. */
export const DEEP_CHECKS: readonly DeepCheck[] = [
  { name: `credit link chain ${sizeLabel(DEEP_CHAIN)}, complete`, run: exploreDeepChain },
  {
    name: 'dispatch-combine, 3 dies, 1 token a die, 2 layers, any routing, complete',
    run: exploreDispatchCombine,
  },
];

/** Runs deep checks one after another; `report` is told the outcome of each as it ends. */
export async function runDeepChecks(
  checks: readonly DeepCheck[],
  report: {
    readonly begin: (name: string) => void;
    readonly end: (name: string, outcome: DeepOutcome) => void;
  },
): Promise<boolean> {
  let passed = true;
  for (const { name, run } of checks) {
    report.begin(name);
    const outcome = await run();
    report.end(name, outcome);
    passed &&= outcome.faults.length === 0;
  }
  return passed;
}

/** States and steps of that configuration, so that a change of the model is noticed. */
const DISPATCH_COMBINE_COUNTS = { distinct: 39_249_142, edges: 175_015_326 } as const;

async function exploreDispatchCombine(): Promise<DeepOutcome> {
  const configuration = configurationOf(dispatchCombine, { dies: 3, tokens: 1, layers: 2 });
  const result = explore(dispatchCombine.build(configuration, new Set()), { statesMax: 1e8 });
  const { verdict, distinct, edges, depth, seconds, bytesPerState, properties } = result;
  const faults = properties
    .filter((property) => property.verdict !== 'holds')
    .map((property) => `${property.name} is ${property.verdict}`);
  if (distinct !== DISPATCH_COMBINE_COUNTS.distinct || edges !== DISPATCH_COMBINE_COUNTS.edges) {
    faults.push(
      `${distinct} states and ${edges} steps were counted instead of ${JSON.stringify(DISPATCH_COMBINE_COUNTS)}`,
    );
  }
  const whole = (value: number) => value.toLocaleString('en');
  const summary = `${verdict}; ${whole(distinct)} states, ${whole(edges)} steps, ${depth} levels in ${seconds.toFixed(0)} s, ${bytesPerState.toFixed(1)} bytes/state`;
  return { summary, faults };
}

async function exploreDeepChain(): Promise<DeepOutcome> {
  const expected = chainCounts(DEEP_CHAIN);
  // In a process of its own, whose peak memory is the exploration's alone.
  const {
    states,
    transitions,
    secondsOfRuns,
    bytesPerState = 0,
    residentPeakBytes,
  } = await runContender('explore', DEEP_CHAIN, 1);
  const seconds = secondsOfRuns[0];
  const faults: string[] = [];
  if (!isCount(states, expected.states))
    faults.push(`${states} states were counted instead of ${expected.states}`);
  if (!isCount(transitions, expected.transitions)) {
    faults.push(`${transitions} transitions were counted instead of ${expected.transitions}`);
  }
  if (residentPeakBytes > RESIDENT_BYTES_MAX) {
    faults.push(
      `the process took ${residentPeakBytes} bytes at its peak; at most ${RESIDENT_BYTES_MAX} are allowed`,
    );
  }
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  return {
    summary:
      `${whole(states)} states, ${whole(transitions)} transitions in ${seconds.toFixed(1)} s: ${whole(states / seconds)} states/s, ` +
      `${bytesPerState.toFixed(1)} bytes/state, peak ${whole(residentPeakBytes / 1e6)} MB`,
    faults,
  };
}
