import { produce } from 'immer';
import { assertEvent, assign, sendTo, setup } from 'xstate';
import { componentRef, always, type ComponentSpec, defineNetwork, type Network } from '../../src/index.js';

type Color = 'white' | 'black';

interface NodeInput {
  /** 0..nodes-1; the initiator of probes is 0. */
  readonly node: number;
  readonly isActive: boolean;
  readonly color: Color;
}

interface NodeContext {
  node: number;
  color: Color;
  /** Only while the machine starts, so that it does not tell equal states apart afterwards; then null. */
  startsActive: boolean | null;
}

type NodeEvent =
  { type: 'SEND'; to: number } | { type: 'ACTIVATE' } | { type: 'DEACTIVATE' } | { type: 'PASS_TOKEN' };

function nodeId(node: number): string {
  return `node.${node}`;
}

/** A node of the ring: computes while active, and may then activate others. */
const nodeMachine = setup({
  types: {
    context: {} as NodeContext,
    input: {} as NodeInput,
    events: {} as NodeEvent,
    tags: {} as 'rest',
  },
  guards: {
    startsActive: ({ context }) => context.startsActive === true,
  },
  actions: {
    forgetStart: assign(({ context }) =>
      produce(context, (draft) => {
        draft.startsActive = null;
      }),
    ),
    sendActivation: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'SEND');
        return nodeId(event.to);
      }),
      { type: 'ACTIVATE' },
    ),
    // An activation against the token's direction may reactivate a node that the token has left behind.
    taintIfUpwards: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'SEND');
        if (event.to > draft.node) draft.color = 'black';
      }),
    ),
    passToken: sendTo(componentRef('token'), ({ context }, params: { isActive: boolean }) => ({
      type: 'PASS',
      node: context.node,
      isActive: params.isActive,
      color: context.color,
    })),
    whiten: assign(({ context }) =>
      produce(context, (draft) => {
        draft.color = 'white';
      }),
    ),
  },
}).createMachine({
  id: 'node',
  context: ({ input }) => ({ node: input.node, color: input.color, startsActive: input.isActive }),
  initial: 'starting',
  states: {
    starting: {
      always: [
        { guard: 'startsActive', target: 'active', actions: 'forgetStart' },
        { target: 'passive', actions: 'forgetStart' },
      ],
    },
    active: {
      on: {
        SEND: { actions: ['sendActivation', 'taintIfUpwards'] },
        // An active node may be sent an activation too.
        ACTIVATE: {},
        DEACTIVATE: 'passive',
        PASS_TOKEN: { actions: [{ type: 'passToken', params: { isActive: true } }, 'whiten'] },
      },
    },
    passive: {
      tags: 'rest',
      on: {
        ACTIVATE: 'active',
        PASS_TOKEN: { actions: [{ type: 'passToken', params: { isActive: false } }, 'whiten'] },
      },
    },
  },
});

interface TokenInput {
  readonly position: number;
  readonly nodes: number;
}

interface TokenContext {
  position: number;
  nodes: number;
  color: Color;
}

type TokenEvent = { type: 'PASS'; node: number; isActive: boolean; color: Color };

/**
 * The token, which travels from node N-1 down to node 0. It takes PASS only from the node that holds it and may pass it
 * on: until then that node's step waits. It is a component, not a message between nodes, because it may start anywhere.
 */
const tokenMachine = setup({
  types: {
    context: {} as TokenContext,
    input: {} as TokenInput,
    events: {} as TokenEvent,
    tags: {} as 'rest',
  },
  guards: {
    startsAtInitiator: ({ context }) => context.position === 0,
    // The initiator starts another probe after an unsuccessful one.
    probeWasInconclusive: ({ context, event }) =>
      event.node === 0 && (context.color === 'black' || event.color === 'black'),
    // An active node keeps the token, unless the probe is known to be unsuccessful anyway.
    reachesInitiator: ({ context, event }) => event.node === 1 && mayPass(context, event),
    movesOn: ({ context, event }) => event.node > 1 && mayPass(context, event),
  },
  actions: {
    startProbe: assign(({ context }) =>
      produce(context, (draft) => {
        draft.position = draft.nodes - 1;
        draft.color = 'white';
      }),
    ),
    // A black node makes the token black.
    move: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.position--;
        if (event.color === 'black') draft.color = 'black';
      }),
    ),
  },
}).createMachine({
  id: 'token',
  context: ({ input }) => ({ ...input, color: 'black' }),
  initial: 'starting',
  states: {
    starting: { always: [{ guard: 'startsAtInitiator', target: 'atInitiator' }, { target: 'underWay' }] },
    // A conclusive probe ends here; no node waits for another one.
    atInitiator: {
      tags: 'rest',
      on: { PASS: { guard: 'probeWasInconclusive', target: 'underWay', actions: 'startProbe' } },
    },
    underWay: {
      on: {
        PASS: [
          { guard: 'reachesInitiator', target: 'atInitiator', actions: 'move' },
          { guard: 'movesOn', actions: 'move' },
        ],
      },
    },
  },
});

function mayPass(context: TokenContext, event: TokenEvent): boolean {
  const isPassed = !event.isActive || event.color === 'black' || context.color === 'black';
  return event.node === context.position && isPassed;
}

/**
 * Dijkstra's termination detection on a ring of `nodes`, 2 or more, after EWD840.tla by Merz (tlaplus/Examples,
 * specifications/ewd840). Nodes and the token start in any state (the token black), hence nodes * 4^nodes initial states.
 */
export function terminationDetection(nodes: number): Network {
  const ring = Array.from({ length: nodes }, (_, node) => node);
  const inputsOf = (node: number): NodeInput[] =>
    [false, true].flatMap((isActive) =>
      (['white', 'black'] as const).map((color) => ({ node, isActive, color })),
    );
  const stimuliOf = (node: number): NodeEvent[] => [
    ...ring.filter((to) => to !== node).map((to) => ({ type: 'SEND' as const, to })),
    { type: 'DEACTIVATE' },
    { type: 'PASS_TOKEN' },
  ];
  const components: Record<string, ComponentSpec> = {
    ...Object.fromEntries(
      ring.map((node) => [
        nodeId(node),
        { machine: nodeMachine, inputs: inputsOf(node), stimuli: stimuliOf(node) },
      ]),
    ),
    token: { machine: tokenMachine, inputs: ring.map((position): TokenInput => ({ position, nodes })) },
  };
  return defineNetwork({
    name: `EWD840, ${nodes} nodes`,
    components,
    channels: { events: { ACTIVATE: { kind: 'sync' }, PASS: { kind: 'sync', deferring: true } } },
    properties: [
      always('termination is detected only when there', (view) => {
        const isDetected =
          view.matches('token', 'atInitiator') &&
          view.context<TokenContext>('token').color === 'white' &&
          view.context<NodeContext>(nodeId(0)).color === 'white' &&
          view.matches(nodeId(0), 'passive');
        return !isDetected || ring.every((node) => view.matches(nodeId(node), 'passive'));
      }),
    ],
  });
}
