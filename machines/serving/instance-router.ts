import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type {
  Admit,
  Cluster,
  NodeDown,
  NoNode,
  Prefill,
  Route,
  Routed,
  WorkOver,
} from './request-messages.js';

/** A node that work can be given to. */
export interface RoutedNode {
  /** As `ROUTED`, `WORK_OVER` and `NODE_DOWN` name it. */
  readonly node: string;
  /** By request: id of the component that takes its work. A prefill node has one for all, its scheduler. */
  readonly entries: readonly string[];
}

/** What a router is given. */
export interface RouterInput {
  readonly prefill: readonly RoutedNode[];
  readonly decode: readonly RoutedNode[];
}

/** What a router hears. */
export type RouterEvent = Route | WorkOver | NodeDown;

/** Attempts that a node has been given and has not behind it; -1 of a node that is down. */
type Loads = Readonly<Record<string, number>>;

export interface RouterContext extends RouterInput {
  readonly loads: Loads;
}

/** A node of a cluster is given an attempt. */
export interface NodeChosen {
  readonly type: 'NODE_CHOSEN';
  readonly node: string;
  /** What the nodes of that cluster had before, as `RouterContext` counts it. */
  readonly loads: Loads;
}

/** The node with the least work, the first of several; `undefined` if none is up. */
function lightest({ loads, ...input }: RouterContext, cluster: Cluster): RoutedNode | undefined {
  const up = input[cluster].filter(({ node }) => loads[node]! >= 0);
  return up.reduce<RoutedNode | undefined>(
    (best, each) => (best === undefined || loads[each.node]! < loads[best.node]! ? each : best),
    undefined,
  );
}

function chosen(context: RouterContext, event: RouterEvent): RoutedNode {
  assertEvent(event, 'ROUTE');
  return lightest(context, event.cluster)!;
}

const counted = (loads: Loads, node: string, by: number): Loads =>
  loads[node]! < 0 ? loads : { ...loads, [node]: Math.max(0, loads[node]! + by) };

/**
 * The routers between global scheduler and instances (docs/paper/facts.md 3 and 9), as one machine: any request may go to any instance, so that it looks
 * at the work of nodes and not at what their caches hold. A decode node is chosen for each attempt, and once pages are reserved there a lightly loaded
 * prefill node.
 */
export const instanceRouter = setup({
  types: {} as {
    context: RouterContext;
    input: RouterInput;
    events: RouterEvent;
    emitted: NodeChosen;
    tags: 'rest';
  },
  guards: {
    hasNode: ({ context, event }) => {
      assertEvent(event, 'ROUTE');
      return lightest(context, event.cluster) !== undefined;
    },
  },
  actions: {
    give: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'ROUTE');
      const { request, attempt, cluster, from } = event;
      const { entries } = chosen(context, event);
      const entry = componentRef(entries[request % entries.length]!);
      if (cluster === 'decode') enqueue.sendTo(entry, { type: 'ADMIT', request, attempt } satisfies Admit);
      else enqueue.sendTo(entry, { type: 'PREFILL', request, attempt, receiver: from } satisfies Prefill);
    }),
    tellChosen: emit(({ context, event }): NodeChosen => {
      assertEvent(event, 'ROUTE');
      const loads = context[event.cluster].map(({ node }) => [node, context.loads[node]!]);
      return { type: 'NODE_CHOSEN', node: chosen(context, event).node, loads: Object.fromEntries(loads) };
    }),
    tellRouted: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'ROUTE');
      const { request, attempt, from } = event;
      const { node } = chosen(context, event);
      enqueue.sendTo(componentRef(from), { type: 'ROUTED', request, attempt, node } satisfies Routed);
    }),
    tellNoNode: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, 'ROUTE');
      const { request, attempt, from } = event;
      enqueue.sendTo(componentRef(from), { type: 'NO_NODE', request, attempt } satisfies NoNode);
    }),
    countGiven: assign({
      loads: ({ context, event }) => counted(context.loads, chosen(context, event).node, 1),
    }),
    countOver: assign({
      loads: ({ context, event }) => {
        assertEvent(event, 'WORK_OVER');
        return counted(context.loads, event.node, -1);
      },
    }),
    noteDown: assign({
      loads: ({ context, event }) => {
        assertEvent(event, 'NODE_DOWN');
        return { ...context.loads, [event.node]: -1 };
      },
    }),
  },
}).createMachine({
  id: 'instance-router',
  context: ({ input }) => ({
    ...input,
    loads: Object.fromEntries([...input.prefill, ...input.decode].map(({ node }) => [node, 0])),
  }),
  initial: 'routing',
  states: {
    routing: {
      description: 'Gives each attempt to the node with the least work (docs/paper/facts.md 3 and 9).',
      tags: 'rest',
      on: {
        ROUTE: [
          { guard: 'hasNode', actions: ['tellChosen', 'tellRouted', 'give', 'countGiven'] },
          { actions: 'tellNoNode' },
        ],
        WORK_OVER: { actions: 'countOver' },
        NODE_DOWN: { actions: 'noteDown' },
      },
    },
  },
});
