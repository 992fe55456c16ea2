import type { LoopContext, Member } from '../../machines/serving/decode-loop.js';
import type { PagesContext } from '../../machines/serving/decode-page-list.js';
import type { ReceiveContext } from '../../machines/serving/receive-attempt.js';
import type { GlobalSchedulerContext, OpenRequest } from '../../machines/serving/global-scheduler.js';
import type { PrefillSchedulerContext, PrefillTask } from '../../machines/serving/prefill-tasks.js';
import type {
  DecodeNode,
  PrefillNode,
  RequestLifeWiring,
} from '../../machines/networks/request-life/wiring.js';
import type { View } from '../../src/index.js';

/** An attempt by its numbers. */
export interface Numbers {
  readonly request: number;
  readonly attempt: number;
}

export const isOne = (one: Numbers | null, other: Numbers): boolean =>
  one !== null && one.request === other.request && one.attempt === other.attempt;

export const batchOf = (view: View, { loop }: DecodeNode): readonly Member[] =>
  view.matches(loop, 'dead') ? [] : view.context<LoopContext>(loop).batch;

export const pagesOf = (view: View, { pages }: DecodeNode): PagesContext => view.context<PagesContext>(pages);

export const receiverOf = (view: View, id: string): ReceiveContext => view.context<ReceiveContext>(id);

export const tasksOf = (view: View, { scheduler }: PrefillNode): readonly PrefillTask[] =>
  view.matches(scheduler, 'dead') ? [] : view.context<PrefillSchedulerContext>(scheduler).tasks;

/** The request of a client as the global scheduler has it. */
export const openOf = (view: View, scheduler: string, request: number): OpenRequest | undefined =>
  view.context<GlobalSchedulerContext>(scheduler).open.find((each) => each.request === request);

/** What one component has sent to another, and it has not taken, of one type. */
export const underWay = (view: View, from: string, to: string, type: string): readonly Numbers[] =>
  view.waiting(from, to).filter((message) => message.type === type) as unknown as readonly Numbers[];

export const isDead = (view: View, { health }: PrefillNode | DecodeNode): boolean =>
  view.matches(health, 'dead');

export const hasEnded = (view: View, client: string): boolean =>
  view.matches(client, 'done') || view.matches(client, 'aborted') || view.matches(client, 'failed');

/** The receivers of a request, at each decode node. */
export const receiversOf = ({ decodes }: RequestLifeWiring, request: number): string[] =>
  decodes.map(({ receivers }) => receivers[request]!);
