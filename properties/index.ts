/**
 * CloudMatrix-Infer (arXiv 2506.12708) as XState v5 statecharts, with what must be true of them: the entry `cloudmatrix-check/cloudmatrix`.
 *
 * Everything here is made with the public surface of `cloudmatrix-check` and goes back into it: `explore`, `walk` and `campaign` take the
 * networks and families, `checkBounds` the suites, `exportStately` the charts. Who has a chart of his own puts it in the place of one of these
 * with `replaceMachines` or `withMachines`, and keeps the network, its channels and its claims.
 */

// Everything that the command line offers, in one object. It is how this entry is listed, checked and exported as a whole.
export { catalogue } from './catalogue.js';
export type { Catalogue } from '../src/check/catalogue.js';

// Families of networks: parameters, faults with their links, and the configurations that are explored completely.
// `build` makes a network of a configuration, for example `dispatchCombine.build(configurationOf(dispatchCombine, { dies: 2 }), new Set())`.
export { contextCache } from './context-cache/family.js';
export { modelCache } from './model-cache/family.js';
export { corePools } from './core-pool/family.js';
export { dispatchCombine } from './dispatch-combine/family.js';
export { dispatchCombineInt8 } from './dispatch-combine-int8/family.js';
export { drainBarrier } from './drain-barrier/family.js';
export { graphLaunch } from './graph-launch/family.js';
export { groupedGemm } from './grouped-gemm/family.js';
export { kvTransfer } from './kv-transfer/family.js';
export { moeLayerRows } from './moe-layer/family.js';
export { decodePipeline, prefillPipeline } from './pipeline/family.js';
export { requestLife } from './request-life/family.js';
export { type RequestLifeChoice, requestLifeWith } from './request-life/with-router.js';
export { ubPaths } from './ub-path/family.js';
export { ubSwitch } from './ub-switch/family.js';

// Networks without claims: components and channels for a shape, and the ids of their parts. `defineNetwork` takes both, with a name and
// claims of the caller's own, or with those of the next group.
export type { NetworkWiring } from '../machines/network-wiring.js';
export type { ContextCacheShape } from '../machines/networks/context-cache/parameters.js';
export {
  type ContextCacheParts,
  type ContextCacheWiring,
  contextCacheWiring,
  type WiredInstance,
  type WiredServer,
} from '../machines/networks/context-cache/wiring.js';
export type { ModelCacheShape } from '../machines/networks/model-cache/parameters.js';
export { type ModelCacheWiring, modelCacheWiring } from '../machines/networks/model-cache/wiring.js';
export type { CorePoolShape } from '../machines/networks/core-pool/parameters.js';
export {
  type CorePoolWiring,
  corePoolWiring,
  type PooledDie,
} from '../machines/networks/core-pool/wiring.js';
export {
  type DispatchCombineShape,
  shapeOf as dispatchCombineShapeOf,
} from '../machines/networks/dispatch-combine/parameters.js';
export { DispatchCombineWiring } from '../machines/networks/dispatch-combine/wiring.js';
export type { DrainBarrierShape } from '../machines/networks/drain-barrier/parameters.js';
export { type DrainBarrierWiring, drainBarrierWiring } from '../machines/networks/drain-barrier/wiring.js';
export type { GraphLaunchShape } from '../machines/networks/graph-launch/parameters.js';
export {
  type GraphLaunchWiring,
  graphLaunchWiring,
  type LaunchingDie,
  type GraphLaunchParts,
} from '../machines/networks/graph-launch/wiring.js';
export type { GroupedGemmShape } from '../machines/networks/grouped-gemm/parameters.js';
export { type GroupedGemmWiring, groupedGemmWiring } from '../machines/networks/grouped-gemm/wiring.js';
export type { Direction, KvTransferShape } from '../machines/networks/kv-transfer/parameters.js';
export {
  type KvTransferWiring,
  kvTransferWiring,
  type WiredPair,
  type WiredTransfer,
} from '../machines/networks/kv-transfer/wiring.js';
export { costOf as moeLayerCostOf, type Granularity } from '../machines/networks/moe-layer/parameters.js';
export { moeLayerWiring } from '../machines/networks/moe-layer/wiring.js';
export type { PipelineShape } from '../machines/networks/pipeline/parameters.js';
export { type PipelineParts, pipelineWiring } from '../machines/networks/pipeline/wiring.js';
export type { RequestLifeShape } from '../machines/networks/request-life/parameters.js';
export {
  type DecodeNode,
  type PrefillNode,
  type RequestLifeParts,
  type RequestLifeWiring,
  requestLifeWiring,
} from '../machines/networks/request-life/wiring.js';
export type { UbPathShape } from '../machines/networks/ub-path/parameters.js';
export { type UbPathWiring, ubPathWiring, type WiredSender } from '../machines/networks/ub-path/wiring.js';
export type { UbSwitchShape } from '../machines/networks/ub-switch/parameters.js';
export { type UbSwitchWiring, ubSwitchWiring, type Wire } from '../machines/networks/ub-switch/wiring.js';

