import { collective } from '../machines/die/collective.js';
import { evsTier } from '../machines/cache/evs-tier.js';
import { modelInstance } from '../machines/cache/model-instance.js';
import { modelPool } from '../machines/cache/model-pool.js';
import { mpController } from '../machines/cache/mp-controller.js';
import { mpSdk } from '../machines/cache/mp-sdk.js';
import { mpServer } from '../machines/cache/mp-server.js';
import { cachingInstance } from '../machines/cache/caching-instance.js';
import { serverMemory } from '../machines/cache/server-memory.js';
import { corePool } from '../machines/die/core-pool.js';
import { crossCoreFlag } from '../machines/die/cross-core-flag.js';
import { deviceGraph } from '../machines/die/device-graph.js';
import { dieHealth } from '../machines/die/die-health.js';
import { drainState } from '../machines/die/drain-state.js';
import { hostCpu } from '../machines/die/host-cpu.js';
import { kernel } from '../machines/die/kernel.js';
import { receiveWindow } from '../machines/die/receive-window.js';
import { schedulerThread } from '../machines/die/scheduler-thread.js';
import { updateStream } from '../machines/die/update-stream.js';
import { nodeDies } from '../machines/interconnect/node-dies.js';
import { ringBuffer } from '../machines/interconnect/ring-buffer.js';
import { ringReceiver } from '../machines/interconnect/ring-receiver.js';
import { ringSender } from '../machines/interconnect/ring-sender.js';
import { ubInputPort } from '../machines/interconnect/ub-input-port.js';
import { ubOutputPort } from '../machines/interconnect/ub-output-port.js';
import { ubPath } from '../machines/interconnect/ub-path.js';
import { expertFfn } from '../machines/moe/expert-ffn.js';
import { fusedCombine } from '../machines/moe/fused-combine.js';
import { fusedDispatch } from '../machines/moe/fused-dispatch.js';
import { gemmCube } from '../machines/moe/gemm-cube.js';
import { gemmRows } from '../machines/moe/gemm-rows.js';
import { gemmVector } from '../machines/moe/gemm-vector.js';
import { sendingCore } from '../machines/moe/sending-core.js';
import { waitingCores } from '../machines/moe/waiting-cores.js';
import { exchange } from '../machines/pipeline/exchange.js';
import { graphLauncher } from '../machines/pipeline/graph-launcher.js';
import { microbatch } from '../machines/pipeline/microbatch.js';
import { moeRank } from '../machines/pipeline/moe-rank.js';
import { moeStream } from '../machines/pipeline/moe-stream.js';
import { rank } from '../machines/pipeline/rank.js';
import { rowWindow } from '../machines/pipeline/row-window.js';
import { decodeLoop } from '../machines/serving/decode-loop.js';
import { decodePages } from '../machines/serving/decode-pages.js';
import { decodeReceive } from '../machines/serving/decode-receive.js';
import { globalScheduler } from '../machines/serving/global-scheduler.js';
import { instanceRouter } from '../machines/serving/instance-router.js';
import { mishaps } from '../machines/serving/mishaps.js';
import { nodeHealth } from '../machines/serving/node-health.js';
import { prefillScheduler } from '../machines/serving/prefill-scheduler.js';
import { prefillWorker } from '../machines/serving/prefill-worker.js';
import { servingClient } from '../machines/serving/serving-client.js';
import { clients } from '../machines/serving/clients.js';
import { kvLease } from '../machines/serving/kv-lease.js';
import { kvMemory } from '../machines/serving/kv-memory.js';
import { pagePool } from '../machines/serving/page-pool.js';
import { pullHolder } from '../machines/serving/pull-holder.js';
import { pullReader } from '../machines/serving/pull-reader.js';
import { pushReceiver } from '../machines/serving/push-receiver.js';
import { pushSender } from '../machines/serving/push-sender.js';
import { queuePair } from '../machines/serving/queue-pair.js';
import { servingNode } from '../machines/serving/serving-node.js';
import { transferEngine } from '../machines/serving/transfer-engine.js';
import { decode, decodeServiceLevel } from '../machines/systems/decode/decode-system.js';
import { prefill } from '../machines/systems/prefill/prefill-system.js';
import type { Catalogue } from '../src/check/catalogue.js';
import { contextCache } from './context-cache/family.js';
import { addressesOfTheirEpoch } from './context-cache/monitors/addresses-of-their-epoch.js';
import { chainsFromTheirEnd } from './context-cache/monitors/chains-from-their-end.js';
import { evictsForCause } from './context-cache/monitors/evicts-for-cause.js';
import { evictsWhenFull } from './context-cache/monitors/evicts-when-full.js';
import { expiredWhenOver } from './context-cache/monitors/expired-when-over.js';
import { leastUsedGoesFirst } from './context-cache/monitors/least-used-goes-first.js';
import { oldestGoesFirst } from './context-cache/monitors/oldest-goes-first.js';
import { getsWhatWasPut } from './context-cache/monitors/gets-what-was-put.js';
import { ownBlocks } from './context-cache/monitors/own-blocks.js';
import { runsWithoutHole } from './context-cache/monitors/runs-without-hole.js';
import { toldWhatIsThere } from './context-cache/monitors/told-what-is-there.js';
import { writtenThrough } from './context-cache/monitors/written-through.js';
import { corePools } from './core-pool/family.js';
import { kernelOrder } from './core-pool/kernel-order.js';
import { leasedInOrder } from './core-pool/leased-in-order.js';
import { dispatchCombineInt8 } from './dispatch-combine-int8/family.js';
import { dispatchCombine } from './dispatch-combine/family.js';
import { allGiveUp } from './dispatch-combine/monitors/all-give-up.js';
import { blameIsRight } from './dispatch-combine/monitors/blame-is-right.js';
import { computedByItsExpert } from './dispatch-combine/monitors/computed-by-its-expert.js';
import { copiesArriveOnce } from './dispatch-combine/monitors/copies-arrive-once.js';
import { dispatchesInTurn } from './dispatch-combine/monitors/dispatches-in-turn.js';
import { flagImpliesData } from './dispatch-combine/monitors/flag-implies-data.js';
import { givesUpForTheDeadOnly } from './dispatch-combine/monitors/gives-up-for-the-dead-only.js';
import { noOverwrite } from './dispatch-combine/monitors/no-overwrite.js';
import { oneFlagPerPeer } from './dispatch-combine/monitors/one-flag-per-peer.js';
import { operatorOrder } from './dispatch-combine/monitors/operator-order.js';
import { signalsOfTheirOperation } from './dispatch-combine/monitors/signals-of-their-operation.js';
import { stagesInOrder } from './dispatch-combine/monitors/stages-in-order.js';
import { storesWithinWindow } from './dispatch-combine/monitors/stores-within-window.js';
import { tellsOfTheDead } from './dispatch-combine/monitors/tells-of-the-dead.js';
import { replicasShareTheDies } from './dispatch-combine/monitors/replicas-share-the-dies.js';
import { silentAfterFailure } from './dispatch-combine/monitors/silent-after-failure.js';
import { slotsReadOnce } from './dispatch-combine/monitors/slots-read-once.js';
import { tokensSummedOnce } from './dispatch-combine/monitors/tokens-summed-once.js';
import { writesWithinCredits } from './dispatch-combine/monitors/writes-within-credits.js';
import { drainBarrier } from './drain-barrier/family.js';
import { tasksDispatched } from './drain-barrier/tasks-dispatched.js';
import { graphLaunch } from './graph-launch/family.js';
import {
  computedForItsIteration,
  eventOncePerWait,
  metadataOnce,
  replaysInOrder,
  sameGraphOnAllDies,
} from './graph-launch/graph-replay.js';
import { expertsInOrder } from './grouped-gemm/experts-in-order.js';
import { groupedGemm } from './grouped-gemm/family.js';
import { int8ErrorBounds } from './int8/suite.js';
import { modelCache } from './model-cache/family.js';
import { broughtInOnce } from './model-cache/monitors/brought-in-once.js';
import { leastUsedVersionGoes } from './model-cache/monitors/least-used-version-goes.js';
import { newestWhenTold } from './model-cache/monitors/newest-when-told.js';
import { switchedToItsTarget } from './model-cache/monitors/switched-to-its-target.js';
import { kvTransfer } from './kv-transfer/family.js';
import { addressOfThisEpoch } from './kv-transfer/monitors/address-of-this-epoch.js';
import { dataIsVisible } from './kv-transfer/monitors/data-is-visible.js';
import { decodesOwnKv } from './kv-transfer/monitors/decodes-own-kv.js';
import { landsInOwnPages } from './kv-transfer/monitors/lands-in-own-pages.js';
import { evictsTheShortfall } from './kv-transfer/monitors/evicts-the-shortfall.js';
import { pagesReturnOnce } from './kv-transfer/monitors/pages-return-once.js';
import { servedInOrder } from './kv-transfer/monitors/served-in-order.js';
import { moeLayerRows } from './moe-layer/family.js';
import { operatorsInOrder } from './moe-layer/operators-in-order.js';
import { resultsAreComputed } from './moe-layer/results-are-computed.js';
import { resultsWhereTheyBelong } from './moe-layer/results-where-they-belong.js';
import { rowsWhereRouted } from './moe-layer/rows-where-routed.js';
import { sentAsTold } from './moe-layer/sent-as-told.js';
import { allCollectives } from './pipeline/all-collectives.js';
import { decodePipeline, prefillPipeline } from './pipeline/family.js';
import { sameOperation } from './pipeline/same-operation.js';
import { wholeGraphs } from './pipeline/whole-graphs.js';
import { publishedRows } from './published-rows.js';
import { requestLife } from './request-life/family.js';
import {
  answerInOrder,
  nothingAfterTheEnd,
  ownTokens,
  tokensOfThisAttempt,
} from './request-life/monitors/answer.js';
import { prefilledOnce, retriesWithinBound } from './request-life/monitors/attempts.js';
import { blameNamesTheDead } from './request-life/monitors/blame-names-the-dead.js';
import { brokenGivesNoToken } from './request-life/monitors/broken-gives-no-token.js';
import { failsForOwnCause } from './request-life/monitors/fails-for-own-cause.js';
import { reasonIsRight } from './request-life/monitors/reason-is-right.js';
import { lightestIsChosen, noneLeftIsTrue, noWorkForTheDead } from './request-life/monitors/nodes-chosen.js';
import { allPartsEnd } from './request-life/monitors/all-parts-end.js';
import { promptsComputedWhole, promptsInTurn } from './request-life/monitors/prompts-computed.js';
import { overtakenAtMost } from './request-life/monitors/overtaken-at-most.js';
import { decodePagesReturnOnce, sourcesReturnOnce } from './request-life/monitors/pages-and-sources.js';
import { joinsAtBoundaries, prefillIsNotDecoded } from './request-life/monitors/steps.js';
import { requestEnds } from './request-life/monitors/request-ends.js';
import { throughputBounds } from './throughput/suite.js';
import { heedsTheDead } from './dispatch-combine/monitors/heeds-the-dead.js';
import { nothingAfterGivingUp } from './dispatch-combine/monitors/nothing-after-giving-up.js';
import { issuedWhileUp } from './monitors/issued-while-up.js';
import { upAfterRetraining } from './monitors/up-after-retraining.js';
import { movedByOneSide } from './ub-path/moved-by-one-side.js';
import { slotsFilledWhenRead, slotsFreeWhenWritten } from './ub-path/ring-slots.js';
import { ubPaths } from './ub-path/family.js';
import { ubSwitch } from './ub-switch/family.js';
import { sumsAreKept } from './dispatch-combine-int8/sums-are-kept.js';
import { packetsInOrder } from './ub-switch/packets-in-order.js';

