import type { NetworkTelling, Step } from '../../../src/index.js';

/** Sentences for the counterexamples of rings and paths: messages, slots, heads and tails. */
export const ubPathWords: Pick<NetworkTelling, 'describe'> = {
  describe: {
    step: stepText,
    place: (id, [field, slot]) => (field === 'slots' ? `slot ${slot} of ${id}` : undefined),
  },
};

interface Payload {
  readonly type: string;
  readonly message?: number;
  readonly slot?: number;
}

function stepText(step: Step): string | undefined {
  if (step.kind === 'stimulus' && step.event.type === 'LINK_DOWN') return `${step.component} goes down`;
  if (step.kind === 'timer' && step.component === 'receiver')
    return 'the receiver copies what it has read out of its ring';
  if (step.kind !== 'deliver') return undefined;
  const { type, message, slot } = step.event as Payload;
  switch (type) {
    case 'WRITE':
      return `${step.from} stores message ${message} into slot ${slot} of ${step.to}`;
    case 'WRITTEN':
      return `${step.to} is told that its message is visible`;
    case 'POST':
      return `${step.to} takes an operation of ${step.from}`;
    case 'ADD_TAIL':
      return `${step.from} moves the tail on: the receiver sees one more message`;
    case 'ADD_HEAD':
      return `the receiver moves the head on: ${step.to} has a slot back`;
    default:
      return undefined;
  }
}
