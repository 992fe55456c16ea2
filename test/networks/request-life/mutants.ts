import { assign, enqueueActions, sendTo } from 'xstate';
import type { LoopContext } from '../../../machines/serving/decode-loop.js';
import type { PagesContext } from '../../../machines/serving/decode-page-list.js';
import type { Reserve } from '../../../machines/serving/decode-page-messages.js';
import type { GlobalSchedulerContext } from '../../../machines/serving/global-scheduler.js';
import type { PrefillObservation } from '../../../machines/serving/prefill-scheduler.js';
import {
  isUncomputed,
  isWork,
  type PrefillSchedulerContext,
  type PrefillTask,
  type SchedulerEvent,
  tasksAfter,
} from '../../../machines/serving/prefill-tasks.js';
import type { Step, WorkerContext } from '../../../machines/serving/prefill-worker.js';
import {
  type Attempt,
  attemptOf,
  type Failed,
  isSame,
  type Probed,
  type Token,
} from '../../../machines/serving/request-messages.js';
import { componentRef, type Patch } from '../../../src/index.js';
import type { Mutant } from './mutant.js';
import { routerMutants } from './router-mutants.js';

interface Actions {
  actions: readonly string[];
}

const without = (transition: unknown, action: string): object => ({
  ...(transition as Actions),
  actions: (transition as Actions).actions.filter((each) => each !== action),
});

const withFirst = (transition: unknown, action: string): object => ({
  ...(transition as Actions),
  actions: [action, ...[(transition as Actions).actions].flat()],
});

/** A worker that takes a prompt whose prefix is not stored for one of so many chunks. */
const takingMissesFor = (left: (chunks: number) => number): Mutant['patch'] => ({
  provide: {
    'prefill-worker': {
      actions: {
        takeMiss: assign({
          chunk: ({ context }) => {
            const { chunk, chunks } = context as WorkerContext;
            return { ...chunk!, left: left(chunks) };
          },
        }),
      },
    },
  },
});

interface GivenTasks {
  readonly context: PrefillSchedulerContext;
  readonly event: SchedulerEvent;
}

type TasksAfter = typeof tasksAfter;

/** The tasks of a scheduler that, when it gives a request up, takes the attempts that it has computed for read too. */
const tasksWithoutAny: TasksAfter = (context, event) => {
  const tasks = tasksAfter(context, event);
  if (event.type !== 'GIVE_UP') return tasks;
  return tasks.flatMap((task) => {
    if (task.request !== event.request || isUncomputed(task)) return [task];
    return task.isStored ? [] : [{ ...task, isRead: true }];
  });
};

/** The tasks of a scheduler that, when it gives a request up, drops what it has to compute for others too. */
const tasksOfNobodyElse: TasksAfter = (context, event) =>
  event.type === 'GIVE_UP'
    ? context.tasks
        .filter(isUncomputed)
        .reduce<readonly PrefillTask[]>(
          (tasks, { request }) => tasksAfter({ ...context, tasks }, { ...event, request }),
          context.tasks,
        )
    : tasksAfter(context, event);

/** A prefill scheduler that has other tasks after an event than it should, and tells all but who waits for them. */
const withTasksAfter = (after: TasksAfter): Patch => ({
  provide: {
    'prefill-scheduler': {
      actions: {
        drop: assign({
          tasks: (given) => {
            const { context, event } = given as unknown as GivenTasks;
            return after(context, event);
          },
        }),
        tellReturned: enqueueActions((given) => {
          const { context, event } = given as unknown as GivenTasks;
          const { node, tasks } = context;
          const left = after(context, event);
          for (const task of tasks) {
            if (left.some((each) => isSame(each, task))) continue;
            const returned: PrefillObservation = { type: 'SOURCE_RETURNED', node, ...attemptOf(task) };
            given.enqueue.emit(returned);
          }
        }),
        tellOver: enqueueActions((given) => {
          const { context, event } = given as unknown as GivenTasks;
          const left = after(context, event).filter(isWork);
          for (const task of context.tasks.filter(isWork)) {
            if (left.some((each) => isSame(each, task))) continue;
            given.enqueue.sendTo(componentRef('router'), { type: 'WORK_OVER', node: context.node });
          }
        }),
      },
    },
  },
});

