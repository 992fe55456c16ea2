import type { AnyEventObject } from 'xstate';
import { inspectEvent } from './canonical.js';
import { componentLabel, endOfQuoted, quotedWhereNeeded, unquoted } from './quoted.js';

/**
 * One atomic change of a network.
 *
 * - `deliver`: a component receives a waiting message; `drop` and `duplicate` are the faults of lossy and duplicating channels;
 * - `timer`: a pending timer fires; `stimulus`: the environment sends an event;
 * - `crash`: a component goes down, or down and up again.
 */
export type Step =
  | {
      readonly kind: 'deliver' | 'drop' | 'duplicate';
      readonly from: string;
      readonly to: string;
      readonly lane: string;
      readonly event: AnyEventObject;
      /** Of a `drop` behind the head of a queue: which of the equal messages it is, counted from the head. Left out: the first. */
      readonly nth?: number;
    }
  | { readonly kind: 'timer'; readonly component: string; readonly timer: string }
  | { readonly kind: 'stimulus'; readonly component: string; readonly event: AnyEventObject }
  | { readonly kind: 'crash'; readonly component: string };

/**
 * A step's label: readable, printable, and different for different steps that are enabled in one state. Names that could be taken for more
 * than a name stand in quotes.
 */
export function labelOf(step: Step): string {
  switch (step.kind) {
    case 'deliver':
      return messageLabel(step);
    case 'drop':
      return `drop ${messageLabel(step)}${step.nth === undefined ? '' : ` (number ${step.nth})`}`;
    case 'duplicate':
      return `duplicate ${messageLabel(step)}`;
    case 'timer':
      return `${componentLabel(step.component)} ⏱ ${step.timer}`;
    case 'stimulus':
      return `environment ⇒ ${componentLabel(step.component)}: ${inspectEvent(step.event)}`;
    case 'crash':
      return `crash ${componentLabel(step.component)}`;
  }
}

function messageLabel(step: { from: string; to: string; lane: string; event: AnyEventObject }): string {
  const lane = step.lane === '' ? '' : ` (${quotedWhereNeeded(step.lane)})`;
  return `${componentLabel(step.from)} ⇒ ${componentLabel(step.to)}${lane}: ${inspectEvent(step.event)}`;
}

/**
 * The id of the component that acts, by a label: the receiver of a message, or who takes a step by itself. None where the text is no label
 * of a step.
 */
export function componentsNamedIn(label: string): string[] {
  const crashed = label.startsWith('crash ') ? componentAt(label, 'crash '.length) : undefined;
  if (crashed !== undefined && crashed.end === label.length) return [crashed.id];
  const fault = ['drop ', 'duplicate '].find((word) => label.startsWith(word)) ?? '';
  const first = componentAt(label, fault.length);
  if (first === undefined) return [];
  if (label.startsWith(TIMER, first.end)) return [first.id];
  if (!label.startsWith(TO, first.end)) return [];
  const receiver = componentAt(label, first.end + TO.length);
  return receiver === undefined ? [] : [receiver.id];
}

const TO = ' ⇒ ';
const TIMER = ' ⏱ ';

/** What may follow a component's id in a label, but for its end. */
const AFTER_COMPONENT = / ⇒ | ⏱ |: | \(/gu;

/** The component's id that begins at a place of a label, and where it ends. */
function componentAt(label: string, start: number): { id: string; end: number } | undefined {
  if (label[start] === "'") {
    const end = endOfQuoted(label, start);
    return end < 0 ? undefined : { id: unquoted(label.slice(start, end)), end };
  }
  AFTER_COMPONENT.lastIndex = start;
  const end = AFTER_COMPONENT.exec(label)?.index ?? label.length;
  return end === start ? undefined : { id: label.slice(start, end), end };
}

/** Faults of the environment: a network that can go on only by one of these is stuck. */
export function isFaultStep(kind: Step['kind']): boolean {
  return kind === 'drop' || kind === 'duplicate' || kind === 'crash';
}
