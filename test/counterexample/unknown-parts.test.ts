// Goal: a network that cannot take the steps of a trace has been mended by that only where it still has all that the trace names; where something
// was renamed, or is gone, the trace tells nothing of it.
// Method: a client, a server and a log, changed in one name each; a trace that the unchanged network can take is replayed in each.

import { enqueueActions, raise, sendTo, setup } from 'xstate';
import { describe, expect, it } from 'vitest';
import { componentRef, defineNetwork, replay } from '../../src/index.js';
import { OtherStepsError } from '../../src/network/errors.js';
import type { ChannelTable, ChannelFunction } from '../../src/network/channel.js';
import type { Schedule } from '../../src/counterexample/replay.js';

interface Names {
  readonly client: string;
  readonly server: string;
  /** The request, as the client sends it. */
  readonly request: string;
  /** The request, as the server takes it. */
  readonly taken: string;
  readonly answer: string;
  readonly press: string;
  readonly delay: string;
  readonly waiting: string;
  readonly hint: string;
  readonly hintId: string;
  readonly note: string;
  readonly channels: ChannelTable | ChannelFunction;
  /** How the client says what it sends. */
  readonly how: 'event' | 'function' | 'enqueued';
  /** Nothing is ever sent: the mistake is mended. */
  readonly isMended: boolean;
}

const NAMES: Names = {
  client: 'client',
  server: 'server',
  request: 'REQUEST',
  taken: 'REQUEST',
  answer: 'ANSWER',
  press: 'PRESS',
  delay: 'patience',
  waiting: 'waiting',
  hint: 'HINT',
  hintId: 'hint',
  note: 'NOTE',
  channels: {
    events: { NOTE: { kind: 'sync' }, ANSWER: { kind: 'fifo', lane: 'back' } },
  },
  how: 'event',
  isMended: false,
};

const tell = (id: string, event: unknown) => sendTo(componentRef(id), event as never) as unknown;

function networkOf(changed: Partial<Names>) {
  const names = { ...NAMES, ...changed };
  const request = { type: names.request };
  const ask = {
    event: tell(names.server, request),
    function: tell(names.server, () => request),
    enqueued: enqueueActions(({ enqueue, system }) => enqueue.sendTo(system.get(names.server)!, request)),
  }[names.how];
  const client = setup({
    guards: { isMended: () => names.isMended },
    actions: {
      ask,
      hint: raise({ type: names.hint }, { delay: 5, id: names.hintId }),
    },
    delays: { [names.delay]: 10 },
  } as never).createMachine({
    id: 'client',
    initial: 'idle',
    states: {
      idle: {
        on: { [names.press]: [{ guard: 'isMended' }, { target: names.waiting, actions: ['ask', 'hint'] }] },
      },
      [names.waiting]: {
        on: { [names.answer]: 'idle', [names.hint]: {} },
        after: { [names.delay]: 'idle' },
      },
    },
  } as never);
  const answerer = setup({
    actions: {
      answer: tell(names.client, { type: names.answer }),
      note: tell('log', { type: names.note }),
    },
  } as never).createMachine({
    id: 'server',
    tags: 'rest',
    on: { [names.taken]: { actions: ['note', 'answer'] } },
  } as never);
  const log = setup({}).createMachine({ id: 'log', tags: 'rest', on: { [names.note]: {} } });
  return defineNetwork({
    name: 'questions',
    components: {
      [names.client]: { machine: client as never, stimuli: [{ type: names.press }] },
      [names.server]: { machine: answerer as never },
      log: { machine: log },
    },
    channels: names.channels,
    properties: [],
  } as never);
}

const TRACE: Schedule = {
  property: 'deadlock-freedom',
  initial: 0,
  steps: [
    'environment ⇒ client: PRESS',
    'client ⏱ hint: HINT',
    'client ⇒ server: REQUEST',
    'server ⇒ client (back): ANSWER',
    'environment ⇒ client: PRESS',
    'client ⏱ patience in waiting',
  ],
  deliveries: [[], [], ['server ⇒ log: NOTE'], [], [], []],
};

