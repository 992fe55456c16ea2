import { emit, enqueueActions, sendTo, assertEvent } from 'xstate';
import { componentRef } from '../../src/index.js';
import {
  assembled,
  dispatchFlags,
  dispatchShares,
  dispatchSlots,
  flagShares,
  flagsToZero,
} from './dispatch-plan.js';
import { AT_REST, type Dispatched, fusedOperator } from './fused-operator.js';

/**
 * FusedDispatch of one die (paper 4.2.1; docs/paper/facts.md 4.4 and 13.1): its cores send the tokens' copies; when all have met at the
 * barrier with their writes visible, every die gets flag and count; when the flags of all dies are there they are zeroed, and the
 * received tokens are copied to the places that prefix sums over the counts give them. It gives orders, and moves no data itself:
 *
 * - its stream: DISPATCH comes, DISPATCHED goes back, or GIVEN_UP;
 * - the cores that send: SEND, and SENT when all that a core has written is visible; each gets one, if only an empty one;
 * - the cores that wait, one chart for all of them: AWAIT with what each of them polls, and one ALL_ARRIVED when everything is there, or GIVEN_UP if a
 *   die is dead;
 * - windows: FLAG to the status window of each die, its own too; RESET; TAKE, which its own window answers at once by TAKEN, or READ over the
 *   fabric, which senders' windows answer by DATA, where tokens are pulled; ACK to all dies, where there is one buffer only.
 *
 * A die without tokens goes the same way: it sends zero counts, and waits for all.
 */
export const fusedDispatch = fusedOperator
  .extend({
    actions: {
      noteBegun: emit(({ event }) => {
        assertEvent(event, 'DISPATCH');
        const { item, routing } = event;
        return { type: 'DISPATCH_BEGUN', item, routing };
      }),
      sendTokens: fusedOperator.enqueueActions(({ context, enqueue }) => {
        enqueue({ type: 'startCores', params: { shares: dispatchShares(context) } });
      }),
      awaitFlags: fusedOperator.enqueueActions(({ context, enqueue }) => {
        enqueue({ type: 'awaitSignals', params: { shares: flagShares(context) } });
      }),
      zeroFlags: fusedOperator.enqueueActions(({ context, enqueue }) => {
        enqueue({ type: 'resetSignals', params: { shares: flagsToZero(context) } });
      }),
      readTokens: fusedOperator.enqueueActions(({ context, enqueue }) => {
        enqueue({ type: 'readSlots', params: { of: 'dispatch', slots: dispatchSlots(context) } });
      }),
      signalPeers: enqueueActions(({ context, enqueue }) => {
        for (const { window, flag } of dispatchFlags(context)) enqueue.sendTo(componentRef(window), flag);
      }),
      handOver: sendTo(
        componentRef(({ context }) => context.stream),
        ({ context }): Dispatched => ({ type: 'DISPATCHED', item: context.item, ...assembled(context) }),
      ),
    },
  })
  .createMachine({
    id: 'fused-dispatch',
    context: ({ input }) => ({ ...input, ...AT_REST }),
    on: {
      GIVEN_UP: { target: '.halted', actions: 'tellGivenUp' },
      HALT: { target: '.halted' },
    },
    initial: 'idle',
    states: {
      idle: {
        description: 'Between two operations.',
        tags: 'rest',
        on: {
          DISPATCH: [
            {
              guard: 'needsAcknowledgement',
              target: 'acquiring',
              actions: ['takeOrder', 'noteBegun'],
            },
            { target: 'sending', actions: ['takeOrder', 'noteBegun'] },
          ],
        },
      },
      acquiring: {
        description:
          'With one buffer only: nothing is written before every die has told by ACK that it has read what the operation before has written; of the first operation that is so from the start (docs/paper/facts.md 4.3, static pre-allocation; 13.1, why two halves are enough).',
        entry: { type: 'awaitAcknowledgement', params: { of: 'dispatch' } },
        on: { ALL_ARRIVED: { target: 'sending' } },
      },
      sending: {
        description:
          "Step 1: the AIV cores quantise their tokens and write them straight into the slots of the experts' dies (pulled tokens into those of their own). A core tells SENT when it has come to the barrier: all that it has written is visible. With the last one all have met, and only then, in the same step, the flags go out.",
        entry: 'sendTokens',
        on: {
          SENT: [
            { guard: 'isLastToSend', target: 'waiting', actions: ['countSent', 'signalPeers'] },
            { actions: 'countSent' },
          ],
        },
      },
      waiting: {
        description:
          'Step 2 is done: behind the barrier every die was sent a completion flag with its count, zero counts too. Step 3: the cores poll until the flags of all ranks are there, and zero them, where flags are zeroed at all.',
        entry: 'awaitFlags',
        on: {
          ALL_ARRIVED: {
            target: 'gathering',
            actions: ['noteCounts', 'zeroFlags'],
          },
        },
      },
      gathering: {
        description:
          'The time that it takes to copy the tokens that the counts speak of out of the window: until it is over the slots are occupied. Tokens that are pulled are asked for after it.',
        after: { gather: { target: 'assembling' } },
      },
      assembling: {
        description:
          'The slots are read, each of which is free then. When all are, prefix sums over the counts give each token its row of the contiguous output, which goes to the experts with the count of each.',
        entry: 'readTokens',
        always: {
          guard: 'isEverythingRead',
          target: 'idle',
          actions: ['handOver', { type: 'acknowledge', params: { of: 'dispatch' } }, 'forget'],
        },
        on: { TAKEN: { actions: 'noteFound' }, DATA: { actions: 'noteFound' } },
      },
      halted: {
        description:
          'A peer is dead and the wait has been given up, which is told to the stream; or the own die has failed, which tells nobody. In docs/paper/facts.md 13.1 the wait goes on after its probe: to give it up is what is modelled here beyond that.',
        tags: 'rest',
        on: { DATA: { description: 'A read that was under way.' } },
      },
    },
  });
