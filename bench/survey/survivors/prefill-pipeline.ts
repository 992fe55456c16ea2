import type { Survivors } from '../survivors.js';

/** What survives in prefill-pipeline. */
export const prefillPipelineSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'core-pool.open on REQUEST [isServedAtOnce]: lease before tellAsked',
    'core-pool.open on REQUEST: queueUp before tellAsked',
    'core-pool.open on RELEASE: takeBack before tellReturned',
    'graph-launcher on GRAPH_ENDED: countEnded before tellReturned',
    'rank.running on MICROBATCH_ENDED [isLastMicrobatch] to sampling: countMicrobatch before tellReceived',
    'rank.running on MICROBATCH_ENDED: countMicrobatch before tellReceived',
    'microbatch.leaving always [isLastStage] to idle: handOver before releaseStream',
    'microbatch.leaving always to requesting: advance before releaseStream',
    'exchange.gathering on ARRIVE [isLast]: letGo before tellArrival',
    'exchange.gathering on ARRIVE [isLast]: startAnew before letGo',
    'exchange.gathering on ARRIVE: count before tellArrival',
  ],
  'Who has to wait, although there are cores, is served by the next transition, in the same step.': [
    'core-pool.open on REQUEST [isServedAtOnce]: without it',
  ],
  'Only core-pool has claims that hear it; here they judge by who works.': [
    'core-pool.open on REQUEST [isServedAtOnce]: without tellAsked',
    'core-pool.open on REQUEST: without tellAsked',
    'core-pool.open on RELEASE: without tellReturned',
  ],
  'A step of prefill has one graph: it is the last one, and the first.': [
    'graph-launcher.launching after launch [isLastGraph] to deciding: without guard',
    'graph-launcher.launching after launch [isLastGraph] to deciding: nextStep before launchGraph',
    'rank.sampling after head [isEndOfStep] to between: without guard',
  ],
  'The largest of these networks has two layers of a kind; decode-pipeline has three, and sees it.': [
    "pipeline/graph nextPosition.layer: 2 for 1 in 'layer + 1'",
  ],
};
