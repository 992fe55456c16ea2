import type { AnyEventObject } from 'xstate';
import { inspectEvent } from './canonical.js';

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

/** A step's label: readable, and different for different steps that are enabled in one state. */
export function labelOf(step: Step): string {
  switch (step.kind) {
    case 'deliver':
      return messageLabel(step);
    case 'drop':
      return `drop ${messageLabel(step)}${step.nth === undefined ? '' : ` (number ${step.nth})`}`;
    case 'duplicate':
      return `duplicate ${messageLabel(step)}`;
    case 'timer':
      return `${step.component} ⏱ ${step.timer}`;
    case 'stimulus':
      return `environment ⇒ ${step.component}: ${inspectEvent(step.event)}`;
    case 'crash':
      return `crash ${step.component}`;
  }
}

function messageLabel(step: { from: string; to: string; lane: string; event: AnyEventObject }): string {
  const lane = step.lane === '' ? '' : ` (${step.lane})`;
  return `${step.from} ⇒ ${step.to}${lane}: ${inspectEvent(step.event)}`;
}

/** Where the id of the component that acts may begin in a label, and where it may end. */
const BEFORE_ACTOR = /(?<=^|^crash | ⇒ )/g;
const AFTER_ACTOR = /(?= ⏱ |: | \(|$)/g;

/**
 * Parts of a label that may be the id of the component that acts (the receiver of a message): the id is one of them, whatever
 * characters ids are made of.
 */
export function actorsNamedIn(label: string): string[] {
  const starts = [...label.matchAll(BEFORE_ACTOR)].map(({ index }) => index);
  const ends = [...label.matchAll(AFTER_ACTOR)].map(({ index }) => index);
  const found = starts.flatMap((start) =>
    ends.filter((end) => end > start).map((end) => label.slice(start, end)),
  );
  return [...new Set(found)];
}

/** Faults of the environment: a network that can go on only by one of these is stuck. */
export function isFaultStep(kind: Step['kind']): boolean {
  return kind === 'drop' || kind === 'duplicate' || kind === 'crash';
}
