import type { ContextCacheFault } from '../fault.js';

/** Blocks of equal tokens behind different beginnings had one hash. */
export const equalTokens: ContextCacheFault = {
  title: 'the key of a block is made of its own tokens only, so that it is found behind another prefix',
  link: 'https://github.com/vllm-project/vllm/pull/12603',
  property: 'uses-its-own-prefix of instance.1',
  configuration: { instances: 2, prompts: 2, length: 3, stored: 3, servers: 1 },
  patch: { wiring: { hashOf: (_, tokens) => tokens } },
  counterexample: {
    tells:
      'EVS has the blocks of the prompt d e f by the keys d, e and f. Instance 1 has the prompt d f g; it finds d, and f, which was computed behind d and e, reads both, and computes behind them',
    steps: [
      'instance.1 ⏱ arrive in idle',
      'sdk.1 ⏱ ask in reading.looking',
      'sdk.1 ⏱ ask in reading.looking',
      'sdk.1 ⏱ ask in reading.looking',
      'sdk.1 ⏱ ask in reading.loading',
      'server.0 ⏱ load in serving.recovery.reading',
      'sdk.1 ⏱ read in reading.copying',
      'sdk.1 ⏱ ask in reading.loading',
      'server.0 ⏱ load in serving.recovery.reading',
      'sdk.1 ⏱ read in reading.copying',
    ],
  },
};
