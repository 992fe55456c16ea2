import { enqueueActions } from 'xstate';
import type { RingBufferContext, RingObservation } from '../../../machines/interconnect/ring-buffer.js';
import type { Read } from '../../../machines/interconnect/ring-protocol.js';
import { componentRef, type Fault } from '../../../src/index.js';

export const slotNeverCleared: Fault = {
  title: 'what was read is not reset, and whoever uses the ring next finds it still there',
  link: 'https://github.com/hw-native-sys/pypto/pull/2175',
  kinship: 'its kind',
  property: 'as-at-the-start',
  configuration: { messages: 1, slots: 1, credits: 1, flaps: 0 },
  patch: {
    provide: {
      'ring-buffer': {
        actions: {
          load: enqueueActions(({ context, event, enqueue }) => {
            const { slot, reader } = event as Read;
            const found = (context as RingBufferContext).slots[slot]!;
            const observation: RingObservation = { type: 'READ', slot, found };
            enqueue.emit(observation);
            enqueue.sendTo(componentRef(reader), { type: 'DATA', message: found });
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the only message is read and its slot given back, and the ring still holds it when everything is over',
    steps: [
      'sender.0 ⏱ produce in producing',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ ring.0 (data): WRITE {message: 0, slot: 0, writer: 'sender.0'}",
      'ring.0 ⇒ sender.0 (data): WRITTEN',
      "sender.0 ⇒ path.16: POST {writer: 'sender.0'}",
      "sender.0 ⇒ receiver (atomics): ADD_TAIL {sender: 'sender.0'}",
      'receiver ⇒ sender.0 (atomics): ADDED',
      'receiver ⏱ copy in copying',
      "receiver ⇒ path.0: POST {writer: 'receiver'}",
      "receiver ⇒ sender.0 (atomics): ADD_HEAD {receiver: 'receiver'}",
      'sender.0 ⇒ receiver (atomics): ADDED',
    ],
  },
};
