import type { GraphLaunchFault } from '../fault.js';

/** What it is about is time: the host prepares for each graph what it has prepared for the iteration. */
export const rebuiltMetadata: GraphLaunchFault = {
  title:
    'metadata are built again before the graph of the draft is replayed, though those of the main model are there',
  link: 'https://github.com/vllm-project/vllm/pull/40410',
  property: 'metadata-once',
  configuration: { dies: 1, iterations: 1, graphs: 2 },
  patch: {
    chart: {
      'host-cpu': ({ states }) => {
        const [last, other] = (states!.launching!.after as { launch: [object, object] }).launch;
        states!.launching!.after = { launch: [last, { ...other, target: 'preparing' }] };
      },
    },
  },
  counterexample: {
    tells:
      'the host has launched the main graph (step 2), and writes the metadata of the iteration once more',
    steps: ['host.0 ⏱ prepare in preparing', 'host.0 ⏱ launch in launching', 'host.0 ⏱ prepare in preparing'],
  },
};
