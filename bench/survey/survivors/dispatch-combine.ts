import type { Survivors } from '../survivors.js';

/** What survives in dispatch-combine. */
export const dispatchCombineSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'moe-stream on GIVEN_UP to .halted: tellNext before tellGaveUp',
    'moe-stream.gating on ROUTE [hasTurn] to dispatching: tellRouted before noteRouting',
    'moe-stream.dispatching on DISPATCHED to computing: noteRows before passTurn',
    'moe-stream.combining on COMBINED [isLastLayer] to finished: tellSummed before nextLayer',
    'moe-stream.combining on COMBINED to gating: tellSummed before nextLayer',
    'fused-dispatch.idle on DISPATCH [needsAcknowledgement] to acquiring: noteBegun before takeOrder',
    'fused-dispatch.idle on DISPATCH to sending: noteBegun before takeOrder',
    'fused-dispatch.sending on SENT [isLastToSend] to waiting: signalPeers before countSent',
    'fused-dispatch.waiting on ALL_ARRIVED to gathering: zeroFlags before noteCounts',
    'fused-dispatch.assembling always [isEverythingRead] to idle: acknowledge dispatch before handOver',
    'sending-core on ISSUE: writeOldest before noteIssued',
    'waiting-cores.polling.asking on PROBED: noteProbed before noteAnswer',
    'waiting-cores.polling.asking always [isDeadFound] to #waiting-cores.givenUp: blame before noteBlamed',
    'waiting-cores.polling.asking always [isDeadFound] to #waiting-cores.givenUp: giveUp before blame',
    'expert-ffn.idle on COMPUTE to computing: noteBegun before takeIn',
    'fused-combine.idle on COMBINE [needsAcknowledgement] to acquiring: noteBegun before takeOrder',
    'fused-combine.idle on COMBINE to sending: noteBegun before takeOrder',
    'fused-combine.sending on SENT [isLastToSend] to waiting: forgetResults before countSent',
    'fused-combine.summing always [isEverythingRead] to idle: acknowledge combine before handOver',
    'receive-window.open on WRITE: tellVisible before storeCopy',
    'receive-window.open on ADD: countAdd before noteCounted',
    'die-health.alive on FAIL to failed: haltParts before noteFailed',
    'ub-path.up on POST [hasCredit]: issue before takeCredit',
  ],
  'Nobody looks at the number of a layer after the last one.': [
    'moe-stream.combining on COMBINED [isLastLayer] to finished: without nextLayer',
  ],
  'The stream of who has given up gives no more orders.': [
    'fused-dispatch on GIVEN_UP to .halted: to .idle instead',
    'fused-combine on GIVEN_UP to .halted: to .idle instead',
  ],
  'Nobody looks at the count before it is forgotten.': [
    'fused-dispatch.sending on SENT [isLastToSend] to waiting: without countSent',
    'fused-combine.sending on SENT [isLastToSend] to waiting: without countSent',
  ],
  'The core looks once more in the same step, and goes where it should have gone.': [
    'sending-core.sending always [isAllPosted] to draining: to pipelined instead',
    'sending-core.pipelined always [isAllPosted] to draining: to sending instead',
  ],
  'Nobody looks at the results between their being sent and the end of the operation.': [
    'fused-combine.sending on SENT [isLastToSend] to waiting: without forgetResults',
  ],
  'It is FusedDispatch that takes counts with its signals; FusedCombine never does it.': [
    'fused-combine action noteCounts: does nothing',
  ],
  'The next order takes the place of all that is not forgotten.': [
    'waiting-cores.polling always [isNothingOpen] to idle: without forget',
    'expert-ffn.computing after compute to idle: without forget',
  ],
  'In neither state anything is done, or heard.': ['waiting-cores on HALT to .halted: to .givenUp instead'],
  'It comes to where it should have gone in the same step, or stays where it waits as long as it takes.': [
    'waiting-cores.polling.choosing always [hasLimit] to limited: to asking instead',
    'waiting-cores.polling.choosing always to unlimited: without it',
    'waiting-cores.polling.asking always [isNobodyDead] to limited: to choosing instead',
  ],
  'Whether, how often and for how long a link is down is claimed in ub-path, which has the same chart, and kills it.':
    [
      'ub-path.up exit: without loseTraining',
      'ub-path.up exit: tellDown before loseTraining',
      'ub-path.up on LINK_DOWN [hasFlap] to down: to retraining instead',
      'ub-path.retraining after retrain to up: without train',
    ],
  'What a die that has failed had posted stays in its pipe, and goes nowhere either.': [
    'ub-path.halted on POST: without it',
  ],
  'With up to three dies it is the same; with four, which are too many to explore, walks find that replicas do not share them (`replicas-share-the-dies`).':
    [
      "moe/placement placeOf.at: 3 for 2 in 'hasReplica && source % 2 === 1 ? expertCount(sizes) + expert : expert'",
    ],
  'Dies of even number use the second replica instead of those of odd number: they share them as evenly.': [
    "moe/placement placeOf.at: 0 for 1 in 'hasReplica && source % 2 === 1 ? expertCount(sizes) + expert : expert'",
  ],
  'Windows have other names, and all dies the same ones; cells of one core or of two may lie in one.': [
    "moe/window-layout statusWindow: 0 for 1 in 'layout.cores === 1'",
  ],
  'Any mark does that differs from the one before and from what was never written.': [
    "moe/flags markOf: 2 for 1 in '1'",
    "moe/flags markOf: 2 for 1 in '1 - (Math.floor(item / halves) % 2)'",
    "moe/flags markOf: 3 for 2 in '1 - (Math.floor(item / halves) % 2)'",
  ],
  'With one core there is one such window; with two, which no configuration has beside acknowledgements, dies wait for ever (`deadlock-freedom`).':
    [
      "moe/acknowledgement acknowledgementAwaited.window: 1 for 0 in 'statusWindow(layout, die, 0, 0)' (2)",
      "moe/acknowledgement acknowledgements.window: 1 for 0 in 'statusWindow(layout, peer, 0, 0)' (2)",
    ],
  'With one slot, which no configuration has, the witnesses of the stages are not met.': [
    "moe/sending-core sendingCore.guards.isStaged: 1 for 0 in '({ context }) => context.slots > 0'",
  ],
  'It stands for no slot, and no slot has that number.': [
    "moe/sending-core sendingCore.actions.postChunk.slot: 2 for 1 in '-1'",
  ],
  'Where it counts tokens carry numbers, as they do in dispatch-combine-int8.': [
    "moe/fused-operator inOrder: 1 for 0 in '0'",
    "pipeline/moe-stream NOTHING_COMBINED.item: 1 for 0 in '0'",
    "pipeline/moe-stream moeStream.actions.nextLayer.combined: 1 for 0 in 'tokens.length === 0 ? NOTHING_COMBINED : { item: event.item, tokens }'",
    "die/receive-window nextArrival: 1 for 0 in '0'",
    "die/receive-window nextArrival: 2 for 1 in '(cell.kind === 'slot' ? Math.max(next, cell.arrival + 1) : next)'",
    "die/receive-window nextArrival: 0 for 1 in '(cell.kind === 'slot' ? Math.max(next, cell.arrival + 1) : next)'",
    "die/receive-window nextArrival: 2 for 1 in '1'",
    "die/receive-window nextArrival: 0 for 1 in '1'",
  ],
  'The first operation waits for number 0, and all later acknowledgements are larger.': [
    "die/receive-window receiveWindow.actions.noteAcknowledged.last: 1 for 0 in 'last = before?.kind === 'acknowledged' ? before.operation : 0'",
  ],
  'Without several microbatches the only one has number 0.': [
    "pipeline/moe-stream moeStream.context.turns: 0 for 1 in 'input.microbatches === 1 || input.microbatch === 0 ? 1 : 0'",
  ],
  'It is set before it is used.': [
    "moe/dense-output countsOf.all: 1 for 0 in 'all = Array.from({ length: dies * expertsPerDie }, () => 0)'",
    "moe/fused-operator AT_REST.item: 1 for 0 in '0'",
    "moe/fused-operator AT_REST.sending: 1 for 0 in '0'",
    "moe/fused-operator AT_REST.reading: 1 for 0 in '0'",
    "moe/waiting-cores NOTHING_AWAITED.item: 1 for 0 in '0'",
    "moe/waiting-cores NOTHING_AWAITED.open: 1 for 0 in '0'",
    "moe/waiting-cores NOTHING_AWAITED.asked: 1 for 0 in '0'",
    "moe/expert-ffn AT_REST.item: 1 for 0 in '0'",
  ],
  'No row lies behind all blocks, unless something is wrong already.': [
    "moe/expert-ffn blockOf: 2 for 1 in 'block < 0 ? counts.length - 1 : block'",
    "moe/expert-ffn blockOf: 0 for 1 in 'block < 0 ? counts.length - 1 : block'",
  ],
  'Experts that compute when another microbatch gives up may end: it is told, and no claim forbids it.': [
    'moe-stream.halted on COMPUTED: without tellEndedLate',
  ],
};
