import type { Survivors } from '../survivors.js';

/** What survives in dispatch-combine-int8. */
export const dispatchCombineInt8Survivors: Survivors = {};
