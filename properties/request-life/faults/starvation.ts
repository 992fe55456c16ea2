import type { RequestLifeFault } from '../fault.js';

export const starvation: RequestLifeFault = {
  title: 'textbook: whoever fits is given pages, however often one that needs more has been passed over',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'overtaken-at-most of decode.0',
  configuration: { requests: 3, pages: 3, longest: 3, growth: 0, tokens: 1, overtakes: 0 },
  patch: { wiring: { overtakesOf: ({ requests }) => requests } },
  counterexample: {
    tells:
      'request 1 has a page, request 0 needs three and waits; request 2 came later and is given one before it, though nobody may be overtaken',
    steps: ['client.1 ⏱ arrive in idle', 'client.0 ⏱ arrive in idle', 'client.2 ⏱ arrive in idle'],
  },
};
