import type { CampaignResult } from '../../src/campaign/campaign.js';
import type { Coverage } from '../../src/interpreter/chart/coverage.js';
import type { ExploreResult } from '../../src/explore/explore-result.js';
import type { WalkResult } from '../../src/explore/random-walk.js';
import type { Violation } from '../../src/property/violation.js';
import type { Evidence } from '../../src/check/evidence.js';
import type { Subject } from '../../src/check/subject.js';

// Results as searches give them, to be changed where a test wants them otherwise.

export const subject: Subject = {
  network: 'dispatch-combine',
  parameters: { dies: 2, tokens: 2, layers: 2 },
  faults: [],
};

export const violation: Violation = {
  property: 'flag-implies-data',
  message: 'the margin is -1',
  initial: 0,
  steps: ['die.0 ⇒ die.1: FLAG', 'die.1 ⏱ poll'],
  minimality: 'proven shortest',
};

export const evidence: Evidence = {
  violation,
  parameters: subject.parameters,
  rendered: 'flag-implies-data is violated after 2 steps (proven shortest): the margin is -1\n  1. ...',
  traceFile: 'traces/a.trace.json',
};

export const coverage: Coverage = {
  machines: [
    {
      machine: 'die',
      states: { visited: ['idle', 'sending'], unvisited: ['failed'] },
      transitions: {
        visited: ['idle --SEND [isFree]--> sending'],
        unvisited: ['sending --FAIL--> failed', 'sending --after copy--> idle'],
      },
      guards: { visited: ['isFree true'], unvisited: ['isFree false'] },
    },
  ],
  monitors: [
    {
      machine: 'order',
      states: { visited: ['in order'], unvisited: [] },
      transitions: { visited: [], unvisited: ['in order --SENT--> in order'] },
      guards: { visited: [], unvisited: [] },
    },
  ],
};

export const explored: ExploreResult = {
  verdict: 'holds',
  states: 81_234,
  steps: 190_332,
  depth: 61,
  terminal: 1,
  seconds: 1.5,
  progress: { seconds: 0.1, bytes: 1_000 },
  bytesPerState: 24.25,
  xstateCalls: 2_330,
  coverage,
  properties: [
    { name: 'deadlock-freedom', verdict: 'holds' },
    { name: 'slots-free', verdict: 'holds', margin: 1 },
    { name: 'credits', verdict: 'holds', margin: 0.25 },
  ],
  violations: [],
  witnesses: [],
  vacuous: [],
  neverSeen: [],
};

export const walked: WalkResult = {
  verdict: 'holds-in-sample',
  seed: 384,
  walks: 100,
  steps: 32_000,
  states: 2_301,
  ended: 1,
  seconds: 0.125,
  xstateCalls: 50,
  coverage,
  properties: [{ name: 'deadlock-freedom', verdict: 'holds-in-sample' }],
  violations: [],
  vacuous: [],
  neverSeen: [],
};

export const campaigned: CampaignResult = {
  verdict: 'holds-in-sample',
  seed: 384,
  runs: 300,
  steps: 60_000,
  configurations: 12,
  seconds: 3,
  properties: [{ name: 'deadlock-freedom', verdict: 'holds-in-sample' }],
  coverage,
  sampled: [],
  isInterrupted: false,
};
