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

/** What a label names, as far as it can be read again: the names, and of events the type. */
export type NamedParts =
  | {
      readonly kind: 'message';
      readonly from: string;
      readonly to: string;
      readonly lane: string;
      readonly type: string;
    }
  | { readonly kind: 'stimulus'; readonly component: string; readonly type: string }
  | { readonly kind: 'timer'; readonly component: string; readonly timer: string }
  | { readonly kind: 'crash'; readonly component: string };

/** What a label names; `undefined` where the text is no label of a step. */
export function partsNamedIn(label: string): NamedParts | undefined {
  const crashed = label.startsWith('crash ') ? componentAt(label, 'crash '.length) : undefined;
  if (crashed !== undefined && crashed.end === label.length) return { kind: 'crash', component: crashed.id };
  const fault = ['drop ', 'duplicate '].find((word) => label.startsWith(word)) ?? '';
  const first = componentAt(label, fault.length);
  if (first === undefined) return undefined;
  if (label.startsWith(TIMER, first.end))
    return { kind: 'timer', component: first.id, timer: label.slice(first.end + TIMER.length) };
  if (!label.startsWith(TO, first.end)) return undefined;
  const receiver = componentAt(label, first.end + TO.length);
  if (receiver === undefined) return undefined;
  const { lane, end } = laneAt(label, receiver.end);
  if (!label.startsWith(': ', end)) return undefined;
  const { name: type } = nameAt(label, end + ': '.length, AFTER_TYPE);
  // A component of this name stands in quotes.
  return label.startsWith(`environment${TO}`)
    ? { kind: 'stimulus', component: receiver.id, type }
    : { kind: 'message', from: first.id, to: receiver.id, lane, type };
}

/**
 * The id of the component that acts, by a label: the receiver of a message, or who takes a step by itself. None where the text is no label
 * of a step.
 */
export function componentsNamedIn(label: string): string[] {
  const parts = partsNamedIn(label);
  return parts === undefined ? [] : [parts.kind === 'message' ? parts.to : parts.component];
}

const TO = ' ⇒ ';
const TIMER = ' ⏱ ';

/** The lane in parentheses that may begin at a place of a label, and where what follows it begins. */
function laneAt(label: string, start: number): { lane: string; end: number } {
  if (!label.startsWith(' (', start)) return { lane: '', end: start };
  const { name, end } = nameAt(label, start + ' ('.length, /\): /gu);
  return { lane: name, end: end + ')'.length };
}

/** What a timer names that is none of `after`: its id, the event's type, and its addressee, where it has one. */
export function partsOfTimer(timer: string): { id?: string; type: string; target?: string } {
  const id = nameAt(timer, 0, AFTER_ID);
  const hasId = timer.startsWith(': ', id.end);
  const { name: type } = nameAt(timer, hasId ? id.end + ': '.length : 0, AFTER_TIMED_TYPE);
  const target = ADDRESSEE.exec(timer)?.[1];
  return {
    ...(hasId && { id: id.name }),
    type,
    ...(target !== undefined && { target: nameAt(target, 0, /$/gu).name }),
  };
}

/** An event or an addressee in quotes may have a colon, a name without quotes has none of both. */
const AFTER_ID = /: |'| \{/gu;
const AFTER_TIMED_TYPE = / to | \{| \[no prototype\] \{/gu;
const ADDRESSEE = / to ('(?:[^'\\]|\\.)*'|[^']*)$/u;

/** What may follow an event's type in a label, but for its end. */
const AFTER_TYPE = / \{| \(| \[no prototype\] \{/gu;

/** The name that begins at a place of a label, in quotes or up to one of these, and where it ends. */
function nameAt(label: string, start: number, after: RegExp): { name: string; end: number } {
  if (label[start] === "'") {
    const end = endOfQuoted(label, start);
    if (end >= 0) return { name: unquoted(label.slice(start, end)), end };
  }
  after.lastIndex = start;
  const end = after.exec(label)?.index ?? label.length;
  return { name: label.slice(start, end), end };
}

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
