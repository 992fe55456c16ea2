import { assertEvent, assign, emit, sendTo } from 'xstate';
import { componentRef } from '../../src/index.js';
import { combineShares, combineSlots, resultShares, sums } from './combine-plan.js';
import { AT_REST, type Combined, fusedOperator } from './fused-operator.js';

/**
 * FusedCombine of one die (paper 4.2.1; docs/paper/facts.md 4.5 and 13.1): its cores write every expert result into the slot of its token on
 * the token's die and signal it there; when all results of the die's own tokens are there, each token's are summed. A die waits for its own
 * tokens only: without tokens it sends the results of others, and does not wait at all.
 */
export const fusedCombine = fusedOperator
  .extend({
    actions: {
      noteBegun: emit(({ event }) => {
        assertEvent(event, 'COMBINE');
        const { item, rows } = event;
        return { type: 'COMBINE_BEGUN', item, rows };
      }),
      sendResults: fusedOperator.enqueueActions(({ context, enqueue }) => {
        enqueue({ type: 'startCores', params: { shares: combineShares(context) } });
      }),
      awaitResults: fusedOperator.enqueueActions(({ context, enqueue }) => {
        enqueue({ type: 'awaitSignals', params: { shares: resultShares(context) } });
      }),
      resetCells: fusedOperator.enqueueActions(({ context, enqueue }) => {
        enqueue({ type: 'resetSignals', params: { shares: resultShares(context) } });
      }),
      readResults: fusedOperator.enqueueActions(({ context, enqueue }) => {
        enqueue({ type: 'readSlots', params: { of: 'combine', slots: combineSlots(context) } });
      }),
      // What has been sent is nothing to the rest of the operation.
      forgetResults: assign({ rows: [] }),
      handOver: sendTo(
        componentRef(({ context }) => context.stream),
        ({ context }): Combined => ({ type: 'COMBINED', item: context.item, sums: sums(context) }),
      ),
    },
  })
  .createMachine({
    id: 'fused-combine',
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
          COMBINE: [
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
          'With one buffer only: nothing is written before every die has read what the operation before has written (docs/paper/facts.md 4.3, static pre-allocation).',
        entry: { type: 'awaitAcknowledgement', params: { of: 'combine' } },
        on: { ALL_ARRIVED: { target: 'sending' } },
      },
      sending: {
        description:
          "Steps 1 and 2: the AIV cores write each result, in BF16, into the slot of its token on the token's die, which the metadata that came with the token tell, and signal each there: by an atomic add once it is visible, or by a flag behind it in its pipe. There is no barrier: that all have SENT is counted so that the cores are free to wait.",
        entry: 'sendResults',
        on: {
          SENT: [
            { guard: 'isLastToSend', target: 'waiting', actions: ['countSent', 'forgetResults'] },
            { actions: 'countSent' },
          ],
        },
      },
      waiting: {
        description:
          "Step 3: the cores poll until the results of all experts of all of the die's own tokens are there (in the paper each core goes on with its own), and reset the cells. Without tokens there is nothing to wait for.",
        entry: 'awaitResults',
        on: {
          ALL_ARRIVED: {
            target: 'gathering',
            actions: 'resetCells',
          },
        },
      },
      gathering: {
        description:
          "The cores gather each token's results out of its slots, which takes its time: until then the slots are occupied.",
        after: { gather: { target: 'summing' } },
      },
      summing: {
        description:
          "Each token's results are multiplied by the weights of its experts, and summed, the shared expert's with them.",
        entry: 'readResults',
        always: {
          guard: 'isEverythingRead',
          target: 'idle',
          actions: ['handOver', { type: 'acknowledge', params: { of: 'combine' } }, 'forget'],
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
