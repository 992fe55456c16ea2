import { enqueueActions } from 'xstate';
import { dispatchFlags } from '../../../machines/moe/dispatch-plan.js';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import { componentRef } from '../../../src/index.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

/** Entries by which the flags of a die are displaced: the data area of the last die has one more token of each peer and expert. */
const displacement = ({ die, layout: { dies, expertsPerDie } }: OperatorContext): number =>
  die === dies - 1 ? dies * expertsPerDie : 0;

export const flagsBehindSizedData: DispatchCombineFault = {
  title: "one die's flags lie behind a data area of another size",
  link: 'https://github.com/deepseek-ai/DeepEP/pull/313',
  property: 'deadlock-freedom',
  configuration: SMALL,
  patch: {
    provide: {
      'fused-dispatch': {
        actions: {
          signalPeers: enqueueActions(({ context, enqueue }) => {
            const operator = context as OperatorContext;
            for (const { window, flag } of dispatchFlags(operator)) {
              const displaced = { ...flag, address: flag.address + displacement(operator) };
              enqueue.sendTo(componentRef(window), displaced);
            }
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'die 1 puts its flag behind a data area of its own size, where die 0 does not poll: both wait for ever',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "dispatch.1 ⇒ status.0.0: FLAG {address: 3, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 3, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
    ],
  },
};
