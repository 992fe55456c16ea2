import type { ContextCacheFault } from '../fault.js';

/** Of a chain whose middle was gone the blocks behind it were counted, too. */
export const pastTheGap: ContextCacheFault = {
  title: 'a lookup goes on behind a block that is not there, and counts the blocks that are',
  link: 'https://github.com/llm-d/llm-d-kv-cache/pull/688',
  property: 'runs-without-hole of sdk.0',
  configuration: { instances: 1, requests: 2, servers: 1, slots: 1, evs: 0, prompts: 1 },
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
  counterexample: { tells: '', steps: [] },
};
