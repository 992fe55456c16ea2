import { NOTHING } from './receive-attempt.js';
import { receiveOrders } from './receive-orders.js';

/**
 * What the background thread of a decode node does for one request (docs/paper/facts.md 9): reserve pages, have a lightly loaded prefill node
 * compute the prompt, start the transfer when it has, and hand over to the main thread. A posted write is not cancelled: whatever ends the request, its
 * transfer has the pages until it has landed.
 *
 * It knows the `pages`, the `loop` and the node's id; the `router` and the global `scheduler`.
 */
export const decodeReceive = receiveOrders.createMachine({
  id: 'decode-receive',
  context: ({ input }) => ({ ...input, ...NOTHING }),
  on: { HALT: '.dead' },
  initial: 'alive',
  states: {
    alive: {
      description: 'The node lives.',
      // What is about another attempt, or comes when it is of no use any more.
      on: {
        ABORT: {},
        PREFILL_ABORTED: {},
        PREFILL_DONE: { actions: 'releaseUnwanted' },
        SOURCE_DOWN: {},
      },
      initial: 'absent',
      states: {
        absent: {
          description: 'The node has nothing to do with the request.',
          tags: 'rest',
          on: { ADMIT: { target: 'queued', actions: 'begin' } },
        },
        queued: {
          description:
            'Waits for pages: while there are none, the receive is deferred (docs/paper/facts.md 9).',
          entry: 'reserve',
          on: {
            GRANTED: { target: 'routed', actions: 'notePages' },
            TOO_LARGE: { target: 'absent', actions: ['failTooLarge', 'forget'] },
            ABORT: { target: 'absent', actions: ['withdraw', 'forget'] },
            GIVE_UP: { target: 'absent', actions: ['withdraw', 'failGivenUp', 'forget'] },
          },
        },
        routed: {
          description:
            'Has pages, and waits for the prefill node that the router has chosen; beyond the limit it asks (docs/paper/facts.md 9).',
          entry: 'route',
          on: {
            ROUTED: { actions: ['notePrefill', 'tellGiven'] },
            NO_NODE: { target: 'absent', actions: ['tellNoneLeft', 'letGo', 'failNoNode', 'forget'] },
            PREFILL_DONE: [
              { guard: 'isMineFromThere', target: 'transferring', actions: ['noteDone'] },
              { actions: 'releaseUnwanted' },
            ],
            PREFILL_ABORTED: [
              {
                guard: 'isMine',
                target: 'absent',
                actions: ['letGo', 'failAborted', 'forget'],
              },
              {},
            ],
            PROBED: [
              {
                guard: 'isDown',
                target: 'absent',
                // The router is told first: pages that come back may be another request's in the same step.
                actions: ['blame', 'tellDown', 'letGo', 'failDied', 'forget'],
              },
              {
                guard: 'isLost',
                target: 'absent',
                actions: ['letGo', 'failLost', 'forget'],
              },
              {},
            ],
            ABORT: { target: 'absent', actions: ['abortPrefill', 'letGo', 'forget'] },
            GIVE_UP: {
              target: 'absent',
              actions: ['abortPrefill', 'letGo', 'failGivenUp', 'forget'],
            },
          },
          initial: 'waiting',
          states: {
            waiting: {
              description: 'Asks again after a while.',
              after: { patience: { target: 'waiting', reenter: true, actions: 'probe' } },
            },
          },
        },
        transferring: {
          description: 'The KV is on its way from the prefill node, over RDMA (docs/paper/facts.md 9).',
          entry: ['pin', 'read'],
          after: {
            land: [
              { guard: 'isLastPart', target: 'ready', actions: ['write', 'unpin', 'release', 'countPart'] },
              { target: 'transferring', reenter: true, actions: ['write', 'countPart'] },
            ],
          },
          on: {
            ABORT: { target: 'draining', actions: 'letGo' },
            GIVE_UP: { target: 'draining', actions: ['letGo', 'failGivenUp'] },
            // One part fails; others may still land.
            BREAK: [
              {
                guard: 'isLastPart',
                target: 'absent',
                actions: ['unpin', 'letGo', 'release', 'failBroken', 'forget'],
              },
              { target: 'draining', actions: ['letGo', 'failBroken', 'countPart'] },
            ],
            SOURCE_DOWN: [
              {
                guard: 'isSource',
                target: 'absent',
                actions: ['blame', 'tellDown', 'unpin', 'letGo', 'failDied', 'forget'],
              },
              {},
            ],
          },
        },
        draining: {
          description:
            'The request is over, and its transfer may still write: a posted write is not cancelled.',
          after: {
            land: [
              {
                guard: 'isLastPartAndNext',
                target: 'queued',
                actions: ['write', 'unpin', 'release', 'beginNext'],
              },
              { guard: 'isLastPart', target: 'absent', actions: ['write', 'unpin', 'release', 'forget'] },
              { target: 'draining', reenter: true, actions: ['write', 'countPart'] },
            ],
          },
          on: {
            ADMIT: { actions: 'noteNext' },
            ABORT: { actions: 'forgetNext' },
            SOURCE_DOWN: [
              {
                guard: 'isSourceAndNext',
                target: 'queued',
                actions: ['blame', 'tellDown', 'unpin', 'beginNext'],
              },
              { guard: 'isSource', target: 'absent', actions: ['blame', 'tellDown', 'unpin', 'forget'] },
              {},
            ],
          },
        },
        ready: {
          description: 'All of the KV is there; it joins the batch at the next token boundary.',
          entry: 'tellReady',
          on: {
            JOINED: 'decoding',
            ABORT: { target: 'absent', actions: ['dropFromLoop', 'letGo', 'forget'] },
            GIVE_UP: { target: 'absent', actions: ['dropFromLoop', 'letGo', 'failGivenUp', 'forget'] },
          },
        },
        decoding: {
          description: 'The main thread has it in its batch.',
          on: {
            LEFT_BATCH: { target: 'absent', actions: ['letGo', 'forget'] },
            ABORT: { target: 'leaving', actions: 'dropFromLoop' },
            GIVE_UP: { target: 'leaving', actions: ['noteReason', 'dropFromLoop'] },
          },
        },
        leaving: {
          description: 'Is to leave the batch at the next token boundary; until then its pages are in use.',
          on: {
            LEFT_BATCH: [
              { guard: 'hasReason', target: 'absent', actions: ['letGo', 'failLate', 'forget'] },
              { target: 'absent', actions: ['letGo', 'forget'] },
            ],
          },
        },
      },
    },
    dead: {
      description: 'The node has died, and nothing of it can go wrong any more.',
      tags: 'rest',
      on: { '*': { guard: 'isNoMishap' } },
    },
  },
});