// Claims: what must be true of each of these networks, with the witnesses that it is not true of nothing.
// Each takes its wiring (those of pipelines and layers their shape), so that they hold for networks of the caller's size.
export { contextCacheProperties } from './context-cache/claims.js';
export { modelCacheProperties } from './model-cache/claims.js';
export { corePoolProperties } from './core-pool/claims.js';
export { dispatchCombineProperties } from './dispatch-combine/claims.js';
export { numberProperties } from './dispatch-combine-int8/claims.js';
export { drainBarrierProperties } from './drain-barrier/claims.js';
export { graphLaunchProperties } from './graph-launch/claims.js';
export { groupedGemmProperties } from './grouped-gemm/claims.js';
export { kvTransferProperties } from './kv-transfer/claims.js';
export { moeLayerProperties } from './moe-layer/claims.js';
export { pipelineProperties } from './pipeline/claims.js';
export { type Asked, decodeOrder, type PaperOrder, prefillOrder } from './pipeline/paper-order.js';
export type { Asked as RequestLifeAsked } from './request-life/asked.js';
export { requestLifeProperties } from './request-life/claims.js';
export { ubPathProperties } from './ub-path/claims.js';
export { ubSwitchProperties } from './ub-switch/claims.js';

// Charts of the Unified Bus: links with credits, ring buffers, the ports of switch chips.
// What a chart takes, is given and emits are XState's `EventFrom`, `InputFrom` and `EmittedFrom` of it; so with all charts here.
export { nodeDies } from '../machines/interconnect/node-dies.js';
export { ringBuffer } from '../machines/interconnect/ring-buffer.js';
export { ringReceiver } from '../machines/interconnect/ring-receiver.js';
export { ringSender } from '../machines/interconnect/ring-sender.js';
export { ubInputPort } from '../machines/interconnect/ub-input-port.js';
export { ubOutputPort } from '../machines/interconnect/ub-output-port.js';
export { ubPath } from '../machines/interconnect/ub-path.js';

// Charts of a die: cores, kernels and flags, captured graphs and their host, receive memory, scheduler threads, health.
// `kernelGraph` tells which kernels a layer has, and which of them follow which.
export { collective } from '../machines/die/collective.js';
export { corePool } from '../machines/die/core-pool.js';
export { crossCoreFlag } from '../machines/die/cross-core-flag.js';
export { deviceGraph } from '../machines/die/device-graph.js';
export { dieHealth } from '../machines/die/die-health.js';
export { drainState } from '../machines/die/drain-state.js';
export { hostCpu } from '../machines/die/host-cpu.js';
export { kernel } from '../machines/die/kernel.js';
export { kernelGraph } from '../machines/die/kernel-graph.js';
export { receiveWindow } from '../machines/die/receive-window.js';
export { schedulerThread } from '../machines/die/scheduler-thread.js';
export { updateStream } from '../machines/die/update-stream.js';