/** Each mutant is the healthy network with one thing changed; what it does is what the claim that catches it is about. */
export const mutants: readonly Mutant[] = [
  ...routerMutants,
  {
    name: 'a scheduler that tells a client that its request has failed, and not why',
    claim: 'every-request-ends',
    configuration: { requests: 1, retries: 0, aborts: 1, by: 'transport' },
    patch: {
      provide: {
        'global-scheduler': {
          actions: {
            tellFailed: enqueueActions(({ context, event, enqueue }) => {
              const { clients } = context as GlobalSchedulerContext;
              const client = clients[(event as unknown as Failed).request]!;
              enqueue.sendTo(componentRef(client), { type: 'ENDED', outcome: 'failed', reason: '' });
            }),
          },
        },
      },
    },
  },
  {
    name: 'a client that takes whatever it is told for a whole answer',
    claim: 'ends-as-told',
    configuration: { requests: 1, retries: 0, aborts: 1, by: 'transport', tokens: 1, growth: 0 },
    patch: { provide: { 'serving-client': { guards: { isDone: () => true } } } },
  },
  {
    name: 'a client that takes a failure for its own leaving',
    claim: 'ends-as-told',
    configuration: { requests: 1, retries: 0, aborts: 1, by: 'transport', tokens: 1, growth: 0 },
    patch: { provide: { 'serving-client': { guards: { isAborted: () => true } } } },
  },
  {
    name: 'a worker that takes a prompt for one with a chunk less',
    claim: 'prompts-computed-whole',
    configuration: { requests: 1, chunks: 2 },
    patch: takingMissesFor((chunks) => chunks - 1),
  },
  {
    name: 'a worker that computes the last chunk of a prompt twice',
    claim: 'prompts-computed-whole',
    configuration: { requests: 1, chunks: 2 },
    patch: takingMissesFor((chunks) => chunks + 1),
  },
  {
    name: 'a worker that tells a prompt as computed that it has not looked at',
    claim: 'prompts-computed-whole',
    configuration: { requests: 1, chunks: 2 },
    patch: {
      chart: {
        'prefill-worker': ({ states }) => {
          const { idle } = states!.alive!.states!.compute!.states!;
          const [first, other] = idle!.on!.STEP as [object, object];
          idle!.on!.STEP = [{ ...first, target: 'meeting' }, other];
        },
      },
      provide: {
        'prefill-worker': {
          actions: {
            noteChunk: assign({
              chunk: ({ event }) => {
                const { chunk } = event as unknown as Step;
                return chunk === null ? null : { ...chunk, left: Math.max(0, chunk.left) };
              },
            }),
          },
        },
      },
    },
  },
  {
    name: 'a prefill scheduler that computes first what has come last',
    claim: 'prompts-in-turn',
    configuration: { requests: 2, aborts: 1, by: 'prefill', tokens: 1, growth: 0 },
    patch: {
      provide: {
        'prefill-scheduler': {
          actions: {
            chooseNext: assign({
              running: ({ context }) => {
                const { tasks } = context as PrefillSchedulerContext;
                const { request, attempt } = tasks
                  .filter(({ left, isDropped }) => left !== 0 && !isDropped)
                  .at(-1)!;
                return { request, attempt };
              },
            }),
          },
        },
      },
    },
  },
  {
    name: 'a scheduler that passes each token on twice',
    claim: 'answer-in-order',
    configuration: { requests: 1, aborts: 1, by: 'client' },
    patch: {
      chart: {
        'global-scheduler': ({ on }) => {
          const [next, other] = on!.TOKEN as [object, object];
          on!.TOKEN = [withFirst(next, 'passOn'), other];
        },
      },
    },
  },
  {
    name: 'a scheduler that passes the last token on, also of a request that is over',
    claim: 'nothing-after-the-end',
    configuration: { requests: 1, aborts: 1, by: 'client' },
    patch: {
      provide: {
        'global-scheduler': {
          guards: {
            isNextToken: ({ context, event }: { context: GlobalSchedulerContext; event: Token }) =>
              event.index === 1 ||
              context.open.some(({ request, told }) => request === event.request && told === event.index),
          },
        },
      },
    },
  },
  {
    name: 'a scheduler that passes on what an attempt that it has given up still sends',
    claim: 'tokens-of-this-attempt',
    configuration: { requests: 1, aborts: 1, by: 'decode' },
    patch: {
      provide: {
        'global-scheduler': {
          guards: {
            isNextToken: ({ context, event }: { context: GlobalSchedulerContext; event: Token }) =>
              context.open.some(({ request, told }) => request === event.request && told === event.index),
          },
        },
      },
    },
  },
  {
    name: 'a scheduler that does not count the attempts that a death has ended',
    claim: 'retries-within-bound',
    configuration: { requests: 1, decodes: 2, retries: 0, deaths: 1, of: 'decode' },
    patch: {
      provide: {
        'global-scheduler': {
          guards: {
            mayRetryElsewhere: ({ context, event }: { context: GlobalSchedulerContext; event: Probed }) =>
              !event.isUp && context.open.some(({ node }) => node === event.node),
          },
        },
      },
    },
  },
  {
    name: 'an abort that gives pages back into which its transfer still writes',
    claim: 'decodes-own-kv',
    configuration: { requests: 2, pages: 2, growth: 0, tokens: 1, aborts: 1, by: 'client' },
    patch: {
      chart: {
        'decode-receive': ({ states }) => {
          const { on } = states!.alive!.states!.transferring!;
          on!.ABORT = withFirst(on!.ABORT, 'unpin');
        },
      },
    },
  },
  {
    name: 'a receiver that calls its prefill node dead when the transfer breaks',
    claim: 'reason-is-right',
    configuration: { requests: 1, retries: 0, aborts: 1, by: 'transport' },
    patch: {
      provide: {
        'decode-receive': {
          actions: {
            failBroken: sendTo(componentRef('scheduler'), ({ context }) => {
              const { request, attempt } = context as Attempt;
              return { type: 'FAILED', request, attempt, reason: 'its prefill node died' } satisfies Failed;
            }),
          },
        },
      },
    },
  },
  {
    name: 'a scheduler that calls the decode node dead, whatever has failed',
    claim: 'reason-is-right',
    configuration: { requests: 1, retries: 0, aborts: 1, by: 'transport' },
    patch: {
      provide: {
        'global-scheduler': {
          actions: {
            tellFailed: enqueueActions(({ context, event, enqueue }) => {
              const { clients } = context as GlobalSchedulerContext;
              const client = clients[(event as unknown as Failed).request]!;
              const reason = 'its decode node died';
              enqueue.sendTo(componentRef(client), { type: 'ENDED', outcome: 'failed', reason });
            }),
          },
        },
      },
    },
  },
  {
    name: 'a scheduler that says that no decode node is left when one of two has died',
    claim: 'reason-is-right',
    configuration: { requests: 1, decodes: 2, retries: 0, deaths: 1, of: 'decode' },
    patch: {
      provide: {
        'global-scheduler': {
          actions: {
            tellNodeDied: enqueueActions(({ context, event, enqueue }) => {
              const { clients } = context as GlobalSchedulerContext;
              const client = clients[(event as unknown as Probed).request]!;
              const reason = 'no decode node is left';
              enqueue.sendTo(componentRef(client), { type: 'ENDED', outcome: 'failed', reason });
            }),
          },
        },
      },
    },
  },
  {
    name: 'a receiver that says of a request that is too large that its decode node gave it up',
    claim: 'reason-is-right',
    configuration: { requests: 2, longest: 4, tokens: 1 },
    patch: {
      chart: {
        'decode-receive': ({ states }) => {
          states!.alive!.states!.queued!.on!.TOO_LARGE = {
            target: 'absent',
            actions: ['failGivenUp', 'forget'],
          };
        },
      },
    },
  },
  {
    name: 'a receiver that counts a part of a transfer that has landed, and does not write it',
    claim: 'decodes-own-kv',
    configuration: { requests: 1, handles: 2, tokens: 1, growth: 0 },
    patch: {
      chart: {
        'decode-receive': ({ states }) => {
          const { after } = states!.alive!.states!.transferring!;
          const [last, part] = after!.land as [object, object];
          after!.land = [last, without(part, 'write')];
        },
      },
    },
  },
  {
    name: 'a receiver that takes a part of the transfer that broke for one that has landed',
    claim: 'broken-gives-no-token',
    configuration: { requests: 1, handles: 2, aborts: 1, by: 'transport' },
    patch: {
      chart: {
        'decode-receive': ({ states }) => {
          const { on } = states!.alive!.states!.transferring!;
          const [last] = on!.BREAK as readonly unknown[];
          on!.BREAK = [last, { target: 'transferring', actions: ['write', 'countPart'] }];
        },
      },
    },
  },
  {
    name: 'a transfer that nobody waits for, and that keeps its pages when it has landed',
    claim: 'pages-return-once',
    configuration: { requests: 1, aborts: 1, by: 'client' },
    patch: {
      chart: {
        'decode-receive': ({ states }) => {
          const { after } = states!.alive!.states!.draining!;
          const [next, last, part] = after!.land as [object, object, object];
          after!.land = [next, without(last, 'unpin'), part];
        },
      },
    },
  },
  {
    name: 'a worker that does not tell what it has stored',
    claim: 'sources-return-once',
    configuration: { requests: 1 },
    patch: {
      provide: {
        'prefill-worker': {
          actions: {
            noteStored: assign({ toStore: ({ context }) => (context as WorkerContext).toStore.slice(1) }),
          },
        },
      },
    },
  },
  {
    name: 'a prefill node that forgets that a step is over, and takes what it has computed for what it computes',
    claim: 'held-while-read',
    configuration: { requests: 2, aborts: 1, by: 'client', tokens: 1, growth: 0 },
    patch: {
      chart: {
        'prefill-scheduler': ({ states }) => {
          const { on } = states!.alive!.states!.stepping!;
          on!.STEPPED = without(on!.STEPPED, 'endStep');
        },
      },
    },
  },
  {
    name: 'a prefill node that gives up a request, and with it an attempt that is computed and being read',
    claim: 'held-while-read',
    configuration: { requests: 2, longest: 4, decodes: 2, aborts: 2, tokens: 1, growth: 0 },
    patch: withTasksAfter(tasksWithoutAny),
  },
  {
    name: 'a decode node that lets go of what it reads as soon as it begins to read',
    claim: 'held-while-read',
    configuration: { requests: 1 },
    patch: {
      chart: {
        'decode-receive': ({ states }) => {
          const { on } = states!.alive!.states!.routed!;
          const [own, other] = on!.PREFILL_DONE as [object, object];
          on!.PREFILL_DONE = [withFirst(own, 'release'), other];
        },
      },
    },
  },
  {
    name: 'a transfer that does not notice that its source has died before it began',
    claim: 'held-while-read',
    configuration: { requests: 1, prefills: 2, deaths: 1, of: 'prefill', tokens: 1, growth: 0 },
    patch: {
      chart: {
        'decode-receive': ({ states }) => {
          states!.alive!.states!.transferring!.entry = 'pin';
        },
      },
    },
  },
  {
    name: 'pages that leave growth out of account, and answers that grow without a page',
    claim: 'admitted-can-finish',
    configuration: { requests: 2, pages: 2 },
    patch: {
      chart: {
        'decode-pages': ({ states }) => {
          const [granted] = states!.alive!.on!.GROW as [object];
          states!.alive!.on!.GROW = [granted, { actions: 'answerGrown' }];
        },
      },
      provide: {
        'decode-pages': {
          actions: {
            queue: assign({
              waiting: ({ context, event }) => {
                const { type: _, ...asked } = event as unknown as Reserve;
                return [...(context as PagesContext).waiting, { ...asked, growth: 0, overtaken: 0 }];
              },
            }),
          },
        },
      },
    },
  },
  {
    name: 'an answer that goes on when there is no page for it to grow into',
    claim: 'grows-into-a-page',
    configuration: { requests: 2, tokens: 3 },
    patch: {
      chart: {
        'decode-pages': ({ states }) => {
          const [granted] = states!.alive!.on!.GROW as [object];
          states!.alive!.on!.GROW = [granted, { actions: 'answerGrown' }];
        },
      },
    },
  },
  {
    name: 'a step whose tokens are all read from the first row of its batch',
    claim: 'own-tokens',
    configuration: { requests: 2, tokens: 2, growth: 0 },
    patch: {
      provide: {
        'decode-loop': {
          actions: {
            sendTokens: enqueueActions(({ context, enqueue }) => {
              const { batch, tokens } = context as LoopContext;
              for (const { request, attempt, made: index } of batch) {
                const of = batch[0]!.request;
                enqueue.sendTo(componentRef('scheduler'), { type: 'TOKEN', request, attempt, index, of });
                if (index + 1 < tokens) continue;
                enqueue.sendTo(componentRef('scheduler'), { type: 'FINISHED', request, attempt });
              }
            }),
          },
        },
      },
    },
  },
  {
    name: 'a member that waits for a page, and tells its next token all the same',
    claim: 'told-when-made',
    configuration: { requests: 2, tokens: 3 },
    patch: {
      provide: {
        'decode-loop': {
          actions: {
            sendTokens: enqueueActions(({ context, enqueue }) => {
              const { batch, tokens } = context as LoopContext;
              for (const { request, attempt, made: index, isDropped } of batch) {
                if (isDropped) continue;
                enqueue.sendTo(componentRef('scheduler'), {
                  type: 'TOKEN',
                  request,
                  attempt,
                  index,
                  of: request,
                });
                if (index + 1 < tokens) continue;
                enqueue.sendTo(componentRef('scheduler'), { type: 'FINISHED', request, attempt });
              }
            }),
          },
        },
      },
    },
  },
  {
    name: 'a part of a transfer that breaks, and is taken for all of it',
    claim: 'all-parts-end',
    configuration: { requests: 1, handles: 2, aborts: 1, by: 'transport', tokens: 1, growth: 0 },
    patch: {
      chart: {
        'decode-receive': ({ states }) => {
          const { on } = states!.alive!.states!.transferring!;
          const [{ guard: _, ...last }] = on!.BREAK as [{ guard: unknown }];
          on!.BREAK = last;
        },
      },
    },
  },
  {
    name: 'pages that serve who has come last first',
    claim: 'overtaken-at-most',
    configuration: { requests: 3, longest: 3, growth: 0, tokens: 1, overtakes: 0 },
    patch: {
      provide: {
        'decode-pages': {
          actions: {
            queue: assign({
              waiting: ({ context, event }) => {
                const { type: _, ...asked } = event as unknown as Reserve;
                return [{ ...asked, overtaken: 0 }, ...(context as PagesContext).waiting];
              },
            }),
          },
        },
      },
    },
  },
  {
    name: 'a main thread that waits for the background thread between two steps',
    claim: 'main-thread-never-waits',
    configuration: { requests: 2, tokens: 1, growth: 0 },
    patch: {
      chart: {
        'decode-loop': ({ states }) => {
          const { always, on, after } = states!.stepping!;
          after!.step = (after!.step as object[]).map((each) => ({ ...each, target: 'pausing' }));
          states!.pausing = { always, on: { ...on }, after: { step: 'stepping' } };
        },
      },
    },
  },
  {
    name: 'a main thread that lets who is ready join in the middle of a step',
    claim: 'joins-at-boundaries',
    configuration: { requests: 2 },
    patch: {
      chart: {
        'decode-loop': ({ states }) => {
          states!.stepping!.on!.READY = { actions: ['noteReady', 'tellJoined', 'join'] };
        },
      },
    },
  },
  {
    name: 'a batch that is taken for a decode batch if one of it is past its prompt',
    claim: 'prefill-is-not-decoded',
    configuration: { requests: 2 },
    patch: {
      provide: {
        'decode-loop': {
          guards: {
            isDecodeBatch: ({ context }: { context: LoopContext }) =>
              context.batch.some(({ made }) => made > 0),
          },
        },
      },
    },
  },
  {
    name: 'a prefill node that tells nobody when it gives the second of two requests up',
    claim: 'waits-for-work-only',
    configuration: { requests: 2, aborts: 1, by: 'prefill', retries: 0, tokens: 1, growth: 0 },
    patch: {
      provide: {
        'prefill-scheduler': {
          actions: {
            tellAborted: enqueueActions(({ context, event, enqueue }) => {
              const { node, tasks } = context as {
                node: string;
                tasks: readonly (Attempt & { receiver: string })[];
              };
              const { request, attempt, receiver } = tasks[0]!;
              if (request !== (event as unknown as Attempt).request) return;
              enqueue.sendTo(componentRef(receiver), { type: 'PREFILL_ABORTED', request, attempt, node });
            }),
          },
        },
      },
    },
  },
  {
    name: 'a decode node that goes on waiting for pages for a client that has left',
    claim: 'works-on-open-only',
    configuration: { requests: 2, pages: 1, aborts: 1, by: 'client', tokens: 1, growth: 0 },
    patch: {
      chart: {
        'decode-receive': ({ states }) => {
          delete states!.alive!.states!.queued!.on!.ABORT;
        },
      },
    },
  },
  {
    name: 'a decode node that is told to abort, and does not tell the prefill node',
    claim: 'computes-for-who-waits',
    configuration: { requests: 1, aborts: 1, by: 'client' },
    patch: {
      chart: {
        'decode-receive': ({ states }) => {
          const { on } = states!.alive!.states!.routed!;
          on!.ABORT = without(on!.ABORT, 'abortPrefill');
        },
      },
    },
  },
  {
    name: 'a scheduler that does not try again what has failed',
    claim: 'fails-for-cause',
    configuration: { requests: 1, aborts: 1, by: 'transport' },
    patch: { provide: { 'global-scheduler': { guards: { mayRetry: () => false } } } },
  },
  {
    name: 'a prefill node that gives a request up, and with it what it has to compute for others',
    claim: 'fails-for-cause',
    configuration: { requests: 2, aborts: 1, by: 'prefill', losses: 'aborts', tokens: 1, growth: 0 },
    patch: withTasksAfter(tasksOfNobodyElse),
  },
  {
    name: 'a scheduler that takes each decode node that it asks for dead',
    claim: 'blame-names-the-dead',
    configuration: { requests: 1 },
    patch: {
      chart: {
        'global-scheduler': ({ on }) => {
          const [retry, failed] = on!.PROBED as [object, object];
          on!.PROBED = [retry, failed, { actions: 'blame' }];
        },
      },
    },
  },
  {
    name: 'a scheduler that gives a request to another decode node and does not tell the first one',
    claim: 'decoded-by-one',
    configuration: { requests: 1, decodes: 2 },
    patch: {
      chart: {
        'global-scheduler': ({ on }) => {
          const [retry, failed] = on!.PROBED as [object, object];
          on!.PROBED = [
            { guard: 'mayRetryAnyway', actions: ['nextAttempt', 'tellStarted', 'route', 'tellFormerOver'] },
            retry,
            failed,
            {},
          ];
        },
      },
      provide: {
        'global-scheduler': {
          actions: {
            tellFormerOver: sendTo(componentRef('router'), ({ event }) => ({
              type: 'WORK_OVER',
              node: (event as unknown as Probed).node,
            })),
          },
          guards: {
            mayRetryAnyway: ({ context, event }: { context: GlobalSchedulerContext; event: Probed }) =>
              context.open.some(
                ({ told, attempt }) => told > 0 && attempt === event.attempt && attempt === 1,
              ),
          },
        },
      },
    },
  },
];
