import { withLayoutOfLastDie } from '../last-die.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

export const anotherBatchSize: DispatchCombineFault = {
  title: 'one die computes the layout with another batch size than its peers',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/8039',
  property: 'flag-implies-data',
  configuration: SMALL,
  patch: {
    wiring: {
      components: withLayoutOfLastDie((layout) => ({ ...layout, batch: layout.batch + 1 })),
    },
  },
  counterexample: {
    tells: 'die 1 computes slots for a larger batch, and puts its token where die 0 does not look',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 2, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
    ],
  },
};
