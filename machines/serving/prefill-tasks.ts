import type { LookUp, Up } from './node-health.js';
import type { News, Stepped } from './prefill-worker.js';
import {
  type Abort,
  type Attempt,
  type GiveUp,
  type Halt,
  isSame,
  type Prefill,
  type Probed,
} from './request-messages.js';

export interface PrefillSchedulerInput {
  readonly node: string;
}

/** An attempt that the node has. */
export interface PrefillTask extends Attempt {
  readonly receiver: string;
  /** Chunks that are left to compute; -1: it has not begun. */
  readonly left: number;
  /** Its receiver has read the KV, or does not want it. */
  readonly isRead: boolean;
  readonly isStored: boolean;
  /** Nobody wants it any more: it is left out when the step that computes it has ended. */
  readonly isDropped: boolean;
}

export interface PrefillSchedulerContext extends PrefillSchedulerInput {
  /** In the order of their coming. */
  readonly tasks: readonly PrefillTask[];
  /** What the worker computes in this step. */
  readonly running: Attempt | null;
}

/** What the scheduler of a prefill node hears. */
export type SchedulerEvent = Prefill | Abort | GiveUp | Stepped | News | Up | LookUp | Probed | Halt;

export const isUncomputed = ({ left }: PrefillTask): boolean => left !== 0;

const isOver = ({ isRead, isStored }: PrefillTask): boolean => isRead && isStored;

const isRunning = ({ running }: PrefillSchedulerContext, task: Attempt): boolean =>
  running !== null && isSame(running, task);

/** It is to be computed, and somebody wants it. */
export const isWork = (task: PrefillTask): boolean => isUncomputed(task) && !task.isDropped;

export const nextTask = ({ tasks }: PrefillSchedulerContext): PrefillTask | undefined => tasks.find(isWork);

/** What is left of a task that nobody waits for: one that is being computed stays to the end of the step, one that is computed until it is stored. */
function unwanted(context: PrefillSchedulerContext, task: PrefillTask): readonly PrefillTask[] {
  if (isRunning(context, task)) return [{ ...task, isDropped: true }];
  return isUncomputed(task) || task.isStored ? [] : [{ ...task, isRead: true }];
}

/** The tasks, when some of them are not wanted any more. */
const withUnwanted = (
  context: PrefillSchedulerContext,
  isUnwanted: (task: PrefillTask) => boolean,
): readonly PrefillTask[] =>
  context.tasks.flatMap((task) => (isUnwanted(task) ? unwanted(context, task) : [task]));

/** The tasks, when the worker has told what a step has come to. */
function stepped({ tasks }: PrefillSchedulerContext, event: Stepped): readonly PrefillTask[] {
  const isAmong = (list: readonly Attempt[], task: Attempt) => list.some((each) => isSame(each, task));
  return tasks
    .map((task) => ({
      ...task,
      left: event.chunk !== null && isSame(event.chunk, task) ? event.chunk.left : task.left,
      isRead: task.isRead || isAmong(event.read, task),
      isStored: task.isStored || isAmong(event.stored, task),
    }))
    .filter((task) => !task.isDropped && !isOver(task));
}

/** The task that this step has computed the last chunk of, if somebody wants it. */
export function computedBy({ tasks }: PrefillSchedulerContext, { chunk }: Stepped): PrefillTask | undefined {
  if (chunk === null || chunk.left > 0) return undefined;
  return tasks.find((task) => isSame(chunk, task) && !task.isDropped);
}

/** The tasks after an event that ends some of them. */
export function tasksAfter(context: PrefillSchedulerContext, event: SchedulerEvent): readonly PrefillTask[] {
  switch (event.type) {
    case 'ABORT':
      return withUnwanted(context, (task) => isSame(task, event));
    case 'GIVE_UP':
      return withUnwanted(context, (task) => task.request === event.request && isUncomputed(task));
    case 'PROBED':
      return withUnwanted(context, (task) => isAt(event.node, task));
    case 'STEPPED':
      return stepped(context, event);
    default:
      return context.tasks;
  }
}

const isAt = (node: string, { receiver }: PrefillTask): boolean => receiver.startsWith(`${node}.`);
