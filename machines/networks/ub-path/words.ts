import type { NetworkTelling, Step, View } from '../../../src/index.js';
import type { RingSenderContext } from '../../interconnect/ring-sender.js';
import { waitsFor } from './ring-waits.js';

const isSlot = (path: readonly string[]): boolean => path[0] === 'slots' && path.length === 2;

/** Sentences for the counterexamples of rings and paths: messages, slots, heads and tails. */
export const ubPathWords: Pick<NetworkTelling, 'describe' | 'subject' | 'waitsFor'> = {
  describe: {
    step: (step, before) => stepText(step, before),
    place: (id, path) => (isSlot(path) ? `slot ${path[1]} of ${id}` : undefined),
    cell: (_, path, value) =>
      isSlot(path) ? (value === null ? 'nothing' : `message ${Number(value)}`) : undefined,
    change: (_, path, before, after) =>
      !isSlot(path) ? undefined : after === null ? 'read' : before === null ? 'written' : 'overwritten',
    observed: observedText,
  },
  // What rings tell of a slot says which.
  subject: (_, __, cause) =>
    typeof cause?.component === 'string' && typeof cause.slot === 'number'
      ? { component: cause.component, path: ['slots', String(cause.slot)] }
      : undefined,
  waitsFor,
};

interface Payload {
  readonly type: string;
  readonly message?: number;
  readonly slot?: number;
}

function stepText(step: Step, before: View): string | undefined {
  if (step.kind === 'stimulus' && step.event.type === 'LINK_DOWN') return `${step.component} goes down`;
  if (step.kind === 'timer') return timerText(step.component, step.timer.split(' ')[0]!, before);
  if (step.kind !== 'deliver') return undefined;
  const { type, message, slot } = step.event as Payload;
  switch (type) {
    case 'WRITE':
      return `${step.from} stores message ${message} into slot ${slot} of ${step.to}`;
    case 'WRITTEN':
      return `${step.to} is told that its message is visible`;
    case 'READ':
      return `${step.from} reads slot ${slot} of ${step.to}`;
    case 'DATA':
      return `${step.to} is given what it has read`;
    case 'ADDED':
      return `${step.to} is told that what it has moved on is visible`;
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

function timerText(id: string, timer: string, before: View): string | undefined {
  switch (timer) {
    case 'copy':
      return 'the receiver copies what it has read out of its ring';
    case 'produce': {
      const { sent, ring, ownsRing } = before.context<RingSenderContext>(id);
      return `${id} ${ownsRing ? 'writes' : 'posts'} message ${sent} for ${ring}`;
    }
    case 'detect':
      return `${id} notices that its link is down`;
    case 'retrain':
      return `the two ends of ${id} are trained to each other again`;
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
