import { channelsOf } from '../../../machines/networks/ub-path/channels.js';
import type { UbPathFault } from '../fault.js';

export const lostSubmission: UbPathFault = {
  title: 'two cores submit to one queue at once, and a write is gone that nobody was told of',
  link: 'https://github.com/deepseek-ai/DeepEP/pull/181',
  property: 'credits-conserved of path.16',
  configuration: { messages: 1, slots: 1, credits: 1, flaps: 0 },
  patch: {
    wiring: {
      channelsOf: (shape) => (from, to, event) => {
        const channel = channelsOf(shape)(from, to, event);
        // Pushed data is written to another die, pulled data read from it; the other of the two stays on its own die.
        const isSubmitted = ['WRITE', 'READ'].includes(event.type) && channel.kind === 'fifo';
        return isSubmitted ? { ...channel, lossy: true } : channel;
      },
    },
  },
  counterexample: {
    tells: 'the only write of the sender is lost after it was issued: its credit never comes back',
    steps: [
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "drop sender.0 ⇒ ring.0 (data): WRITE {message: 0, slot: 0, writer: 'sender.0'}",
    ],
  },
};
