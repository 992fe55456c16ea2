import type { GraphLauncherContext } from '../../../machines/pipeline/graph-launcher.js';
import type { PipelineFault } from '../fault.js';

/** The engine scheduled twice before it took up a result, where what the scheduler relied on held for one at a time. */
export const ranAhead: PipelineFault = {
  title: 'the host is allowed one launch more ahead of its die than the scheduler is made for',
  link: 'https://github.com/torch-spyre/sendnn-inference/pull/941',
  kinship: 'its kind',
  property: 'launches-within-ahead of die.0',
  configuration: { dies: 1, microbatches: 1, steps: 1, ahead: 0, mtp: 'on' },
  patch: {
    provide: {
      'graph-launcher': {
        guards: {
          isNotTooFarAhead: ({ context }: { readonly context: GraphLauncherContext }) =>
            context.inFlight <= context.ahead + 1,
        },
      },
    },
  },
  counterexample: {
    tells:
      'launches and graphs are to take turns, and the host launches the draft before its die has run the main graph',
    steps: ['die.0.host ⏱ launch in launching', 'die.0.host ⏱ launch in launching'],
  },
};
