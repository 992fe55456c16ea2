import type { Survivors } from '../survivors.js';

/** What survives in dispatch-combine. */
export const dispatchCombineSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'moe-stream on GIVEN_UP to .halted: tellNext before tellGaveUp',
    'moe-stream.gating on ROUTE [hasTurn] to dispatching: tellRouted before noteRouting',
    'moe-stream.dispatching on DISPATCHED to computing: noteRows before passTurn',
    'moe-stream.combining on COMBINED [isLastLayer] to finished: nextLayer before tellSummed',
    'moe-stream.combining on COMBINED to gating: nextLayer before tellSummed',
    'fused-dispatch.idle on DISPATCH [needsAcknowledgement] to acquiring: noteBegun before takeOrder',
    'fused-dispatch.idle on DISPATCH to sending: noteBegun before takeOrder',
    'fused-dispatch.sending on SENT [isLastToSend] to waiting: signalPeers before countSent',
    'fused-dispatch.waiting on ALL_ARRIVED to gathering: zeroFlags before noteCounts',
    'fused-dispatch.assembling always [isEverythingRead] to idle: acknowledge dispatch before handOver',
    'sending-core on ISSUE: writeOldest before noteIssued',
  ],
  'Nobody looks at the number of a layer after the last one.': [
    'moe-stream.combining on COMBINED [isLastLayer] to finished: without nextLayer',
  ],
  'The stream of who has given up gives no more orders.': [
    'fused-dispatch on GIVEN_UP to .halted: to .idle instead',
  ],
  'open: who has given up goes on to read and to hand over what is there': [
    'fused-dispatch on GIVEN_UP to .halted: to .gathering instead',
    'fused-dispatch on GIVEN_UP to .halted: to .assembling instead',
  ],
  'Nobody looks at the count before it is forgotten.': [
    'fused-dispatch.sending on SENT [isLastToSend] to waiting: without countSent',
  ],
  'The core looks once more in the same step, and goes where it should have gone.': [
    'sending-core.sending always [isAllPosted] to draining: to pipelined instead',
    'sending-core.pipelined always [isAllPosted] to draining: to sending instead',
  ],
};
