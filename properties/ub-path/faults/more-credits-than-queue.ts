import type { UbPathInput } from '../../../machines/interconnect/ub-path.js';
import type { Fault } from '../../../src/index.js';

export const moreCreditsThanQueue: Fault = {
  title: 'the sender counts on a queue that is deeper than the hardware makes it',
  link: 'https://github.com/deepseek-ai/DeepEP/issues/301',
  kinship: 'its kind',
  property: 'under-way-within-credits',
  configuration: { messages: 2, slots: 2, credits: 1, flaps: 0 },
  patch: {
    chart: {
      'ub-path': (chart) => {
        chart.context = ({ input: { credits, flaps } }: { input: UbPathInput }) => ({
          limit: credits + 1,
          credits: credits + 1,
          flaps,
        });
      },
    },
  },
  counterexample: {
    tells:
      'the path has one credit more than its die may have operations under way: both writes of the sender are',
    steps: [
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
    ],
  },
};
