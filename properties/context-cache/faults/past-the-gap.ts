import type { ContextCacheFault } from '../fault.js';

/** Of a chain whose middle was gone the blocks behind it were counted, too. */
export const pastTheGap: ContextCacheFault = {
  title: 'a lookup goes on behind a block that is not there, and counts the blocks that are',
  link: 'https://github.com/llm-d/llm-d-kv-cache/pull/688',
  property: 'runs-without-hole of sdk.0',
  configuration: { instances: 1, requests: 2, prompts: 1, length: 2 },
  patch: {
    chart: {
      'mp-sdk': ({ states }) => {
        states!.reading!.states!.looking!.on!.ABSENT = {
          target: 'looking',
          reenter: true,
          actions: ['tellBlock', 'nextBlock'],
        };
      },
    },
  },
  counterexample: {
    tells:
      'the second request does not find d, which is still to be stored (step 6); then d and de are stored, the lookup goes on, finds de, and counts one block: de would be taken for d',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'sdk.0 ⏱ ask in reading.looking',
    ],
  },
};
