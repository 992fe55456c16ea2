import { createMachine, emit, setup } from 'xstate';

/** A client that is asked, and then polls between two states for ever. */
export const client = setup({
  actions: { ask: emit({ type: 'ASKED' }), answer: emit({ type: 'ANSWERED' }) },
  delays: { tick: 1 },
}).createMachine({
  id: 'client',
  initial: 'idle',
  states: {
    idle: { tags: 'rest', on: { ASK: { target: 'here', actions: 'ask' } } },
    here: { after: { tick: 'there' } },
    there: { after: { tick: 'here' }, on: { ANSWER: { target: 'idle', actions: 'answer' } } },
  },
});

/** Owes an answer to who was asked. */
export const answered = setup({}).createMachine({
  id: 'answered',
  initial: 'idle',
  states: { idle: { on: { ASKED: 'owed' } }, owed: { tags: 'pending', on: { ANSWERED: 'idle' } } },
});

/** Waits for what does not come. */
export const waiting = createMachine({
  id: 'client',
  initial: 'waiting',
  states: { waiting: { on: { REPLY: 'served' } }, served: { type: 'final' } },
});

/** Goes on for ever. */
export const clock = setup({ delays: { second: 1000 } }).createMachine({
  id: 'clock',
  initial: 'tick',
  states: {
    tick: { tags: 'rest', after: { second: 'tock' } },
    tock: { tags: 'rest', after: { second: 'tick' } },
  },
});
