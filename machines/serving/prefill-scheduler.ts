import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import {
  isUncomputed,
  isWork,
  nextTask,
  computedBy,
  tasksAfter,
  type PrefillSchedulerContext,
  type PrefillSchedulerInput,
  type SchedulerEvent,
} from './prefill-tasks.js';
import type { Step, Store } from './prefill-worker.js';
import {
  type Attempt,
  attemptOf,
  type Blamed,
  isSame,
  type PrefillAborted,
  type PrefillDone,
  type Probe,
  type Probed,
  type WorkOver,
} from './request-messages.js';

/** What happens to attempts at a prefill node, whose pages they have from the first to the last. */
export type PrefillObservation =
  | ({ readonly type: 'SOURCE_TAKEN'; readonly node: string } & Attempt)
  | ({ readonly type: 'SOURCE_RETURNED'; readonly node: string } & Attempt)
  | ({ readonly type: 'PROMPT_COMPUTED'; readonly node: string; readonly isWhole: boolean } & Attempt);

/**
 * The scheduler of a prefill node (docs/paper/facts.md 8 and 9): it gives its `worker` a chunk of a prompt in each step, announces what is computed to the
 * decode node that waits for it, and holds the KV until it has been read there and stored. Who holds beyond the limit asks whether the reader lives.
 */
