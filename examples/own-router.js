// A router of one's own in the model of serving: requests go to the nodes in turn. Its contract stands at `requestLifeWith`: among others, it answers
// at once, within the step that asks. Everything that must be true of a request's life is checked with it.

import { componentRef } from 'cloudmatrix-check';
import { requestLifeWith } from 'cloudmatrix-check/cloudmatrix';
import { assign, enqueueActions, setup } from 'xstate';

/** The nodes that are up, from the one whose turn it is on. */
function nodesInTurn(context, cluster) {
  const nodes = context[cluster];
  const turn = context.turns[cluster];
  return [...nodes.slice(turn), ...nodes.slice(0, turn)].filter(({ node }) => !context.down.includes(node));
}

const roundRobin = setup({
  guards: {
    hasNode: ({ context, event }) => nodesInTurn(context, event.cluster).length > 0,
  },
  actions: {
    give: enqueueActions(({ context, event: { request, attempt, cluster, from }, enqueue }) => {
      const { node, entries } = nodesInTurn(context, cluster)[0];
      const entry = componentRef(entries[request % entries.length]);
      const work = cluster === 'decode' ? { type: 'ADMIT' } : { type: 'PREFILL', receiver: from };
      enqueue.sendTo(entry, { ...work, request, attempt });
      enqueue.sendTo(componentRef(from), { type: 'ROUTED', request, attempt, node });
    }),
    moveOn: assign({
      turns: ({ context: { turns, ...nodes }, event: { cluster } }) => ({
        ...turns,
        [cluster]: (turns[cluster] + 1) % nodes[cluster].length,
      }),
    }),
    refuse: enqueueActions(({ event: { request, attempt, from }, enqueue }) => {
      enqueue.sendTo(componentRef(from), { type: 'NO_NODE', request, attempt });
    }),
    strike: assign({
      down: ({ context, event }) => [...new Set([...context.down, event.node])].sort(),
    }),
  },
}).createMachine({
  id: 'round-robin',
  context: ({ input }) => ({ ...input, turns: { prefill: 0, decode: 0 }, down: [] }),
  tags: 'rest',
  on: {
    ROUTE: [{ guard: 'hasNode', actions: ['give', 'moveOn'] }, { actions: 'refuse' }],
    // Who takes turns does not count what nodes have to do.
    WORK_OVER: {},
    NODE_DOWN: { actions: 'strike' },
  },
});

export const inTurn = requestLifeWith({ router: roundRobin });
