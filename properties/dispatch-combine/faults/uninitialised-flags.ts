import type { Cells, WindowInput } from '../../../machines/die/receive-window.js';
import type { DispatchCombineFault } from '../patch.js';

/** By each of two dies, in an operation of an earlier run. */
const LEFT_BEHIND: Cells = Object.fromEntries(
  [0, 1].map((source) => [source, { kind: 'flag', source, item: 0, mark: 1, counts: [0], isSeen: true }]),
);

export const uninitialisedFlags: DispatchCombineFault = {
  title: 'flags are not zeroed before the first operation: what an earlier run has left there ends the wait',
  link: 'https://github.com/hw-native-sys/pypto-lib/pull/426',
  property: 'epoch-skew',
  configuration: { dies: 2, layers: 2, tokens: 1, microbatches: 1, idleDies: 2, flags: 'zeroing' },
  patch: {
    chart: {
      'receive-window': (chart) => {
        chart.context = ({ input }: { input: WindowInput }) => ({
          ...input,
          cells: input.self.startsWith('status') ? LEFT_BEHIND : {},
          polls: [],
        });
      },
    },
  },
  counterexample: {
    tells:
      'die 0 finds the flags of an earlier run in its cells and passes the waits of two layers before die 1 has begun the first',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
      'combine.0 ⏱ gather in gathering',
      'environment ⇒ stream.0: ROUTE {routing: []}',
      'dispatch.0 ⏱ gather in gathering',
    ],
  },
};
