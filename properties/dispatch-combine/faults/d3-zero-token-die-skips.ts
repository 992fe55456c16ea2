import { enqueueActions } from 'xstate';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import { componentRef } from '../../../src/index.js';
import { dispatchFlags } from '../../../machines/moe/dispatch-plan.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

export const zeroTokenDieSkips: DispatchCombineFault = {
  title: 'a die without tokens returns early and signals nobody',
  link: 'https://github.com/uccl-project/uccl/pull/940',
  property: 'deadlock-freedom',
  configuration: SMALL,
  patch: {
    provide: {
      'fused-dispatch': {
        actions: {
          signalPeers: enqueueActions(({ context, enqueue }) => {
            const operator = context as OperatorContext;
            if (operator.routing.length === 0) return;
            for (const { window, flag } of dispatchFlags(operator))
              enqueue.sendTo(componentRef(window), flag);
          }),
        },
      },
    },
  },
};