export const prefillScheduler = setup({
  types: {} as {
    context: PrefillSchedulerContext;
    input: PrefillSchedulerInput;
    events: SchedulerEvent;
    emitted: PrefillObservation | Blamed;
    tags: 'rest';
  },
  guards: {
    hasNext: ({ context }) => nextTask(context) !== undefined,
    hasTask: ({ context }) => context.tasks.length > 0,
    hasNoTask: ({ context }) => context.tasks.length === 0,
    canGiveUp: ({ context, event }) => {
      assertEvent(event, 'GIVE_UP');
      return context.tasks.some(
        (task) => task.request === event.request && isUncomputed(task) && !task.isDropped,
      );
    },
    isDown: ({ event }) => {
      assertEvent(event, 'PROBED');
      return !event.isUp;
    },
    isNoMishap: ({ event }) => event.type !== 'GIVE_UP',
  },
  delays: { patience: 1 },
  actions: {
    note: assign({
      tasks: ({ context, event }) => {
        assertEvent(event, 'PREFILL');
        const { receiver } = event;
        return [
          ...context.tasks,
          { ...attemptOf(event), receiver, left: -1, isRead: false, isStored: false, isDropped: false },
        ];
      },
    }),
    tellTaken: emit(({ context, event }) => {
      assertEvent(event, 'PREFILL');
      return { type: 'SOURCE_TAKEN', node: context.node, ...attemptOf(event) } as const;
    }),
    drop: assign({ tasks: ({ context, event }) => tasksAfter(context, event) }),
    tellReturned: enqueueActions(({ context, event, enqueue }) => {
      const left = tasksAfter(context, event);
      for (const task of context.tasks) {
        if (left.some((each) => isSame(each, task))) continue;
        enqueue.emit({ type: 'SOURCE_RETURNED', node: context.node, ...attemptOf(task) });
      }
    }),
    tellAborted: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'GIVE_UP');
      for (const task of context.tasks) {
        if (task.request !== event.request || !isUncomputed(task) || task.isDropped) continue;
        enqueue.sendTo(componentRef(task.receiver), {
          type: 'PREFILL_ABORTED',
          ...attemptOf(task),
          node: context.node,
        } satisfies PrefillAborted);
      }
    }),
    chooseNext: assign({ running: ({ context }) => attemptOf(nextTask(context)!) }),
    startStep: sendTo(componentRef('worker'), ({ context }): Step => {
      const { running, tasks } = context;
      const task = tasks.find((each) => running !== null && isSame(each, running));
      return { type: 'STEP', chunk: task === undefined ? null : { ...attemptOf(task), left: task.left } };
    }),
    announce: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'STEPPED');
      const task = computedBy(context, event);
      if (task === undefined) return;
      const told = { ...attemptOf(task), node: context.node, isWhole: event.chunk!.left === 0 };
      enqueue.sendTo(componentRef(task.receiver), { type: 'PREFILL_DONE', ...told } satisfies PrefillDone);
      enqueue.emit({ type: 'PROMPT_COMPUTED', ...told });
      enqueue.sendTo(componentRef('worker'), { type: 'STORE', ...attemptOf(task) } satisfies Store);
    }),
    /** The router is told of each prompt that is computed, or is not to be computed any more. */
    tellOver: enqueueActions(({ context, event, enqueue }) => {
      const left = tasksAfter(context, event).filter(isWork);
      for (const task of context.tasks.filter(isWork)) {
        if (left.some((each) => isSame(each, task))) continue;
        enqueue.sendTo(componentRef('router'), { type: 'WORK_OVER', node: context.node } satisfies WorkOver);
      }
    }),
    endStep: assign({ running: null }),
    probe: enqueueActions(({ context, enqueue }) => {
      for (const task of context.tasks) {
        if (isUncomputed(task) || task.isRead) continue;
        const [cluster, node] = task.receiver.split('.');
        enqueue.sendTo(componentRef(`${cluster}.${node}.health`), {
          type: 'PROBE',
          ...attemptOf(task),
          reader: `${context.node}.scheduler`,
        } satisfies Probe);
      }
    }),
    blame: emit(({ event }) => {
      assertEvent(event, 'PROBED');
      return { type: 'BLAMED', node: event.node } as const;
    }),
    answer: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'LOOK_UP');
        return event.reader;
      }),
      ({ context, event }): Probed => {
        assertEvent(event, 'LOOK_UP');
        const hasIt = context.tasks.some((task) => isSame(task, event) && !task.isDropped);
        return { type: 'PROBED', ...attemptOf(event), node: context.node, isUp: true, hasIt };
      },
    ),
  },
}).createMachine({
  id: 'prefill-scheduler',
  context: ({ input }) => ({ ...input, tasks: [], running: null }),
  on: { HALT: '.dead' },
  initial: 'alive',
  states: {
    alive: {
      description: 'The node lives.',
      on: {
        PREFILL: { actions: ['note', 'tellTaken'] },
        ABORT: { actions: ['tellOver', 'tellReturned', 'drop'] },
        GIVE_UP: { guard: 'canGiveUp', actions: ['tellAborted', 'tellOver', 'tellReturned', 'drop'] },
        LOOK_UP: { actions: 'answer' },
        PROBED: [{ guard: 'isDown', actions: ['blame', 'tellOver', 'tellReturned', 'drop'] }, {}],
      },
      initial: 'starting',
      states: {
        starting: {
          description: 'Waits for the node to be up.',
          tags: 'rest',
          on: { UP: 'idle' },
        },
        idle: {
          description: 'Has no attempt.',
          tags: 'rest',
          always: [{ guard: 'hasTask', target: 'holding' }],
          on: { NEWS: 'listening' },
        },
        holding: {
          description:
            'Holds KV until it has been read and stored; beyond the limit it asks whether the reader lives (docs/paper/facts.md 9).',
          always: [
            { guard: 'hasNext', target: 'stepping', actions: 'chooseNext' },
            { guard: 'hasNoTask', target: 'idle' },
          ],
          on: { NEWS: 'listening' },
          after: { patience: { target: 'holding', reenter: true, actions: 'probe' } },
        },
        stepping: {
          description:
            'The worker computes a chunk; scheduler and worker meet at its end (docs/paper/facts.md 8).',
          entry: 'startStep',
          on: {
            STEPPED: { target: 'idle', actions: ['announce', 'tellOver', 'tellReturned', 'drop', 'endStep'] },
          },
        },
        listening: {
          description: 'A step without a chunk, in which the worker tells its news.',
          entry: 'startStep',
          on: { STEPPED: { target: 'idle', actions: ['tellReturned', 'drop', 'endStep'] } },
        },
      },
    },
    dead: {
      description: 'The node has died, and gives nothing up any more.',
      tags: 'rest',
      on: { '*': { guard: 'isNoMishap' } },
    },
  },
});
