import { withLayoutOfLastDie } from '../last-die.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

export const staleMap: DispatchCombineFault = {
  title: 'textbook: experts have been placed anew, and one die still sends by the map of before',
  link: 'https://arxiv.org/abs/2508.02520',
  property: 'computed-by-its-expert at die 1',
  configuration: { ...SMALL, dies: 2, expertsPerDie: 1, sharedDies: 0, redundant: 0 },
  patch: {
    wiring: {
      // Where there is another expert now, the last place held a second replica of expert 0.
      components: withLayoutOfLastDie((layout) => ({ ...layout, redundant: layout.redundant + 1 })),
    },
  },
  counterexample: {
    tells:
      'by its map die 1 has a replica of expert 0 of its own: the token stays at home, where expert 1 is now, and is computed with its weights',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
    ],
  },
};
