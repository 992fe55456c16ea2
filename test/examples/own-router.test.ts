// Goal: an engineer puts a router of his own into request-life from outside: a correct one is found correct, a wrong one breaks the claim that is about its
// mistake, and one that breaks the contract is told so in a sentence. Method: a router in turn, which is an example, and the same one with one thing
// changed, through the public entries alone; complete explorations of small configurations, with literal counterexamples.

import { expect, it, vi } from 'vitest';
import { type AnyStateMachine, assign, createMachine, enqueueActions } from 'xstate';
import { requestLife, requestLifeWith } from '../../properties/index.js';
import {
  CheckError,
  componentRef,
  type Configuration,
  configurationOf,
  explore,
  type NetworkFamily,
} from '../../src/index.js';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));
vi.mock('cloudmatrix-check/cloudmatrix', () => import('../../properties/index.js'));

const { inTurn } = await exportsOf<{ inTurn: NetworkFamily }>('own-router.js');

const networkOf = (family: NetworkFamily, given: Configuration) =>
  family.build(configurationOf(family, given), new Set());

/** The router of the example, as a network has it. */
const roundRobin = networkOf(inTurn, {}).components.find(
  ({ machine }) => machine.id === 'round-robin',
)!.machine;

const exploredWith = (router: AnyStateMachine, given: Configuration, until: string) =>
  explore(networkOf(requestLifeWith({ router }), given), { until });

it.each([
  { requests: 2, prefills: 2, tokens: 1, growth: 0 },
  { requests: 1, prefills: 2, decodes: 2, deaths: 1 },
])('a router that takes turns is correct: %j', (given) => {
  const { verdict, properties } = explore(networkOf(inTurn, given));
  expect(properties.filter((each) => each.verdict !== 'holds')).toEqual([]);
  expect(verdict).toBe('holds');
});

it('faults of the router that it takes the place of are left out', () => {
  const without = Object.keys(requestLife.faults).filter((id) => !Object.hasOwn(inTurn.faults, id));
  expect(without).toEqual(['replayed-dispatch', 'picked-again', 'busy-is-down', 'reset-loads']);
});

type Cluster = 'prefill' | 'decode';

/** What the example's router knows. */
interface RouterContext extends Readonly<Record<Cluster, readonly { readonly node: string }[]>> {
  readonly turns: Readonly<Record<Cluster, number>>;
  readonly down: readonly string[];
}

/** What the example's router is told when it is to choose a node. */
interface Asked {
  readonly request: number;
  readonly attempt: number;
  readonly cluster: Cluster;
  readonly from: string;
}

it('a router that gives a prompt to two nodes is caught', () => {
  const toBoth = roundRobin.provide({
    actions: {
      give: enqueueActions(({ context, event, enqueue }) => {
        const { request, attempt, cluster, from } = event as unknown as Asked;
        const nodes = context[cluster] as readonly { node: string; entries: readonly string[] }[];
        const work = cluster === 'decode' ? { type: 'ADMIT' } : { type: 'PREFILL', receiver: from };
        for (const { entries } of nodes)
          enqueue.sendTo(componentRef(entries[request % entries.length]!), { ...work, request, attempt });
        enqueue.sendTo(componentRef(from), { type: 'ROUTED', request, attempt, node: nodes[0]!.node });
      }),
    },
  } as never);
  const { violations } = exploredWith(toBoth, { requests: 1, prefills: 2 }, 'prefilled-once of client.0');
  expect(violations[0]).toMatchObject({
    property: 'prefilled-once of client.0',
    steps: ['client.0 ⏱ arrive in idle'],
    minimality: 'proven shortest',
  });
});

