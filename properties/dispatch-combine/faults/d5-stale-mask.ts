import { enqueueActions } from 'xstate';
import { flagShares } from '../../../machines/moe/dispatch-plan.js';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import type { Share } from '../../../machines/moe/waiting-cores.js';
import { componentRef } from '../../../src/index.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

/** It was not there when the graph was captured, and takes part again. */
const BACK_AGAIN = 0;

const withoutIt = ({ window, cells, peers }: Share): Share => ({
  window,
  cells: cells.filter((_, at) => !peers[at]!.includes(BACK_AGAIN)),
  peers: peers.filter((dies) => !dies.includes(BACK_AGAIN)),
});

export const staleMask: DispatchCombineFault = {
  title:
    'a replayed graph has the mask of active ranks of its capture: the flag of one that is back is not waited for',
  link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/16200',
  property: 'one-flag-per-peer at die 1',
  configuration: { ...SMALL, dies: 2 },
  patch: {
    provide: {
      'fused-dispatch': {
        actions: {
          awaitSignals: enqueueActions(({ context, enqueue }) => {
            const operator = context as OperatorContext;
            const { die, item, waiting } = operator;
            const all = flagShares(operator);
            const shares = die === BACK_AGAIN ? all : all.map(withoutIt);
            enqueue.sendTo(componentRef(waiting), { type: 'AWAIT', item, shares });
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'die 0 takes part again, but die 1 has the mask of before: it waits for its own flag alone, and its experts begin without the count of die 0',
    steps: [
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      'dispatch.1 ⏱ gather in gathering',
    ],
  },
};