const thrownBy = (changed: Partial<Names>, trace: Schedule = TRACE): Error => {
  try {
    replay(networkOf(changed), trace);
  } catch (thrown) {
    return thrown as Error;
  }
  return new Error('nothing');
};

it('the trace is one of the network', () => {
  expect(thrownBy({}).message).toBe('nothing');
});

describe('a network that has all that the trace names', () => {
  it.each<readonly [Partial<Names>]>([[{}], [{ how: 'function' }], [{ how: 'enqueued' }]])(
    'and cannot take its steps has been mended: %j',
    (changed) => {
      expect(thrownBy({ ...changed, isMended: true })).toBeInstanceOf(OtherStepsError);
    },
  );

  it.each<readonly [string, Partial<Names>]>([
    ['a wildcard takes what is sent', { taken: '*' }],
    ['a wildcard takes what a function sends', { taken: '*', how: 'function' }],
    ['a channel that a function describes may be the same', { channels: () => ({ kind: 'fifo' }) }],
  ])('%s', (_, changed) => {
    expect(thrownBy({ ...changed, isMended: true })).toBeInstanceOf(OtherStepsError);
  });

  it('may do without the message that was not handled', () => {
    const trace = {
      ...TRACE,
      property: 'specified-reception',
      steps: TRACE.steps.slice(0, 3),
      deliveries: [],
    };
    const changed: Partial<Names> = { taken: 'QUESTION', how: 'function' };
    expect(thrownBy({ ...changed, isMended: true }, trace)).toBeInstanceOf(OtherStepsError);
  });
});

describe('a network that does not have all that the trace names', () => {
  it.each<readonly [string, Partial<Names>]>([
    ["there is no component 'client'", { client: 'asker' }],
    ["there is no component 'server'", { server: 'answerer' }],
    ["no action of 'client' sends 'REQUEST'", { request: 'QUESTION', taken: 'QUESTION' }],
    ["no action of 'client' sends 'REQUEST'", { request: 'QUESTION', taken: '*' }],
    ["no state of 'server' takes 'REQUEST'", { request: 'QUESTION', taken: 'QUESTION', how: 'function' }],
    ["no state of 'server' takes 'REQUEST'", { request: 'QUESTION', taken: 'QUESTION', how: 'enqueued' }],
    ["no action of 'server' sends 'ANSWER'", { answer: 'REPLY' }],
    ["no action of 'server' sends 'NOTE'", { note: 'ENTRY' }],
    ["no state of 'client' takes 'PRESS'", { press: 'PUSH' }],
    ["'client' has no timer 'patience in waiting'", { delay: 'endurance' }],
    ["'client' has no timer 'patience in waiting'", { waiting: 'pending' }],
    ["'client' has no timer 'hint: HINT'", { hint: 'CLUE' }],
    ["'client' has no timer 'hint: HINT'", { hintId: 'clue' }],
    [
      "'ANSWER' goes from 'server' to 'client' in no lane, and not in lane 'back'",
      { channels: { events: { NOTE: { kind: 'sync' } } } },
    ],
  ])('is told that %s', (says, changed) => {
    for (const isMended of [false, true]) {
      const thrown = thrownBy({ ...changed, isMended });
      expect(thrown).not.toBeInstanceOf(OtherStepsError);
      expect(thrown.message).toContain(`Of what the trace names, not all is there: ${says}.`);
    }
  });

  it('is told of a text that is no step', () => {
    const thrown = thrownBy({}, { ...TRACE, steps: ['nothing of the kind'], deliveries: [[]] });
    expect(thrown).not.toBeInstanceOf(OtherStepsError);
    expect(thrown.message).toContain("'nothing of the kind' is the label of no step");
  });
});
