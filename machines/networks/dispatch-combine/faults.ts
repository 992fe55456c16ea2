import type { Fault } from '../../../src/index.js';
import type { WindowInput } from '../../die/receive-window.js';
import type { Flags } from '../../moe/flags.js';
import type { CombineMechanisms } from '../../moe/fused-combine.js';
import type { DispatchMechanisms } from '../../moe/fused-dispatch.js';
import type { SendFence, SlotRelease } from '../../moe/sending-core.js';
import type { LimitReaction } from '../../moe/waiting-cores.js';
import type { Layout } from '../../moe/window-layout.js';
import type { StreamInput } from '../../pipeline/moe-stream.js';
import type { DispatchCombineShape } from './parameters.js';

/** What a fault changes in the network. */
export interface Deviation {
  readonly shape?: Partial<DispatchCombineShape>;
  readonly flags?: Partial<Flags>;
  readonly dispatch?: Partial<DispatchMechanisms>;
  readonly combine?: Partial<CombineMechanisms>;
  readonly fence?: SendFence;
  /** Of the cores that only come to the barrier, and do not signal. */
  readonly fenceOfOtherCores?: SendFence;
  readonly release?: SlotRelease;
  readonly flagCells?: WindowInput['flagCells'];
  readonly stepCount?: StreamInput['stepCount'];
  readonly limit?: LimitReaction;
  readonly losesFlagsOnPackage?: boolean;
  readonly layout?: Partial<Layout>;
  /** What the last die computes its addresses with, unlike all others. */
  readonly batchOfLastDie?: 'one more';
  readonly flagsOfLastDie?: 'behind its data';
}

export interface DispatchCombineFault extends Fault {
  readonly deviation: Deviation;
}

const SMALL = { layers: 1, tokens: 1 } as const;

/** Ranks of the prefix sum of fault C6. */
const PREFIX_SUM_RANKS = 128;

