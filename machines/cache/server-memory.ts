import { produce } from 'immer';
import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Content, Data, Read, ReadRefused, Write, Written } from './cache-protocol.js';

/** Server to memory: it is registered, from this epoch on. */
interface Register {
  readonly type: 'REGISTER';
  readonly since: number;
}

/** Server to memory: its content is lost. */
interface Clear {
  readonly type: 'CLEAR';
}

/** Server to memory: copy a slot to EVS. */
export interface Flush {
  readonly type: 'FLUSH';
  readonly slot: number;
  readonly key: string;
  readonly parent: string;
}

/** EVS to memory: what it holds of a block. */
export interface Fill {
  readonly type: 'FILL';
  readonly slot: number;
  readonly content: Content;
}

/** Memory to EVS: a block that was put. */
export interface Keep {
  readonly type: 'KEEP';
  readonly key: string;
  readonly parent: string;
  readonly content: Content | null;
}

export interface MemoryInput {
  readonly slots: number;
  readonly since: number;
}

export interface MemoryContext extends MemoryInput {
  /** By slot; `null` where nothing was written. */
  readonly contents: readonly (Content | null)[];
}

/** A slot was read or written: with the epoch of the address that was used, and the one that the memory is registered with. */
export interface AccessObservation {
  readonly type: 'ACCESSED';
  readonly since: number;
  readonly registered: number;
}

/** Nobody can use a memory that is not registered. */
export const UNREGISTERED = -1;

const emptied = (slots: number): null[] => Array.from({ length: slots }, () => null);

/**
 * The DRAM of a server, registered with UB and the controller, so that NPUs read and write it themselves (docs/paper/facts.md 10). An access names the epoch of
 * its address: once the memory is registered anew it is refused. What is in a slot stays there until it is overwritten, whoever has the slot.
 *
 * It knows the tier of EVS as `evs`.
 */
export const serverMemory = setup({
  types: {} as {
    context: MemoryContext;
    input: MemoryInput;
    events: Register | Clear | Flush | Fill | Read | Write;
    emitted: AccessObservation;
    tags: 'rest';
  },
  guards: {
    isRegisteredSo: ({ context, event }) => {
      assertEvent(event, ['READ', 'WRITE']);
      return event.since === context.since;
    },
  },
  actions: {
    register: assign({
      since: ({ event }) => {
        assertEvent(event, 'REGISTER');
        return event.since;
      },
    }),
    clear: assign({ since: UNREGISTERED, contents: ({ context }) => emptied(context.slots) }),
    tellAccess: emit(({ context, event }): AccessObservation => {
      assertEvent(event, ['READ', 'WRITE']);
      return { type: 'ACCESSED', since: event.since, registered: context.since };
    }),
    store: assign(({ context, event }) => {
      assertEvent(event, ['WRITE', 'FILL']);
      return produce(context, (draft) => {
        draft.contents[event.slot] = event.content;
      });
    }),
    answerData: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'READ');
      const data: Data = { type: 'DATA', content: context.contents[event.slot]! };
      enqueue.sendTo(componentRef(event.from), data);
    }),
    answerWrite: enqueueActions(({ event, enqueue }, { type }: { readonly type: Written['type'] }) => {
      assertEvent(event, 'WRITE');
      enqueue.sendTo(componentRef(event.from), { type, put: event.put } satisfies Written);
    }),
    refuseRead: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, 'READ');
      enqueue.sendTo(componentRef(event.from), { type: 'READ_REFUSED' } satisfies ReadRefused);
    }),
    copyToEvs: sendTo(componentRef('evs'), ({ context, event }): Keep => {
      assertEvent(event, 'FLUSH');
      const { key, parent, slot } = event;
      return { type: 'KEEP', key, parent, content: context.contents[slot]! };
    }),
  },
}).createMachine({
  id: 'server-memory',
  context: ({ input }) => ({ ...input, contents: emptied(input.slots) }),
  initial: 'idle',
  states: {
    idle: {
      description:
        'Reads and writes of NPUs come over UB, past the server (docs/paper/facts.md 10); each is of one slot, at once.',
      tags: 'rest',
      on: {
        REGISTER: { actions: 'register' },
        CLEAR: { actions: 'clear' },
        FLUSH: { actions: 'copyToEvs' },
        FILL: { actions: 'store' },
        READ: [{ guard: 'isRegisteredSo', actions: ['tellAccess', 'answerData'] }, { actions: 'refuseRead' }],
        WRITE: [
          {
            guard: 'isRegisteredSo',
            actions: ['tellAccess', 'store', { type: 'answerWrite', params: { type: 'WRITTEN' } }],
          },
          { actions: { type: 'answerWrite', params: { type: 'WRITE_REFUSED' } } },
        ],
      },
    },
  },
});
