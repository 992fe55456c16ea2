import { HERE, perform } from './beside/checkout.js';
import { PROBLEMS, type ProblemId } from './beside/problems.js';
import type { DeepCheck, DeepTelling } from './deep-check.js';
import { compareCatalogue } from './confluence/compare-catalogue.js';
import {
  compareManyChoosing,
  compareManyReductions,
  compareManyTalkative,
} from './confluence/deep-reduction.js';
import { exploreSixteenLayers } from './confluence/sixteen-layers.js';
import { runLongCommands } from './documents/long-commands.js';
import { exploreServingSizes } from './documents/serving-sizes.js';
import { surveyAllNetworks } from './survey/networks.js';
import { compareManyCores } from './twins/deep-core-comparison.js';
import { compareManyNetworks } from './twins/deep-comparison.js';
import { compareManyThreads } from './twins/deep-threads.js';

/** Peak resident memory that a deep exploration may take, in bytes. */
const RESIDENT_BYTES_MAX = 2e9;

/** Four links with three credits: 26 873 856 states and 153 809 280 transitions, within memory. */
const DEEP_CHAIN: ProblemId = 'chain-26873856';

/** Every deep check, in the order in which they run. Further ones are added here. */
export const DEEP_CHECKS: readonly DeepCheck[] = [
  { id: 'chain', name: `${PROBLEMS[DEEP_CHAIN].name}, complete`, run: exploreDeepChain },
  { id: 'tables', name: 'random networks, by the tables and plainly', run: compareManyNetworks },
  { id: 'core', name: 'random networks, by the core and by the tables', run: compareManyCores },
  { id: 'threads', name: 'random networks, on one thread and on several', run: compareManyThreads },
  { id: 'mixed', name: 'random networks, with steps taken alone and without', run: compareManyReductions },
  {
    id: 'talkative',
    name: 'talkative networks, with steps taken alone and without',
    run: compareManyTalkative,
  },
  { id: 'choosing', name: 'choosing networks, with steps taken alone and without', run: compareManyChoosing },
  {
    id: 'catalogue',
    name: 'networks of the catalogue, with steps taken alone and without',
    run: compareCatalogue,
  },
  {
    id: 'layers',
    name: 'dispatch-combine of three dies and 16 layers, with steps taken alone',
    run: exploreSixteenLayers,
  },
  { id: 'commands', name: 'long commands of the documents', run: runLongCommands },
  { id: 'sizes', name: 'sizes of the networks of serving', run: exploreServingSizes },
  { id: 'survey', name: 'edits of the charts, by the claims', run: surveyAllNetworks },
];

async function exploreDeepChain({ fault }: DeepTelling): Promise<string> {
  const { counts: expected } = PROBLEMS[DEEP_CHAIN];
  // In a process of its own, whose peak memory is the exploration's alone.
  const { report } = await perform(HERE, 'watch', { problem: DEEP_CHAIN });
  const { states, transitions, cpuSeconds, bytesPerState, residentPeakBytes } = report;
  if (states !== expected.states) fault(`${states} states were counted instead of ${expected.states}`);
  if (transitions !== expected.transitions) {
    fault(`${transitions} transitions were counted instead of ${expected.transitions}`);
  }
  if (residentPeakBytes > RESIDENT_BYTES_MAX) {
    fault(
      `the process took ${residentPeakBytes} bytes at its peak; at most ${RESIDENT_BYTES_MAX} are allowed`,
    );
  }
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  return (
    `${whole(states)} states, ${whole(transitions)} transitions in ${cpuSeconds.toFixed(1)} s of CPU time: ${whole(states / cpuSeconds)} states/s, ` +
    `${bytesPerState.toFixed(1)} bytes/state, peak ${whole(residentPeakBytes / 1e6)} MB`
  );
}
