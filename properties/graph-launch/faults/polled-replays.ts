import { assign } from 'xstate';
import type { GraphLaunchFault } from '../fault.js';

export const polledReplays: GraphLaunchFault = {
  title:
    'updates are to wait for the replays before them, of whose end nobody tells their stream: it polls for ever',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/12944',
  kinship: 'its kind',
  property: 'every-component-can-rest',
  configuration: { dies: 1, iterations: 2, graphs: 1, ahead: 1 },
  patch: {
    chart: {
      'update-stream': ({ states }) => {
        states!.waiting!.after = { update: 'looking' };
        states!.looking = { after: { update: 'waiting' } };
      },
    },
    provide: { 'update-stream': { actions: { countReplay: assign({}) } } },
  },
  counterexample: {
    tells:
      'the replay of the first iteration ends, and the stream is not told: from the second update on (step 7) it looks again and again for what it has not counted',
    steps: [
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ updates.0: UPDATE {after: 0, graph: 0, iteration: 0}',
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'updates.0 ⏱ update in updating',
      'host.0 ⇒ updates.0: UPDATE {after: 1, graph: 0, iteration: 1}',
    ],
  },
};
