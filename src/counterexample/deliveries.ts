import { printable } from './printable.js';

/** For each step of a schedule, the labels of the further synchronous deliveries within it, in their order. */
export type Deliveries = readonly (readonly string[])[];

/** Whether any step has further deliveries: most networks have no synchronous channels, and say nothing of them. */
export function hasDeliveries(deliveries: Deliveries | undefined): deliveries is Deliveries {
  return deliveries !== undefined && deliveries.some((labels) => labels.length > 0);
}

/**
 * The first step within which something else is delivered than a trace says, as a sentence; `undefined` if there is none.
 *
 * @param told what the trace says
 * @param done what XState did
 */
export function deliveryDifference(told: Deliveries, done: Deliveries): string | undefined {
  for (const [index, labels] of done.entries()) {
    const expected = told[index] ?? [];
    if (labels.length === expected.length && labels.every((label, at) => label === expected[at])) continue;
    return (
      `Step ${index + 1} delivers ${listed(labels)} where the trace says ${listed(expected)}. ` +
      'The trace belongs to another network, or to other parameters or faults.'
    );
  }
  return undefined;
}

function listed(labels: readonly string[]): string {
  return labels.length === 0 ? 'nothing further' : labels.map((label) => `'${printable(label)}'`).join(', ');
}