/** The bugs of groups A to D (and G2) that live in the two operators: ids, links and mechanisms are those of the reports. */
export const dispatchCombineFaults: Readonly<Record<string, DispatchCombineFault>> = {
  A1: {
    title: 'the flag is stored past the data writes that are still in the pipe',
    link: 'https://github.com/hw-native-sys/PTOAS/issues/711',
    property: 'flag-implies-data',
    configuration: SMALL,
    deviation: { fence: 'posted' },
  },
  A2: {
    title: 'the barrier waits until writes are issued, not until they are visible',
    link: 'https://github.com/hw-native-sys/PTOAS/issues/744',
    property: 'flag-implies-data',
    configuration: SMALL,
    deviation: { fence: 'issued' },
  },
  A3: {
    title: 'the barrier of all cores does not wait for the stores of the other cores',
    link: 'https://github.com/ROCm/mori/pull/522',
    property: 'flag-implies-data',
    configuration: { layers: 1, tokens: 2, cores: 2, idleDies: 1, routing: 'balanced' },
    deviation: { fenceOfOtherCores: 'posted' },
  },
  A4: {
    title: 'the reader fills its caches when it starts to wait, and reads stale slots behind fresh flags',
    link: 'https://github.com/deepseek-ai/DeepEP/issues/120',
    property: 'flag-implies-data',
    configuration: SMALL,
    deviation: { dispatch: { acquire: 'before flags' } },
  },
  A5: {
    title: "two flags share a cache line: writing one back restores the other's old value",
    link: 'https://github.com/hw-native-sys/pto-isa/issues/322',
    property: 'deadlock-freedom',
    configuration: SMALL,
    deviation: { dispatch: { flagSpacing: 'packed' } },
  },
  A6: {
    title: 'a second plain store to a flag, also the zero of its reset, is never seen',
    link: 'https://github.com/hw-native-sys/PTOAS/issues/797',
    property: 'signals-of-their-operation',
    configuration: { layers: 2, tokens: 1, topK: 2, buffers: 'two', routing: 'balanced' },
    deviation: { flagCells: 'sticky' },
  },
  A7: {
    title: 'flags between the two dies of a package may be lost',
    link: 'https://github.com/hw-native-sys/pypto-lib/issues/502',
    property: 'deadlock-freedom',
    configuration: SMALL,
    deviation: { losesFlagsOnPackage: true },
  },
  B1: {
    title: 'dispatch and combine share one receive buffer',
    link: 'https://github.com/ROCm/mori/pull/80',
    property: 'no-overwrite',
    configuration: SMALL,
    deviation: { shape: { buffers: 'one' } },
  },
  B2: {
    title: 'with one buffer, nobody waits for the acknowledgement that it has been read',
    link: 'https://github.com/deepseek-ai/DeepEP/issues/166',
    property: 'no-overwrite',
    configuration: { layers: 1, tokens: 1, buffers: 'one-ack' },
    deviation: { dispatch: { awaitsAcknowledgement: false }, combine: { awaitsAcknowledgement: false } },
  },
  B3: {
    title: 'three microbatches are in flight on two halves',
    link: 'https://github.com/deepseek-ai/DeepEP/issues/513',
    property: 'no-overwrite',
    configuration: { layers: 1, tokens: 1, routing: 'balanced' },
    deviation: { shape: { microbatches: 3 } },
  },
  B4: {
    title: 'pulled results wait in memory that the next dispatch writes to',
    link: 'https://github.com/sgl-project/sgl-kernel-npu/pull/63',
    property: 'no-overwrite',
    configuration: {
      layers: 2,
      tokens: 1,
      topK: 2,
      buffers: 'two',
      combineTransfer: 'pull',
      routing: 'balanced',
    },
    deviation: { combine: { staging: 'dispatch' } },
  },
  B5: {
    title: 'a die without tokens signals, but does not wait for the others and runs ahead',
    link: 'https://github.com/sgl-project/sgl-kernel-npu/issues/69',
    property: 'no-overwrite',
    configuration: { layers: 3, tokens: 1 },
    deviation: { dispatch: { zeroTokens: 'does not wait' } },
  },
  B6: {
    title: 'prefill and decode operations alternate on one window, each with a layout of its own',
    link: 'https://github.com/sgl-project/sgl-kernel-npu/pull/246',
    property: 'no-overwrite',
    configuration: { layers: 2, tokens: 2 },
    deviation: { dispatch: { modes: 'two layouts' } },
  },
  B7: {
    title: "one die's flags lie behind a data area of another size",
    link: 'https://github.com/deepseek-ai/DeepEP/pull/313',
    property: 'deadlock-freedom',
    configuration: SMALL,
    deviation: { flagsOfLastDie: 'behind its data' },
  },
  B9: {
    title: 'a UBuffer slot takes the next token while the store still reads it',
    link: 'https://github.com/deepseek-ai/DeepEP/issues/621',
    property: 'copies-arrive-once',
    configuration: { layers: 1, tokens: 2, ubufferSlots: 1, idleDies: 1, routing: 'balanced' },
    deviation: { release: 'posted' },
  },
  B10: {
    title:
      'the free event of one tensor also releases the tensor that shares its UBuffer, before it is stored',
    link: 'https://github.com/vllm-project/vllm-ascend/pull/5808',
    property: 'copies-arrive-once',
    configuration: { layers: 1, tokens: 2, ubufferSlots: 1, idleDies: 1, routing: 'balanced' },
    deviation: { release: 'quantised' },
  },
  B11: {
    title: 'the zero fill of the output races the arriving tokens',
    link: 'https://github.com/deepseek-ai/DeepEP/issues/589',
    property: 'flag-implies-data',
    configuration: SMALL,
    deviation: { dispatch: { outputFill: 'racing' } },
  },
  C1: {
    title: 'flags are set to 1 and never reset: from the second use on, the wait passes at once',
    link: 'https://github.com/hw-native-sys/pypto/pull/2175',
    property: 'signals-of-their-operation',
    configuration: { layers: 2, tokens: 1, topK: 2, buffers: 'two', routing: 'balanced' },
    deviation: { flags: { isNeverReset: true } },
  },
  C2: {
    title: 'two microbatches in flight count their results on the same cells',
    link: 'https://github.com/uccl-project/uccl/pull/1052',
    property: 'signals-of-their-operation',
    configuration: { layers: 1, tokens: 1, microbatches: 2, routing: 'balanced' },
    deviation: { combine: { cells: 'one set' } },
  },
  C4: {
    title: 'the epoch in the flag cell wraps around after a few operations',
    link: 'https://github.com/sgl-project/sgl-kernel-npu/pull/202',
    property: 'signals-of-their-operation',
    configuration: { layers: 3, tokens: 1, flags: 'counting', idleDies: 2 },
    deviation: { flags: { modulus: 4 } },
  },
  C6: {
    title: 'the prefix sum over the counts covers only 128 ranks',
    link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/18799',
    property: 'copies-arrive-once',
    configuration: { dies: 130, layers: 1, tokens: 1, topK: 3, routing: 'balanced' },
    isLarge: true,
    deviation: { dispatch: { prefixSumEntries: PREFIX_SUM_RANKS } },
  },
  C7: {
    title: 'the offset into the window is computed with 32 bits and wraps at large batches',
    link: 'https://github.com/sgl-project/sgl-kernel-npu/issues/718',
    property: 'stores-within-window',
    configuration: { layers: 1, tokens: 1, batch: 8_192, expertsPerDie: 20, windowMiB: 16_384, idleDies: 1 },
    deviation: { layout: { offsetBits: 32 } },
  },
  C8: {
    title: 'the window is smaller than its formula demands, and nobody checks',
    link: 'https://github.com/vllm-project/vllm-ascend/issues/2674',
    property: 'stores-within-window',
    configuration: { layers: 1, tokens: 1, batch: 128, windowMiB: 6 },
    deviation: {},
  },
  C9: {
    title: 'one die computes the layout with another batch size than its peers',
    link: 'https://github.com/vllm-project/vllm-ascend/pull/8039',
    property: 'flag-implies-data',
    configuration: SMALL,
    deviation: { batchOfLastDie: 'one more' },
  },
  C10: {
    title: "combine looks up a token's slot by the order in which tokens were received",
    link: 'https://github.com/ROCm/mori/pull/546',
    property: 'copies-arrive-once',
    configuration: { layers: 1, tokens: 2, expertsPerDie: 2, idleDies: 1 },
    deviation: { combine: { index: 'receive order' } },
  },
  D3: {
    title: 'a die without tokens returns early and signals nobody',
    link: 'https://github.com/uccl-project/uccl/pull/940',
    property: 'deadlock-freedom',
    configuration: SMALL,
    deviation: { dispatch: { zeroTokens: 'skips' } },
  },
  D4: {
    title: 'a die without tokens runs one step more than the busy ones',
    link: 'https://github.com/vllm-project/vllm-ascend/pull/12036',
    property: 'deadlock-freedom',
    configuration: SMALL,
    deviation: { stepCount: 'local' },
  },
  D6: {
    title:
      'a wait that exceeds its limit blames every peer that has not signalled, also one that starts late',
    link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/17376',
    property: 'blame-is-right',
    configuration: { layers: 1, tokens: 1, limit: 'probe' },
    deviation: { limit: 'blame' },
  },
  G2: {
    title: 'survivors go on waiting for a peer that is known to be dead',
    link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/13404',
    property: 'deadlock-freedom',
    configuration: { layers: 1, tokens: 1, limit: 'probe', failures: 1, routing: 'balanced' },
    deviation: { limit: 'spin' },
  },
};
