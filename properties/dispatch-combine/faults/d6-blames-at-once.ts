import { assertEvent, assign } from 'xstate';
import type { Missing } from '../../../machines/die/window-protocol.js';
import { missingPeers, type WaitingCoresContext } from '../../../machines/moe/waiting-cores.js';
import type { DispatchCombineFault } from '../patch.js';

export const blamesAtOnce: DispatchCombineFault = {
  title: 'a wait that exceeds its limit blames every peer that has not signalled, also one that starts late',
  link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/17376',
  property: 'blame-is-right',
  configuration: { layers: 1, tokens: 1, limit: 'probe' },
  patch: {
    provide: {
      'waiting-cores': {
        actions: {
          probeMissing: assign(({ context, event }: { context: WaitingCoresContext; event: Missing }) => {
            assertEvent(event, 'MISSING');
            const missing = missingPeers(context.shares, event);
            return { asked: context.asked - 1, suspects: [...new Set([...context.suspects, ...missing])] };
          }),
        },
      },
    },
  },
  counterexample: {
    tells: 'die 0 has waited too long and blames die 1, which has not even started',
    steps: ['environment ⇒ stream.0: ROUTE {routing: []}', 'dispatch.0.wait ⏱ limit in polling.limited'],
  },
};
