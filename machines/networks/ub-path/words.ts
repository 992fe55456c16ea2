import type { NetworkTelling, Step } from '../../../src/index.js';

/** Sentences for the counterexamples of rings and paths: messages, slots, heads and tails. */
export const ubPathWords: Pick<NetworkTelling, 'describe' | 'subject'> = {
  describe: {
    step: stepText,
    place: (id, [field, slot]) => (field === 'slots' ? `slot ${slot} of ${id}` : undefined),
    cell: (_, [field], value) =>
      field === 'slots' ? (value === null ? 'nothing' : `message ${Number(value)}`) : undefined,
    change: (_, [field], before, after) =>
      field !== 'slots' ? undefined : after === null ? 'read' : before === null ? 'written' : 'overwritten',
    observed: observedText,
  },
  // What rings tell of a slot says which.
  subject: (_, __, cause) =>
    typeof cause?.component === 'string' && typeof cause.slot === 'number'
      ? { component: cause.component, path: ['slots', String(cause.slot)] }
      : undefined,
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

function observedText(id: string, event: { readonly [key: string]: unknown }): string | undefined {
  const { type, slot, over, found, operation, isTrained } = event;
  switch (type) {
    case 'STORED':
      return `a message is stored into slot ${String(slot)} of ${id}${over === null ? '' : `, over message ${Number(over)}, which nobody has read`}`;
    case 'READ':
      return `slot ${String(slot)} of ${id} is read, and ${found === null ? 'nothing' : `message ${Number(found)}`} is found`;
    case 'ISSUED':
      return `${id} issues ${String(operation)}`;
    case 'LINK_DOWN':
      return `${id} goes down`;
    case 'LINK_UP':
      return `${id} is up, and its ends are ${isTrained === true ? '' : 'not '}trained to each other`;
    default:
      return undefined;
  }
}
