import type { Fault } from '../../../src/index.js';

export const tailAtIssue: Fault = {
  title: 'the barrier before the signal waits until writes are issued, and not until they are visible',
  link: 'https://github.com/hw-native-sys/PTOAS/issues/744',
  kinship: 'its kind',
  property: 'tail-implies-data',
  configuration: { messages: 1, slots: 1, credits: 2, flaps: 0 },
  patch: {
    chart: {
      'ring-sender': (chart) => {
        // One pipe issues both in their order; the fabric keeps none between them.
        chart.states!.producing!.after = { produce: { target: 'sent', actions: ['postWrite', 'postTail'] } };
        chart.on!.WRITTEN = { actions: 'returnCredit' };
      },
    },
  },
  counterexample: {
    tells:
      'the addition to the tail is issued right behind the write (step 3), and is visible before it (step 4): the receiver reads a slot in which nothing is',
    steps: [
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ receiver (atomics): ADD_TAIL {sender: 'sender.0'}",
      'receiver ⏱ copy in copying',
    ],
  },
};
