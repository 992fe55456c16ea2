import { enqueueActions } from 'xstate';
import type { HostContext } from '../../../machines/die/host-cpu.js';
import type { Update } from '../../../machines/die/update-stream.js';
import { componentRef } from '../../../src/index.js';
import type { GraphLaunchFault } from '../fault.js';

/** Updates of draft graphs go to a stream of their own, which nothing puts behind the replays. */
export const updateStreamApart: GraphLaunchFault = {
  title: 'the draft graph has an update stream of its own, so that a fast host overwrites its event',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/13600',
  property: 'deadlock-freedom',
  configuration: { dies: 1, iterations: 2, graphs: 2, ahead: 1 },
  patch: {
    wiring: {
      updateStreamsOf: (die) => ({ updates: `updates.${die}`, draftUpdates: `updates.${die}.draft` }),
    },
    provide: {
      'host-cpu': {
        actions: {
          launchUpdate: enqueueActions(({ context, enqueue }) => {
            const { launches, launched, iteration } = context as HostContext;
            const graph = launches[launched]!;
            const isDraft = graph > 0;
            enqueue.sendTo(componentRef(isDraft ? 'draftUpdates' : 'updates'), {
              type: 'UPDATE',
              iteration,
              graph,
              after: isDraft ? 0 : iteration * launches.length + launched,
            } satisfies Update);
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the host is one iteration ahead: the event of the draft graph (graph 1) is recorded for iteration 0 (step 13) and again for iteration 1 (step 15) before the device waits for the first; the wait of iteration 0 takes both, and the device hangs in that of iteration 1',
    steps: [
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 0, slot: 0}',
      'host.0 ⇒ updates.0: UPDATE {after: 0, graph: 0, iteration: 0}',
      'host.0 ⏱ launch in launching',
      'host.0 ⇒ updates.0.draft: UPDATE {after: 0, graph: 1, iteration: 0}',
      'host.0 ⏱ prepare in preparing',
      'host.0 ⏱ launch in launching',
      'host.0 ⏱ launch in launching',
      'updates.0 ⏱ update in updating',
      'host.0 ⇒ updates.0: UPDATE {after: 2, graph: 0, iteration: 1}',
      'device.0 ⏱ compute in computing',
      'updates.0.draft ⏱ update in updating',
      'host.0 ⇒ updates.0.draft: UPDATE {after: 0, graph: 1, iteration: 1}',
      'updates.0.draft ⏱ update in updating',
      'host.0 ⇒ device.0: REPLAY {graph: 1, iteration: 0, slot: 0}',
      'device.0 ⏱ compute in computing',
      'host.0 ⇒ device.0: REPLAY {graph: 0, iteration: 1, slot: 1}',
      'updates.0 ⏱ update in updating',
      'device.0 ⏱ compute in computing',
      'host.0 ⇒ device.0: REPLAY {graph: 1, iteration: 1, slot: 1}',
    ],
  },
};