it('a router that forgets a request when the node whose turn it is has died is caught', () => {
  const forgetful = roundRobin.provide({
    guards: {
      hasNode: ({ context, event }: { readonly context: RouterContext; readonly event: unknown }) => {
        const { cluster } = event as Asked;
        return !context.down.includes(context[cluster][context.turns[cluster]]!.node);
      },
    },
    actions: { refuse: enqueueActions(() => {}) },
  } as never);
  const property = 'every-request-ends of client.1';
  const given = { requests: 2, prefills: 1, deaths: 1, of: 'prefill', tokens: 1, growth: 0, retries: 0 };
  const violation = exploredWith(forgetful, given, property).violations.find(
    (each) => each.property === property,
  );
  expect(violation?.steps).toEqual([
    'client.0 ⏱ arrive in idle',
    "environment ⇒ mishaps: DIE {to: 'prefill.0.health'}",
    'decode.0.receive.0 ⏱ patience in alive.routed.waiting',
    "decode.0.receive.0 ⇒ scheduler: FAILED {attempt: 1, reason: 'its prefill node died', request: 0}",
    'client.1 ⏱ arrive in idle',
  ]);
});

it('a router that gives a node work after it was told that it is down is caught', () => {
  const unmindful = roundRobin.provide({ actions: { strike: assign({}) } } as never);
  const given = { requests: 2, deaths: 1, of: 'prefill', tokens: 1, growth: 0, retries: 0 };
  const { violations } = exploredWith(unmindful, given, 'no-work-for-the-dead');
  expect(violations.map(({ property, steps }) => ({ property, steps }))).toEqual([
    {
      property: 'no-work-for-the-dead',
      steps: [
        'client.0 ⏱ arrive in idle',
        "environment ⇒ mishaps: DIE {to: 'prefill.0.health'}",
        'decode.0.receive.0 ⏱ patience in alive.routed.waiting',
        'client.1 ⏱ arrive in idle',
      ],
    },
  ]);
});

it('a router that says that there is no node while one lives is caught', () => {
  const first = roundRobin.provide({
    guards: {
      hasNode: ({ context, event }: { readonly context: RouterContext; readonly event: unknown }) =>
        context.turns[(event as Asked).cluster] === 0,
    },
  } as never);
  const { violations } = exploredWith(first, { requests: 2, prefills: 2, decodes: 2 }, 'none-left-is-true');
  expect(violations.map(({ property, steps }) => ({ property, steps }))).toEqual([
    { property: 'none-left-is-true', steps: ['client.0 ⏱ arrive in idle', 'client.1 ⏱ arrive in idle'] },
  ]);
});

it('a router that answers later than in the step that asks is told so, whatever is given up meanwhile', () => {
  const { states: _, on: __, ...config } = roundRobin.config as Record<string, unknown>;
  const ask = { actions: 'keep' };
  const late = createMachine(
    {
      ...config,
      initial: 'free',
      on: { WORK_OVER: {}, NODE_DOWN: {} },
      states: {
        free: { on: { ROUTE: { target: 'thinking', actions: 'keep' } } },
        thinking: { on: { ROUTE: ask }, after: { 1: { target: 'free', actions: 'giveKept' } } },
      },
    } as never,
    {
      actions: {
        keep: assign(({ event }) => ({ kept: event })),
        giveKept: enqueueActions(({ context, enqueue }) => {
          const { kept, ...nodes } = context as unknown as RouterContext & { readonly kept: Asked };
          const { request, attempt, cluster, from } = kept;
          const { node } = nodes[cluster][0]!;
          enqueue.sendTo(componentRef(from), { type: 'ROUTED', request, attempt, node });
        }),
      },
    } as never,
  );
  const given = { requests: 1, aborts: 1 };
  const { violations } = explore(networkOf(requestLifeWith({ router: late }), given), {
    afterViolation: 'continue',
  });
  expect(violations.map(({ property }) => property)).toContain('answered-at-once');
  const [first] = violations;
  expect(first).toMatchObject({ property: 'answered-at-once', steps: ['client.0 ⏱ arrive in idle'] });
  expect(
    networkOf(requestLifeWith({ router: late }), given).properties.find(
      ({ name }) => name === first!.property,
    ),
  ).toMatchObject({
    sentence:
      'The router answers within the step in which it is asked, by ROUTED or NO_NODE: who asks may be told to abort in the next one, and must know the node by then.',
  });
});

