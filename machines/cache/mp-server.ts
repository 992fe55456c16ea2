import { assertEvent, enqueueActions, sendTo } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { NoAnswer } from './cache-protocol.js';
import { emptyTier } from './dram-tier.js';
import { ageId, copy, leaseId, limitId } from './server-context.js';
import { evsServer, recoveryRegion, writeThroughRegion } from './server-evs.js';
import { UNREGISTERED } from './server-memory.js';
import { putsRegion } from './server-puts.js';
import { readsRegion } from './server-reads.js';
import { spaceRegion, thresholdsRegion } from './server-space.js';

/**
 * The MP server of a node (docs/paper/facts.md 10): it gives away the slots of its memory. A put has a slot from PUT_START to its end, which names the put itself: when
 * it takes too long another put of the same key takes its place, and its slot is kept until it has ended, as its write may still land
 * (https://github.com/kvcache-ai/Mooncake/pull/993, https://github.com/kvcache-ai/Mooncake/issues/3030). A read is kept in its place by a lease, which ends
 * by itself.
 *
 * It knows the `controller`, and the tier of EVS as `evs`.
 */
export const mpServer = evsServer
  .extend({
    guards: {
      mayBeLost: ({ context }) => context.losses > 0,
      isAway: ({ context }) => context.isAway,
    },
    delays: { notice: 1, restart: 1 },
    actions: {
      lose: enqueueActions(({ context, enqueue }) => {
        const { tier, memory, losses } = context;
        tier.slots.forEach((slot, at) => {
          if (slot.state === 'complete') enqueue.emit(copy('COPY_DROPPED', slot, 'lost'));
          enqueue.cancel(ageId(slot.of));
          enqueue.cancel(limitId(slot.of));
          for (const reader of slot.readers) {
            enqueue.cancel(leaseId(reader, at));
            enqueue.emit({ type: 'LEASE_OVER', from: reader, slot: at });
            if (slot.state === 'loading')
              enqueue.sendTo(componentRef(reader), { type: 'LOST', of: slot.of } satisfies NoAnswer);
          }
        });
        enqueue.sendTo(componentRef(memory), { type: 'CLEAR' });
        enqueue.assign({ tier: emptyTier(context.slots), since: UNREGISTERED, losses: losses - 1 });
      }),
      answerNothing: enqueueActions(({ event, enqueue }) => {
        assertEvent(event, ['QUERY', 'GET', 'PUT_START']);
        const of = event.type === 'PUT_START' ? event.put : event.read;
        enqueue.sendTo(componentRef(event.from), { type: 'LOST', of } satisfies NoAnswer);
      }),
      leave: sendTo(componentRef('controller'), ({ context }) => ({ type: 'LEAVE', server: context.self })),
      join: sendTo(componentRef('controller'), ({ context }) => ({ type: 'JOIN', server: context.self })),
      register: enqueueActions(({ context, event, enqueue }) => {
        assertEvent(event, 'JOINED');
        const { since } = event;
        enqueue.assign({ since, isAway: false });
        enqueue.sendTo(componentRef(context.memory), { type: 'REGISTER', since });
      }),
    },
  })
  .createMachine({
    id: 'mp-server',
    context: ({ input }) => ({ ...input, tier: emptyTier(input.slots) }),
    initial: 'starting',
    states: {
      starting: {
        description: 'It is there from the beginning, or joins later.',
        always: [{ guard: 'isAway', target: 'lost.away' }, { target: 'serving' }],
      },
      serving: {
        description: 'Its memory is registered, and it takes requests (docs/paper/facts.md 10).',
        type: 'parallel',
        tags: 'rest',
        on: { LOSE: { guard: 'mayBeLost', target: 'lost', actions: 'lose' } },
        states: {
          reads: readsRegion,
          puts: putsRegion,
          space: spaceRegion,
          thresholds: thresholdsRegion,
          writeThrough: writeThroughRegion,
          recovery: recoveryRegion,
        },
      },
      lost: {
        description:
          'What was in its memory is lost. Nobody is answered, and the controller has not noticed.',
        on: {
          QUERY: { actions: 'answerNothing' },
          GET: { actions: 'answerNothing' },
          PUT_START: { actions: 'answerNothing' },
          RELEASE: {},
          PUT_END: {},
          PUT_REVOKE: {},
        },
        initial: 'unnoticed',
        states: {
          unnoticed: {
            description: 'The controller still places keys on it.',
            after: { notice: { target: 'away', actions: 'leave' } },
          },
          away: {
            description: 'Its keys are placed on the others.',
            after: { restart: { target: 'joining', actions: 'join' } },
          },
          joining: {
            description: 'It has asked to join, and is told its epoch.',
            on: { JOINED: { target: '#mp-server.serving', actions: 'register' } },
          },
        },
      },
    },
  });
