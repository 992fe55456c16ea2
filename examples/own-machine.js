// A machine of one's own in the model of CloudMatrix-Infer: a flag between matrix and vector cores that holds three sets, where the model's
// holds fifteen. The rest of the network, its channels and its claims stay as they are.

import { componentRef, withMachines } from 'cloudmatrix-check';
import { groupedGemm } from 'cloudmatrix-check/cloudmatrix';
import { assign, sendTo, setup } from 'xstate';

const SETS_MAX = 3;

const smallFlag = setup({
  guards: {
    isFull: ({ context }) => context.sets === SETS_MAX,
    isSet: ({ context }) => context.sets > 0,
  },
  actions: {
    count: assign({ sets: ({ context }) => context.sets + 1 }),
    take: assign({ sets: ({ context }) => context.sets - 1 }),
    letPass: sendTo((args) => componentRef(args.context.waiter)(args), { type: 'PASSED' }),
  },
}).createMachine({
  id: 'small-flag',
  context: ({ input }) => ({ ...input, sets: 0 }),
  // What is set beyond that is lost, and nobody is told.
  on: { SET: [{ guard: 'isFull' }, { actions: 'count' }] },
  initial: 'unwaited',
  states: {
    unwaited: { tags: 'rest', on: { WAIT: 'waited' } },
    waited: {
      tags: 'rest',
      always: { guard: 'isSet', target: 'unwaited', actions: ['take', 'letPass'] },
    },
  },
});

/** The matrix core counts on fifteen: it runs ahead, and sets are lost. */
export const smallFlags = withMachines(groupedGemm, { 'cross-core-flag': smallFlag });
