import { enqueueActions } from 'xstate';
import { receiveWindow, type WindowContext } from '../../../machines/die/receive-window.js';
import type { Flag, Reset } from '../../../machines/die/window-protocol.js';
import type { DispatchCombineFault } from '../patch.js';

const holdsFlag = ({ cells }: WindowContext, address: number): boolean => cells[address]?.kind === 'flag';

const { storeFlag, resetCells } = receiveWindow.implementations.actions as Record<string, never>;

export const secondStoreUnseen: DispatchCombineFault = {
  title: 'a second plain store to a flag, also the zero of its reset, is never seen',
  link: 'https://github.com/hw-native-sys/PTOAS/issues/797',
  property: 'signals-of-their-operation',
  configuration: { layers: 2, tokens: 1, topK: 2, buffers: 'two', routing: 'balanced' },
  patch: {
    provide: {
      'receive-window': {
        actions: {
          storeFlag: enqueueActions(({ context, event, enqueue }) => {
            const { by, address } = event as Flag;
            if (by === 'atomic' || !holdsFlag(context as WindowContext, address)) enqueue(storeFlag!);
          }),
          resetCells: enqueueActions(({ context, event, enqueue }) => {
            const { cells } = event as Reset;
            if (!cells.some(({ address }) => holdsFlag(context as WindowContext, address)))
              enqueue(resetCells!);
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the zeroes that both receivers store to the flags of the first layer are never seen, so that the second layer starts on old flags',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[1, 0]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 0, copy: {choice: 1, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 0}",
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [1], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0, 1]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.1.dispatch.0 (data): WRITE {address: 1, copy: {choice: 1, expert: 1, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
      'combine.0.core ⏱ sendChunk in sending',
      "combine.0.core ⇒ ub.0: POST {writer: 'combine.0.core'}",
      "combine.0.core ⇒ window.0.combine.0 (data): WRITE {address: 1, copy: {choice: 1, expert: 0, item: 0, of: 'combine', precision: 'BF16', source: 0, token: 0, weights: 0}, writer: 'combine.0.core'}",
      'combine.0.core ⇒ window.0.combine.0: ADD {address: 4, item: 0, source: 0}',
      'combine.0.core ⏱ sendChunk in sending',
      "combine.0.core ⇒ ub.0: POST {writer: 'combine.0.core'}",
      "combine.0.core ⇒ window.1.combine.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 0, item: 0, of: 'combine', precision: 'BF16', source: 1, token: 0, weights: 0}, writer: 'combine.0.core'}",
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1.core ⏱ sendChunk in sending',
      "combine.1.core ⇒ ub.1: POST {writer: 'combine.1.core'}",
      "combine.1.core ⇒ window.0.combine.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 0, of: 'combine', precision: 'BF16', source: 0, token: 0, weights: 1}, writer: 'combine.1.core'}",
      'combine.1.core ⇒ window.0.combine.0: ADD {address: 4, item: 0, source: 1}',
      'combine.0 ⏱ gather in gathering',
      'environment ⇒ stream.0: ROUTE {routing: [[1, 0]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.1.dispatch.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 1, item: 1, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
      'dispatch.0.core ⏱ sendChunk in sending',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
      "dispatch.0.core ⇒ window.0.dispatch.0 (data): WRITE {address: 0, copy: {choice: 1, expert: 0, item: 1, of: 'dispatch', precision: 'INT8', source: 0, token: 0}, writer: 'dispatch.0.core'}",
    ],
  },
};
