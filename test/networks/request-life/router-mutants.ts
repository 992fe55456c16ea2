import { assign, emit, enqueueActions } from 'xstate';
import type { RoutedNode, RouterContext } from '../../../machines/serving/instance-router.js';
import type { NodeDown, Route, WorkOver } from '../../../machines/serving/request-messages.js';
import { componentRef } from '../../../src/index.js';
import type { Mutant } from './mutant.js';

/** A router that has been asked, and has not answered yet. */
type Asked = RouterContext & { readonly asked: Route };

/** Mistakes of the router. */
export const routerMutants: readonly Mutant[] = [
  {
    name: 'a router that gives the work to all prefill nodes',
    claim: 'prefilled-once',
    configuration: { requests: 1, prefills: 2 },
    patch: {
      provide: {
        'instance-router': {
          actions: {
            give: enqueueActions(({ context, event, enqueue }) => {
              const { prefill, decode } = context as RouterContext;
              const { request, attempt, cluster, from } = event as unknown as Route;
              const isDecode = cluster === 'decode';
              for (const { node, entries } of isDecode ? decode : prefill) {
                const work = isDecode ? { type: 'ADMIT' } : { type: 'PREFILL', receiver: from };
                enqueue.sendTo(componentRef(entries[request % entries.length]!), {
                  ...work,
                  request,
                  attempt,
                });
                // One of them is counted already.
                if (node === 'prefill.1') enqueue.assign(({ context }) => countedOnce(context, node));
              }
            }),
          },
        },
      },
    },
  },
  {
    name: 'a router that answers after a while',
    claim: 'answered-at-once',
    configuration: { requests: 1 },
    patch: {
      chart: {
        'instance-router': ({ states }) => {
          const { routing } = states!;
          routing!.on!.ROUTE = { target: 'thinking', actions: 'noteAsked' };
          states!.thinking = {
            on: { WORK_OVER: { actions: 'countOver' } },
            after: { soon: { target: 'routing', actions: 'answer' } },
          };
        },
      },
      provide: {
        'instance-router': {
          delays: { soon: 1 },
          actions: {
            noteAsked: assign(({ event }) => ({ asked: event })),
            answer: enqueueActions(({ context, enqueue }) => {
              const { asked, ...input } = context as Asked;
              const { request, attempt, cluster, from } = asked;
              const { node, entries } = input[cluster][0]!;
              const work = cluster === 'decode' ? { type: 'ADMIT' } : { type: 'PREFILL', receiver: from };
              enqueue.sendTo(componentRef(from), { type: 'ROUTED', request, attempt, node });
              enqueue.assign(({ context }) => countedOnce(context, node));
              enqueue.sendTo(componentRef(entries[request % entries.length]!), { ...work, request, attempt });
            }),
          },
        },
      },
    },
  },
  {
    name: 'a router that says that there is no node when all have something to do',
    claim: 'none-left-is-true',
    configuration: { requests: 2, tokens: 1, growth: 0 },
    patch: {
      provide: {
        'instance-router': {
          guards: {
            hasNode: ({ context, event }: { readonly context: RouterContext; readonly event: Route }) =>
              context[event.cluster].some(({ node }) => context.loads[node] === 0),
          },
        },
      },
    },
  },
  {
    name: 'a router that takes a node that has died for one that has nothing to do',
    claim: 'no-work-for-the-dead',
    configuration: { requests: 1, deaths: 1, of: 'decode' },
    patch: {
      provide: {
        'instance-router': {
          actions: {
            noteDown: assign({
              loads: ({ context, event }) => ({
                ...(context as RouterContext).loads,
                [(event as unknown as NodeDown).node]: 0,
              }),
            }),
          },
        },
      },
    },
  },
  {
    name: 'a router that goes on counting work that is over',
    claim: 'loads-are-right',
    configuration: { requests: 1 },
    patch: { provide: { 'instance-router': { actions: { countOver: assign({}) } } } },
  },
  {
    name: 'a router that counts what is over twice, and takes the decode node for one that is dead',
    claim: 'loads-are-right',
    configuration: { requests: 1 },
    patch: {
      provide: {
        'instance-router': {
          actions: {
            countOver: assign({
              loads: ({ context, event }) => {
                const { loads } = context as RouterContext;
                const { node } = event as unknown as WorkOver;
                const by = node.startsWith('decode') ? 2 : 1;
                return { ...loads, [node]: loads[node]! - by };
              },
            }),
          },
        },
      },
    },
  },
  {
    name: 'a router that gives everything to the last node that is up',
    claim: 'lightest-is-chosen',
    configuration: { requests: 2, prefills: 2, tokens: 1, growth: 0 },
    patch: {
      provide: {
        'instance-router': {
          actions: {
            tellChosen: emit(({ context, event }) => {
              const router = context as RouterContext;
              const { cluster } = event as unknown as Route;
              const loads = router[cluster].map(({ node }) => [node, router.loads[node]]);
              const { node } = lastOf(context, event);
              return { type: 'NODE_CHOSEN', node, loads: Object.fromEntries(loads) };
            }),
            tellRouted: enqueueActions(({ context, event, enqueue }) => {
              const { request, attempt, from } = event as unknown as Route;
              const { node } = lastOf(context, event);
              enqueue.sendTo(componentRef(from), { type: 'ROUTED', request, attempt, node });
            }),
            give: enqueueActions(({ context, event, enqueue }) => {
              const { request, attempt, cluster, from } = event as unknown as Route;
              const { entries } = lastOf(context, event);
              const work = cluster === 'decode' ? { type: 'ADMIT' } : { type: 'PREFILL', receiver: from };
              enqueue.sendTo(componentRef(entries[request % entries.length]!), { ...work, request, attempt });
            }),
            countGiven: assign(({ context, event }) => countedOnce(context, lastOf(context, event).node)),
          },
        },
      },
    },
  },
];

/** The last node of the cluster that is asked for, of those that are up. */
function lastOf(context: unknown, event: unknown): RoutedNode {
  const router = context as RouterContext;
  return router[(event as Route).cluster].findLast(({ node }) => router.loads[node]! >= 0)!;
}

function countedOnce(context: unknown, node: string): object {
  const { loads } = context as RouterContext;
  return { loads: { ...loads, [node]: loads[node]! + 1 } };
}
