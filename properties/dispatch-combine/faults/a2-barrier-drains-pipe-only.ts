import type { SendingCoreContext } from '../../../machines/moe/sending-core.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

export const barrierDrainsPipeOnly: DispatchCombineFault = {
  title: 'the barrier waits until writes are issued, not until they are visible',
  link: 'https://github.com/hw-native-sys/PTOAS/issues/744',
  property: 'flag-implies-data',
  configuration: SMALL,
  // A pipe barrier without the release fence: what has left the pipe may still be under way on the fabric.
  patch: {
    provide: {
      'sending-core': {
        guards: {
          isFenced: ({ context }: { context: SendingCoreContext }) => context.posted.length === 0,
        },
      },
    },
  },
  counterexample: {
    tells:
      'the token of die 1 has left the pipe (step 5) but is still on the fabric when the flag that speaks of it arrives (step 6)',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
    ],
  },
};
