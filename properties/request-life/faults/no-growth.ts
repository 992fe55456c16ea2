import { assign } from 'xstate';
import type { PagesContext } from '../../../machines/serving/decode-page-list.js';
import type { Reserve } from '../../../machines/serving/decode-page-messages.js';
import type { RequestLifeFault } from '../fault.js';

/** The pages of prompts only are asked for: that answers grow is left out of account. */
export const noGrowth: RequestLifeFault = {
  title: 'requests are given pages without regard to the growth of those that have some: all stand still',
  link: 'https://github.com/sgl-project/sglang/issues/30033',
  property: 'admitted-can-finish of decode.0',
  configuration: { requests: 2, pages: 2 },
  patch: {
    provide: {
      'decode-pages': {
        actions: {
          queue: assign({
            waiting: ({ context, event }) => {
              const { type: _, ...asked } = event as unknown as Reserve;
              return [...(context as PagesContext).waiting, { ...asked, growth: 0, overtaken: 0 }];
            },
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'both requests are given a page for their prompts, and there is none left for either to grow: neither will come to its end',
    steps: ['client.0 ⏱ arrive in idle', 'client.1 ⏱ arrive in idle'],
  },
};
