import type { Ending } from './handover.js';
import { pushReceiving } from './push-receiving.js';

const ends = (ending: Ending) => ({ type: 'note', params: { ending } }) as const;

/**
 * The decode side of a transfer that prefill writes (docs/paper/facts.md 9): it reserves pages and a record slot, tells prefill where they are, and waits to be told that
 * everything is written. Then it looks whether the record is that of its own request.
 *
 * Who gives up lets its pages go as a request at once; as a transfer they stay owned until prefill has said that it writes no more, or, where
 * prefill is dead, until the queue pairs are retired.
 *
 * It knows the `pool` of its node, the pool of record slots (`records`), the `memory`, and the `sender` of its prefill node.
 */
export const pushReceiver = pushReceiving.createMachine({
  id: 'push-receiver',
  context: ({ input }) => ({ ...input, pages: [], slot: -1, recordOf: -1, open: 0, ending: 'undecided' }),
  on: { HALT: '.halted' },
  initial: 'reservingPages',
  states: {
    reservingPages: {
      description: 'Reserves the KV buffer; where there is no room it waits (docs/paper/facts.md 9, step i).',
      entry: 'reservePages',
      on: {
        GRANTED: { target: 'reservingSlot', actions: 'notePages' },
        GIVE_UP: { target: 'ended', actions: ['cancelPages', ends('aborted')] },
        NODE_LOST: { target: 'ended', actions: ['cancelPages', ends('prefill lost')] },
      },
    },
    reservingSlot: {
      description: 'Reserves a slot for the record that closes the transfer (docs/paper/facts.md 9, step i).',
      entry: 'reserveSlot',
      on: {
        GRANTED: [
          {
            guard: 'isPatient',
            target: 'waiting.endlessly',
            actions: ['noteSlot', 'shareWithTransfer', 'order'],
          },
          { target: 'waiting.limited', actions: ['noteSlot', 'shareWithTransfer', 'order'] },
        ],
        GIVE_UP: {
          target: 'ended',
          actions: ['cancelSlot', 'releaseAsRequest', 'forgetPages', ends('aborted')],
        },
        NODE_LOST: {
          target: 'ended',
          actions: ['cancelSlot', 'releaseAsRequest', 'forgetPages', ends('prefill lost')],
        },
      },
    },
    waiting: {
      description: 'Prefill computes, and writes into the pages (docs/paper/facts.md 9, steps ii and iii).',
      on: {
        STATUS: [
          { guard: 'isWritten', target: 'looking' },
          {
            target: 'ended',
            actions: ['releaseAsRequest', 'releaseAsTransfer', 'releaseSlot', 'forgetPages', ends('failed')],
          },
        ],
        GIVE_UP: {
          target: 'draining',
          actions: ['releaseAsRequest', 'releaseSlot', 'tellAbort', ends('aborted')],
        },
        NODE_LOST: {
          target: 'closing',
          actions: ['releaseAsRequest', 'releaseSlot', 'closePairs', ends('prefill lost')],
        },
      },
      initial: 'endlessly',
      states: {
        endlessly: { description: 'It is told in every case.' },
        limited: {
          description: 'What tells of the end may be lost, so that it gives up in the end.',
          after: {
            patience: {
              target: '#push-receiver.draining',
              actions: ['releaseAsRequest', 'releaseSlot', 'tellAbort', ends('timed out')],
            },
          },
        },
      },
    },
    looking: {
      description:
        'Looks whether the record is its own: the slot may have been given to it while another writes there.',
      after: { poll: { actions: 'look' } },
      on: {
        GIVE_UP: {
          target: 'ended',
          actions: ['releaseAsRequest', 'releaseAsTransfer', 'releaseSlot', 'forgetPages', ends('aborted')],
        },
        NODE_LOST: {},
        RECORD_SEEN: [
          { guard: 'isUnwritten', target: 'looking', reenter: true },
          { guard: 'isOwnRecord', target: 'decoding', actions: ['noteRecord', 'releaseAsTransfer'] },
          {
            target: 'ended',
            actions: [
              'releaseAsRequest',
              'releaseAsTransfer',
              'releaseSlot',
              'forgetPages',
              ends('foreign record'),
            ],
          },
        ],
      },
    },
    decoding: {
      description: 'Decodes from its own KV, token after token (docs/paper/facts.md 3).',
      after: {
        decode: {
          target: 'ended',
          actions: ['read', 'releaseAsRequest', 'releaseSlot', 'forgetPages', ends('done')],
        },
      },
      on: {
        GIVE_UP: {
          target: 'ended',
          actions: ['releaseAsRequest', 'releaseSlot', 'forgetPages', ends('aborted')],
        },
        NODE_LOST: {},
      },
    },
    draining: {
      description:
        'Given up; prefill may still write. The pages stay owned by the transfer until prefill has seen the abort (docs/paper/facts.md 9).',
      on: {
        ABORT_SEEN: { target: 'ended', actions: ['releaseAsTransfer', 'forgetPages'] },
        STATUS: {},
        NODE_LOST: { target: 'closing', actions: 'closePairs' },
      },
    },
    closing: {
      description:
        'Prefill is dead, and cannot say whether it writes: nothing arrives any more when its queue pairs are retired (docs/paper/facts.md 9).',
      on: {
        RETIRED: [
          {
            guard: 'isLastPair',
            target: 'ended',
            actions: ['countRetired', 'releaseAsTransfer', 'forgetPages'],
          },
          { actions: 'countRetired' },
        ],
        STATUS: {},
        ABORT_SEEN: {},
      },
    },
    ended: {
      description: 'Ended, with a reason.',
      tags: 'rest',
      entry: 'tellEnded',
      // What crosses the end is late, and frees nothing once more.
      on: { STATUS: {}, ABORT_SEEN: {}, NODE_LOST: {} },
    },
    halted: {
      description: 'Its node has failed (docs/paper/facts.md 3).',
      tags: 'rest',
      on: { '*': {} },
    },
  },
});
