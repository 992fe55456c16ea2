import { raise } from 'xstate';
import type { Charged } from '../../../machines/cache/mp-controller.js';
import type { ContextCacheFault } from '../fault.js';

/** What EVS has is asked for again, after a pause. */
const askAgain = raise(
  ({ event }: { readonly event: Charged }) => ({ type: 'FOUND', request: event.request }) as never,
  { delay: 1, id: 'again' },
);

/** What is to be read from disk waits for memory in a loop; nothing that is there can be evicted. */
export const busyLoad: ContextCacheFault = {
  title: 'a load for which there is no memory asks again and again, for ever where nothing can be evicted',
  link: 'https://github.com/LMCache/LMCache/issues/2942',
  property: 'request-ends of instance.0',
  configuration: { instances: 1, stored: 2, prompts: 1, servers: 1, slots: 1 },
  patch: {
    chart: {
      'mp-server': (chart) => {
        const space = chart.states!.serving!.states!.space!;
        const answers = space.on!.WITHIN_QUOTA as { actions: unknown }[];
        answers.at(-1)!.actions = ['refundRequest', askAgain];
      },
    },
  },
  counterexample: {
    tells:
      'the only slot has d, which the instance has just loaded, and de is to be loaded behind it: d is not evicted for its own continuation, and the server asks for space again and again',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in reading.loading',
      'server.0 ⏱ load in serving.recovery.reading',
      'sdk.0 ⏱ read in reading.copying',
      'sdk.0 ⏱ ask in reading.loading',
    ],
  },
};