// Charts of the mixture-of-experts operators: FusedDispatch, FusedCombine, the cores that send and wait for them, experts and their GEMM.
// The functions are what all dies must agree on: where an expert is, which addresses its tokens have, what a flag says.
export { expertFfn } from '../machines/moe/expert-ffn.js';
export { type FlagReset, markOf } from '../machines/moe/flags.js';
export { fusedCombine } from '../machines/moe/fused-combine.js';
export { fusedDispatch } from '../machines/moe/fused-dispatch.js';
export { gemmCube } from '../machines/moe/gemm-cube.js';
export { gemmRows } from '../machines/moe/gemm-rows.js';
export { gemmVector } from '../machines/moe/gemm-vector.js';
export { expertsOf, hostedBy, type Place, placeOf, type Sizes } from '../machines/moe/placement.js';
export { type Routing } from '../machines/moe/protocol.js';
export { sendingCore } from '../machines/moe/sending-core.js';
export { waitingCores } from '../machines/moe/waiting-cores.js';
export {
  combineAddress,
  counterAddress,
  dataWindow,
  dispatchAddress,
  flagAddress,
  type Layout,
  resultFlagAddress,
  statusWindow,
} from '../machines/moe/window-layout.js';

// Charts of the decode and prefill pipelines: microbatches on streams, ranks, graph launches; one layer row by row.
// Their stages, with what each takes, are data: a `Graph` for each launch.
export { exchange } from '../machines/pipeline/exchange.js';
export type { Block, Graph, Graphs, Stage } from '../machines/pipeline/graph.js';
export { graphLauncher } from '../machines/pipeline/graph-launcher.js';
export { microbatch } from '../machines/pipeline/microbatch.js';
export { moeRank } from '../machines/pipeline/moe-rank.js';
export { moeStream } from '../machines/pipeline/moe-stream.js';
export { rank } from '../machines/pipeline/rank.js';
export { rowWindow } from '../machines/pipeline/row-window.js';

// Charts of the memory pool (EMS): the context cache and the model cache.
// The functions are what all must agree on: how blocks are called, and which server has which.
export { type Block as CacheBlock, chainOf, type Shard } from '../machines/cache/block-chain.js';
export { ownerOf } from '../machines/cache/consistent-hashing.js';
export { evsTier } from '../machines/cache/evs-tier.js';
export { modelInstance } from '../machines/cache/model-instance.js';
export { modelPool } from '../machines/cache/model-pool.js';
export { mpController } from '../machines/cache/mp-controller.js';
export { mpSdk } from '../machines/cache/mp-sdk.js';
export { mpServer } from '../machines/cache/mp-server.js';
export { cachingInstance } from '../machines/cache/caching-instance.js';
export { serverMemory } from '../machines/cache/server-memory.js';
// Charts of a request's life: client, global scheduler, router, prefill nodes, decode nodes, and what may go wrong.
// The types are what a router hears and sends: see `requestLifeWith`.
export { decodeLoop } from '../machines/serving/decode-loop.js';
export { decodePages } from '../machines/serving/decode-pages.js';
export { decodeReceive } from '../machines/serving/decode-receive.js';
export { globalScheduler } from '../machines/serving/global-scheduler.js';
export {
  instanceRouter,
  type RoutedNode,
  type RouterEvent,
  type RouterInput,
} from '../machines/serving/instance-router.js';
export { mishaps } from '../machines/serving/mishaps.js';
export { nodeHealth } from '../machines/serving/node-health.js';
export { prefillScheduler } from '../machines/serving/prefill-scheduler.js';
export { prefillWorker } from '../machines/serving/prefill-worker.js';
export type {
  Admit,
  NodeDown,
  NoNode,
  Prefill,
  Route,
  Routed,
  WorkOver,
} from '../machines/serving/request-messages.js';
export { servingClient } from '../machines/serving/serving-client.js';
// Charts of serving: pages and their owners, the RDMA plane, both halves of the transfer from prefill to decode, leases, nodes.
// `prefillSource` tells which prefill rank a decode rank takes its KV from.
export { clients } from '../machines/serving/clients.js';
export {
  type DecodeRank,
  type Parallelism,
  prefillSource,
  refuseMapping,
} from '../machines/serving/connection-mapping.js';
export { kvLease } from '../machines/serving/kv-lease.js';
export { kvMemory } from '../machines/serving/kv-memory.js';
export { pagePool, type PageOwner } from '../machines/serving/page-pool.js';
export { pullHolder } from '../machines/serving/pull-holder.js';
export { pullReader } from '../machines/serving/pull-reader.js';
export { pushReceiver } from '../machines/serving/push-receiver.js';
export { pushSender } from '../machines/serving/push-sender.js';
export { queuePair } from '../machines/serving/queue-pair.js';
export { servingNode } from '../machines/serving/serving-node.js';
export { transferEngine } from '../machines/serving/transfer-engine.js';

