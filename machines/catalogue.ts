import { int8ErrorBounds } from '../properties/int8-error-bounds.js';
import { throughputBounds } from '../properties/throughput-bounds.js';
import { publishedRows } from '../properties/published-rows.js';
import type { Catalogue } from '../src/index.js';
import { collective } from './die/collective.js';
import { corePool } from './die/core-pool.js';
import { crossCoreFlag } from './die/cross-core-flag.js';
import { deviceGraph } from './die/device-graph.js';
import { dieHealth } from './die/die-health.js';
import { drainState } from './die/drain-state.js';
import { hostCpu } from './die/host-cpu.js';
import { kernel } from './die/kernel.js';
import { receiveWindow } from './die/receive-window.js';
import { schedulerThread } from './die/scheduler-thread.js';
import { updateStream } from './die/update-stream.js';
import { nodeDies } from './interconnect/node-dies.js';
import { ringBuffer } from './interconnect/ring-buffer.js';
import { ringReceiver } from './interconnect/ring-receiver.js';
import { ringSender } from './interconnect/ring-sender.js';
import { ubInputPort } from './interconnect/ub-input-port.js';
import { ubOutputPort } from './interconnect/ub-output-port.js';
import { ubPath } from './interconnect/ub-path.js';
import { expertFfn } from './moe/expert-ffn.js';
import { fusedCombine } from './moe/fused-combine.js';
import { fusedDispatch } from './moe/fused-dispatch.js';
import { gemmCube } from './moe/gemm-cube.js';
import { gemmVector } from './moe/gemm-vector.js';
import { sendingCore } from './moe/sending-core.js';
import { waitingCores } from './moe/waiting-cores.js';
import { blameIsRight } from './monitors/blame.js';
import { copiesArriveOnce } from './monitors/copies-arrive-once.js';
import { expertsInOrder } from './monitors/experts-in-order.js';
import {
  flagImpliesData,
  noOverwrite,
  oneFlagPerPeer,
  signalsOfTheirOperation,
  storesWithinWindow,
} from './monitors/forbidden.js';
import { replayOfItsIteration, replaysInOrder, sameGraphOnAllDies } from './monitors/graph-replay.js';
import { kernelOrder } from './monitors/kernel-order.js';
import { operatorOrder } from './monitors/operator-order.js';
import { packetsInOrder } from './monitors/packets-in-order.js';
import { sameOperation } from './monitors/same-operation.js';
import { stageOrder } from './monitors/stage-order.js';
import { tasksDispatched } from './monitors/tasks-dispatched.js';
import { corePools } from './networks/core-pool.js';
import { dispatchCombine } from './networks/dispatch-combine/family.js';
import { dispatchCombineInt8 } from './networks/dispatch-combine/int8-family.js';
import { drainBarrier } from './networks/drain-barrier.js';
import { graphLaunch } from './networks/graph-launch.js';
import { groupedGemm } from './networks/grouped-gemm.js';
import { decodePipeline, moeLayerRows, prefillPipeline } from './networks/pipeline/families.js';
import { ubPaths } from './networks/ub-path.js';
import { ubSwitch } from './networks/ub-switch.js';
import { exchange } from './pipeline/exchange.js';
import { graphLauncher } from './pipeline/graph-launcher.js';
import { microbatch } from './pipeline/microbatch.js';
import { moeRank } from './pipeline/moe-rank.js';
import { moeStream } from './pipeline/moe-stream.js';
import { rank } from './pipeline/rank.js';
import { rowWindow } from './pipeline/row-window.js';
import { decode, decodeServiceLevel } from './systems/decode.js';
import { prefill } from './systems/prefill.js';

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
      gemmVector,
      sendingCore,
      waitingCores,
      blameIsRight,
      copiesArriveOnce,
      expertsInOrder,
      flagImpliesData,
      noOverwrite,
      oneFlagPerPeer,
      signalsOfTheirOperation,
      storesWithinWindow,
      replayOfItsIteration,
      replaysInOrder,
      sameGraphOnAllDies,
      kernelOrder,
      operatorOrder,
      packetsInOrder,
      tasksDispatched,
      moeStream,
      microbatch,
      exchange,
      rank,
      graphLauncher,
      moeRank,
      rowWindow,
      stageOrder,
      sameOperation,
    ].map((machine) => [machine.id, machine]),
  ),
};
