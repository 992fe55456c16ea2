import { enqueueActions } from 'xstate';
import { dispatchFlags } from '../../../machines/moe/dispatch-plan.js';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import { componentRef } from '../../../src/index.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

export const flagsShareLine: DispatchCombineFault = {
  title: "two flags share a cache line: writing one back restores the other's old value",
  link: 'https://github.com/hw-native-sys/pto-isa/issues/322',
  property: 'deadlock-freedom',
  configuration: SMALL,
  patch: {
    provide: {
      'fused-dispatch': {
        actions: {
          signalPeers: enqueueActions(({ context, enqueue }) => {
            for (const { window, flag } of dispatchFlags(context as OperatorContext)) {
              enqueue.sendTo(componentRef(window), flag);
              // The line holds two entries: with its own the sender writes back the zero that its copy has for the other.
              const neighbour = { ...flag, address: flag.address ^ 1, mark: 0, counts: [] };
              enqueue.sendTo(componentRef(window), neighbour);
            }
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'writing back the line of one flag restores the zero that it had for its neighbour (mark 0): that flag is lost, and both dies wait for ever',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      "dispatch.0 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [], item: 0, mark: 0, source: 0}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [], item: 0, mark: 0, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "dispatch.1 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [], item: 0, mark: 0, source: 1}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [], item: 0, mark: 0, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
    ],
  },
};
