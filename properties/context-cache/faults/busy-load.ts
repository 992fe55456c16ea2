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
        const requests = chart.states!.serving!.states!.requests!;
        const answers = requests.on!.WITHIN_QUOTA as { actions: unknown }[];
        answers.at(-1)!.actions = ['refundRequest', askAgain];
      },
    },
  },
  counterexample: { tells: '', steps: [] },
};
