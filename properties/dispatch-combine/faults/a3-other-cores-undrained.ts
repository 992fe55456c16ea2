import type { SendingCoreContext } from '../../../machines/moe/sending-core.js';
import type { DispatchCombineFault } from '../patch.js';

/** The core that signals for all has number 0, or none where it is the only one. */
const isFirst = ({ self }: SendingCoreContext): boolean => /\.core0?$/.test(self);

export const otherCoresUndrained: DispatchCombineFault = {
  title: 'the barrier of all cores does not wait for the stores of the other cores',
  link: 'https://github.com/ROCm/mori/pull/522',
  property: 'flag-implies-data',
  configuration: { layers: 1, tokens: 2, cores: 2, idleDies: 1, routing: 'balanced' },
  // The barrier synchronises the cores, but only the first one drains its stores before it comes.
  patch: {
    provide: {
      'sending-core': {
        guards: {
          isFenced: ({ context }: { context: SendingCoreContext }) =>
            !isFirst(context) || (context.posted.length === 0 && context.issued.length === 0),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the second core of die 1 comes to the barrier with its store still in the pipe, and the first core signals for both',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0.core0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[1], [0]]}',
      'dispatch.1.core0 ⏱ sendChunk in sending',
      "dispatch.1.core0 ⇒ ub.1: POST {writer: 'dispatch.1.core0'}",
      "dispatch.1.core0 ⇒ window.1.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core0'}",
      'dispatch.1.core1 ⏱ sendChunk in sending',
      "dispatch.1 ⇒ status.0.0.core1: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
    ],
  },
};
