import { type DispatchCombineFault, SMALL } from '../patch.js';

export const notifyOvertakesData: DispatchCombineFault = {
  title: 'the flag is stored past the data writes that are still in the pipe',
  link: 'https://github.com/hw-native-sys/PTOAS/issues/711',
  property: 'flag-implies-data',
  configuration: SMALL,
  // The toolchain put no pipe barrier before the notify: a core is at the barrier as soon as everything is in its pipe.
  patch: { provide: { 'sending-core': { guards: { isFenced: () => true } } } },
  counterexample: {
    tells:
      'die 1 stores its flag at once, past its token that is still in the pipe: die 0 sees all flags, reads the slot and finds nothing there',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
    ],
  },
};
