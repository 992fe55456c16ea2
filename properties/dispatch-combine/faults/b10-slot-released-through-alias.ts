import { releasedAfter } from '../early-release.js';
import type { DispatchCombineFault } from '../patch.js';

export const slotReleasedThroughAlias: DispatchCombineFault = {
  title: 'the free event of one tensor also releases the tensor that shares its UBuffer, before it is stored',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/5808',
  property: 'copies-arrive-once at die 1',
  configuration: { layers: 1, tokens: 2, ubufferSlots: 1, idleDies: 1, routing: 'balanced' },
  // Stage 2 frees its input, and with it its output, which lies in the same slot.
  patch: { provide: { 'sending-core': releasedAfter('quantising') } },
  counterexample: {
    tells:
      'the slot is free as soon as its token is quantised: the second token is loaded over the first before it is stored',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[1], [0]]}',
      'dispatch.1.core ⏱ load in pipelined.stage1.loading',
      'dispatch.1.core ⏱ quantise in pipelined.stage2.quantising',
      'dispatch.1.core ⏱ load in pipelined.stage1.loading',
      'dispatch.1.core ⏱ quantise in pipelined.stage2.quantising',
      'dispatch.1.core ⏱ store in pipelined.stage3.storing',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 1}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ store in pipelined.stage3.storing',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 1}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.1 ⏱ gather in gathering',
    ],
  },
};