// Suites of bounds: what must be true of INT8 arithmetic and of costs, with inputs that come near to it.
// `checkBounds` tries them.
export { int8ErrorBounds } from './int8/suite.js';
export { throughputBounds } from './throughput/suite.js';

// Systems in virtual time: a decode and a prefill instance by their parameters, as `simulate` runs them, and the largest load within a limit.
// A description of the caller's own says what else differs: the model, the device, the network, the fitted numbers.
export { decode, decodeServiceLevel } from '../machines/systems/decode/decode-system.js';
export { prefill } from '../machines/systems/prefill/prefill-system.js';
export type {
  RunBound,
  ServiceLevel,
  SimulatedSystem,
  SystemOutcome,
  SystemRunOptions,
} from '../src/check/system.js';

// What instances cost, the stages that they are made of, and how these run: for programs that vary what no parameter varies.
// `decodeShape` and `prefillShape` give what `pipelineWiring` takes.
export { DecodeCost, type DecodeInstance } from '../src/cloudmatrix/cost/decode-cost.js';
export { PrefillCost, type PrefillInstance } from '../src/cloudmatrix/cost/prefill-cost.js';
export { type DecodeRunOptions, decodeRun } from '../machines/systems/decode/instance.js';
export type { DecodeOutcome } from '../machines/systems/decode/outcome.js';
export { runDecode } from '../machines/systems/decode/run.js';
export { decodeShape } from '../machines/systems/decode/stages.js';
export { type MoeLayerRun, runMoeLayer } from '../machines/systems/moe-layer/run.js';
export { type PrefillRunOptions, prefillRun } from '../machines/systems/prefill/instance.js';
export type { PrefillOutcome } from '../machines/systems/prefill/outcome.js';
export { runPrefill } from '../machines/systems/prefill/run.js';
export { prefillShape } from '../machines/systems/prefill/stages.js';

// Published figures beside the simulated ones, each with its source, its band, and what is fitted to it.
// `simulate` of a row runs the statecharts when it is called, not before.
export { publishedRows } from './published-rows.js';
export { type ComparedRow, type Comparison, isWithinBand, rowError } from '../src/check/system.js';

// Figures of the paper, each with its citation: dies, links, the model, measured operators, the window, what the whole system reached.
// The models, devices and networks that descriptions start from are made of them.
export { CALIBRATED, FITS, UNFITTED } from '../src/cloudmatrix/cost/calibration.js';
export {
  ASCEND_910_DIE,
  type Device,
  type NetworkDescription,
  RDMA,
  UNIFIED_BUS,
} from '../src/cloudmatrix/cost/device.js';
export { type Model, MODELS } from '../src/cloudmatrix/cost/model.js';
export { type Cores, DIE_CORES, DIE_PEAKS, STREAM_CORES } from '../src/cloudmatrix/paper/die.js';
export {
  DIE_TO_CPU,
  DIE_TO_DIE,
  DIES_PER_NODE,
  DIES_PER_PACKAGE,
  L2_CHIPS_PER_SUB_PLANE,
  NODES,
  type PathClass,
  SUB_PLANES,
} from '../src/cloudmatrix/paper/interconnect.js';
export { DENSE_INTERMEDIATE, EXPERT_INTERMEDIATE, HIDDEN, TOP_K } from '../src/cloudmatrix/paper/model.js';
export { type Judgement, JUDGEMENTS } from '../src/cloudmatrix/paper/judgements.js';
export { ACCEPTANCE, COMBINE_US, DISPATCH_US } from '../src/cloudmatrix/paper/operators.js';
export { PERFORMANCE, type PublishedRow } from '../src/cloudmatrix/paper/performance.js';
export { requiredWindowMiB, WINDOW_MIB_DEFAULT, type WindowUse } from '../src/cloudmatrix/paper/window.js';
