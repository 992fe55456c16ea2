import type { Survivors } from '../survivors.js';

/** What survives in dispatch-combine. */
export const dispatchCombineSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'moe-stream on GIVEN_UP to .halted: tellNext before tellGaveUp',
    'moe-stream.gating on ROUTE [hasTurn] to dispatching: tellRouted before noteRouting',
    'moe-stream.dispatching on DISPATCHED to computing: noteRows before passTurn',
    'moe-stream.combining on COMBINED [isLastLayer] to finished: nextLayer before tellSummed',
    'moe-stream.combining on COMBINED to gating: nextLayer before tellSummed',
  ],
  'Nobody looks at the number of a layer after the last one.': [
    'moe-stream.combining on COMBINED [isLastLayer] to finished: without nextLayer',
  ],
};
