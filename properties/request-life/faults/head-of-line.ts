import type { RequestLifeFault } from '../fault.js';

export const headOfLine: RequestLifeFault = {
  title: 'a request that needs more pages than there are waits for them for ever, and with it all behind it',
  link: 'https://github.com/LMCache/LMCache/issues/2942',
  kinship: 'its kind',
  property: 'every-request-ends of client.1',
  configuration: { requests: 2, pages: 3, longest: 4, overtakes: 0 },
  patch: { provide: { 'decode-pages': { guards: { isTooLarge: () => false } } } },
  counterexample: {
    tells:
      'request 0 needs four pages, and there are three: it waits at the head of the queue for ever, and request 1 behind it',
    steps: ['client.0 ⏱ arrive in idle', 'client.1 ⏱ arrive in idle'],
  },
};
