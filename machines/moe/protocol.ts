import type { Operator } from '../die/window-protocol.js';

/**
 * What the operators of an expert-parallel group have agreed on, beside the messages that its windows understand.
 *
 * The *items* of a run are its (layer, microbatch) pairs in the order in which every die starts them: item q belongs to
 * microbatch q mod m. Each item is two operations: FusedDispatch is operation 2q + 1, FusedCombine operation 2q + 2.
 */

/** For each active token of a die the experts that the gate chose, k different ones. Masked tokens are not in it. */
export type Routing = readonly (readonly number[])[];

export const operationOf = (item: number, operator: Operator): number =>
  2 * item + (operator === 'dispatch' ? 1 : 2);
