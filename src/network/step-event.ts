import type { AnyEventObject } from 'xstate';
import type { Step } from './step.js';

/** A step as monitors see it. */
export function stepEvent(step: Step): AnyEventObject {
  return { type: 'step', ...step };
}