it('a router that says what nobody understands is told so', () => {
  const misspelling = roundRobin.provide({
    actions: {
      give: enqueueActions(({ event, enqueue }) => {
        enqueue.sendTo(componentRef((event as unknown as Asked).from), { type: 'ROUTE_FOUND' });
      }),
    },
  } as never);
  const { violations } = exploredWith(misspelling, { requests: 1 }, 'specified-reception');
  expect(violations[0]?.message).toBe("scheduler in state 'serving' does not handle ROUTE_FOUND from router");
});

it('a router that sends to a component that is not there is refused', () => {
  const lost = roundRobin.provide({
    actions: {
      give: enqueueActions(({ enqueue }) => enqueue.sendTo(componentRef('prefill'), { type: 'GO' })),
    },
  } as never);
  expect(() => exploredWith(lost, { requests: 1 }, 'specified-reception')).toThrow(
    "The component 'router' (machine 'round-robin') on ROUTE {attempt: 1, cluster: 'decode', from: 'scheduler', request: 0} in state {} sends GO to 'prefill', which is not a component of the network. Add the component, or correct the id in `system.get`.",
  );
});

/** `requestLifeWith` as someone calls it who has no types. */
const anyWith = requestLifeWith as (...given: readonly unknown[]) => NetworkFamily;

it('a router that has no transition for what it hears is refused', () => {
  const told =
    'a router hears ROUTE, WORK_OVER, NODE_DOWN. Give it one for each, if it does nothing about it an empty one.';
  const deaf = createMachine({ id: 'deaf', on: { ROUTE: {} } });
  expect(() => requestLifeWith({ router: deaf })).toThrow(
    `The router 'deaf' has no transition for WORK_OVER and NODE_DOWN; ${told}`,
  );
  const empty = createMachine({ id: 'empty', on: { ROUTE: undefined, WORK_OVER: [], NODE_DOWN: {} } });
  expect(() => requestLifeWith({ router: empty })).toThrow(
    `The router 'empty' has no transition for ROUTE and WORK_OVER; ${told}`,
  );
  const other = createMachine({ id: 'other', on: { 'ROUTE.now': {}, 'WORK_OVER.*': {}, NODE_DOWN: {} } });
  expect(() => requestLifeWith({ router: other })).toThrow(
    `The router 'other' has no transition for ROUTE; ${told}`,
  );
});

it('a router that hears by wildcards, or in an inner state, is taken', () => {
  const { on, ...config } = roundRobin.config as { on: Readonly<Record<string, object>> };
  const wild = createMachine(
    {
      ...config,
      on: { 'ROUTE.*': on.ROUTE, 'NODE_DOWN.*': on.NODE_DOWN },
      initial: 'up',
      states: { up: { on: { 'WORK_OVER.*': {} } } },
    } as never,
    roundRobin.implementations as never,
  );
  const { verdict } = explore(
    networkOf(requestLifeWith({ router: wild }), { requests: 1, tokens: 1, growth: 0 }),
  );
  expect(verdict).toBe('holds');
});

const NO_OBJECT = 'give it an object with a router: `requestLifeWith({ router })`.';
const NO_MACHINE =
  '`requestLifeWith` is given a router that is no machine; give one that `setup({ ... }).createMachine({ ... })` of XState has made.';

it.each([
  [[], `\`requestLifeWith\` is given undefined; ${NO_OBJECT}`],
  [[null], `\`requestLifeWith\` is given null; ${NO_OBJECT}`],
  [
    [{ router: roundRobin, retries: 2 }],
    "`requestLifeWith` is given 'retries', which it does not know; give it a router only.",
  ],
  [[{}], NO_MACHINE],
  [[{ router: {} }], NO_MACHINE],
  [[{ router: { id: 'x', config: { on: null } } }], NO_MACHINE],
])('what is no choice of a router is refused in a sentence: %#', (given, sentence) => {
  expect(() => anyWith(...given)).toThrow(new CheckError(sentence));
});