/** Everything about CloudMatrix-Infer that the command line offers. */
export const catalogue: Catalogue = {
  families: [
    dispatchCombine,
    dispatchCombineInt8,
    ubPaths,
    ubSwitch,
    corePools,
    graphLaunch,
    groupedGemm,
    drainBarrier,
    decodePipeline,
    prefillPipeline,
    moeLayerRows,
    contextCache,
    modelCache,
    requestLife,
    kvTransfer,
  ],
  suites: [int8ErrorBounds, throughputBounds],
  systems: [decode, prefill],
  serviceLevel: decodeServiceLevel,
  comparison: publishedRows(),
  machines: Object.fromEntries(
    [
      collective,
      corePool,
      crossCoreFlag,
      deviceGraph,
      dieHealth,
      drainState,
      hostCpu,
      kernel,
      receiveWindow,
      schedulerThread,
      updateStream,
      nodeDies,
      ringBuffer,
      ringReceiver,
      ringSender,
      ubInputPort,
      ubOutputPort,
      ubPath,
      expertFfn,
      fusedCombine,
      fusedDispatch,
      gemmCube,
      gemmRows,
      gemmVector,
      sendingCore,
      waitingCores,
      allGiveUp,
      blameIsRight,
      computedByItsExpert,
      copiesArriveOnce,
      expertsInOrder,
      flagImpliesData,
      noOverwrite,
      oneFlagPerPeer,
      signalsOfTheirOperation,
      storesWithinWindow,
      stagesInOrder,
      writesWithinCredits,
      replicasShareTheDies,
      silentAfterFailure,
      slotsReadOnce,
      tokensSummedOnce,
      sumsAreKept,
      givesUpForTheDeadOnly,
      tellsOfTheDead,
      heedsTheDead,
      nothingAfterGivingUp,
      dispatchesInTurn,
      computedForItsIteration,
      eventOncePerWait,
      metadataOnce,
      replaysInOrder,
      sameGraphOnAllDies,
      kernelOrder,
      leasedInOrder,
      operatorOrder,
      packetsInOrder,
      issuedWhileUp,
      upAfterRetraining,
      slotsFilledWhenRead,
      slotsFreeWhenWritten,
      movedByOneSide,
      tasksDispatched,
      moeStream,
      microbatch,
      exchange,
      rank,
      graphLauncher,
      moeRank,
      rowWindow,
      wholeGraphs,
      rowsWhereRouted,
      resultsWhereTheyBelong,
      resultsAreComputed,
      sentAsTold,
      operatorsInOrder,
      allCollectives,
      sameOperation,
      evsTier,
      modelInstance,
      modelPool,
      mpController,
      mpSdk,
      mpServer,
      cachingInstance,
      serverMemory,
      addressesOfTheirEpoch,
      chainsFromTheirEnd,
      evictsForCause,
      evictsWhenFull,
      expiredWhenOver,
      leastUsedGoesFirst,
      oldestGoesFirst,
      getsWhatWasPut,
      ownBlocks,
      runsWithoutHole,
      toldWhatIsThere,
      writtenThrough,
      broughtInOnce,
      leastUsedVersionGoes,
      switchedToItsTarget,
      newestWhenTold,
      servingClient,
      globalScheduler,
      instanceRouter,
      decodeReceive,
      decodePages,
      decodeLoop,
      prefillScheduler,
      prefillWorker,
      nodeHealth,
      mishaps,
      requestEnds,
      nothingAfterTheEnd,
      answerInOrder,
      ownTokens,
      tokensOfThisAttempt,
      retriesWithinBound,
      prefilledOnce,
      decodePagesReturnOnce,
      sourcesReturnOnce,
      allPartsEnd,
      overtakenAtMost,
      promptsComputedWhole,
      promptsInTurn,
      prefillIsNotDecoded,
      joinsAtBoundaries,
      blameNamesTheDead,
      brokenGivesNoToken,
      reasonIsRight,
      failsForOwnCause,
      lightestIsChosen,
      noneLeftIsTrue,
      noWorkForTheDead,
      clients,
      kvLease,
      kvMemory,
      pagePool,
      pullHolder,
      pullReader,
      pushReceiver,
      pushSender,
      queuePair,
      servingNode,
      transferEngine,
      addressOfThisEpoch,
      dataIsVisible,
      decodesOwnKv,
      evictsTheShortfall,
      landsInOwnPages,
      pagesReturnOnce,
      servedInOrder,
    ].map((machine) => [machine.id, machine]),
  ),
};
