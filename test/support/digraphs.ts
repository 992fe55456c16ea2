import { type AnyStateMachine, createMachine, emit, sendTo, setup } from 'xstate';
import {
  alwaysPossible,
  everyComponentCanRest,
  type FairnessSpec,
  defineNetwork,
  leadsTo,
  monitor,
  type Network,
  type Property,
} from '../../src/index.js';

/** A graph drawn by hand, and what it means. */
export interface Drawing {
  /** In a few words, what makes its verdict interesting. */
  readonly name: string;
  /**
   * Edges as `from to unit`; the node of the first is the initial one. The unit is that of fairness by which the edge is taken: `@5` a timer of 5 that runs
   * while the graph is in `from`; `env` a stimulus; any other word a message that is offered all the time, and enabled in the nodes that have an edge for it.
   */
  readonly edges: readonly string[];
  /** For each obligation, the nodes in which it is owed. */
  readonly owed?: Readonly<Record<string, readonly string[]>>;
  /** Nodes at rest. */
  readonly rest?: readonly string[];
  /** Nodes one of which it must always be possible to come to. */
  readonly possible?: readonly string[];
  readonly canRest?: boolean;
  /** Messages that are strongly fair, and those that nothing is owed to. */
  readonly strong?: readonly string[];
  readonly none?: readonly string[];
  /** Stimuli that the environment promises, with the fairness of `env`. */
  readonly promised?: 'weak' | 'strong';
  /** Names of what is violated: an obligation stands for both its monitor and its `leadsTo`. */
  readonly violated: readonly string[];
}

/** How a `leadsTo` is called that says the same as a monitor. */
const asLeadsTo = (name: string): string => `${name}, by leadsTo`;

/** The names of all properties that a drawing violates, sorted. */
export function expectedOf({ owed = {}, violated }: Drawing): readonly string[] {
  return violated.flatMap((name) => (Object.hasOwn(owed, name) ? [name, asLeadsTo(name)] : [name])).sort();
}

/** The network of a drawing: the component `graph`, and `facts`, which offers it its messages. */
export function drawn(drawing: Drawing): Network {
  const { edges, owed = {}, rest = [], possible, canRest = false } = drawing;
  const parsed = edges.map((edge) => edge.split(' ') as [from: string, to: string, unit: string]);
  const nodes = [...new Set(parsed.flatMap(([from, to]) => [from, to]))];
  const units = [...new Set(parsed.map(([, , unit]) => unit))];
  const messages = units.filter((unit) => !isTimer(unit) && !isStimulus(unit));
  const isIn = (names: readonly string[]) => (view: { matches(id: string, value: string): boolean }) =>
    names.some((name) => view.matches('graph', name));
  const obligations = Object.entries(owed).flatMap<Property>(([name, where]) => [
    monitor(name, mirror(nodes, where)),
    leadsTo(asLeadsTo(name), isIn(where), isIn(nodes.filter((node) => !where.includes(node)))),
  ]);
  return defineNetwork({
    name: 'drawing',
    components: {
      graph: {
        machine: graph(nodes, parsed, rest),
        stimuli: units.filter(isStimulus).map((type) => ({ type })),
      },
      facts: { machine: facts(messages) },
    },
    channels: { default: { kind: 'set' } },
    properties: [
      ...obligations,
      ...(possible === undefined ? [] : [alwaysPossible('possible', isIn(possible))]),
      ...(canRest ? [everyComponentCanRest] : []),
    ],
    fairness: fairnessOf(drawing),
  });
}

function fairnessOf({ strong = [], none = [], promised }: Drawing): FairnessSpec {
  const rule = (fairness: 'strong' | 'none') => (event: string) =>
    ({ from: 'facts', to: 'graph', event, fairness }) as const;
  const ofEnvironment =
    promised === undefined ? [] : [{ component: 'graph', stimulus: 'env', fairness: promised } as const];
  return { units: [...strong.map(rule('strong')), ...none.map(rule('none')), ...ofEnvironment] };
}

const isTimer = (unit: string): boolean => unit.startsWith('@');
const isStimulus = (unit: string): boolean => unit.startsWith('env');

/** It tells each node that it comes to. */
function graph(
  nodes: readonly string[],
  edges: readonly (readonly [string, string, string])[],
  rest: readonly string[],
): AnyStateMachine {
  const leaving = (node: string, isWanted: (unit: string) => boolean) =>
    edges
      .filter(([from, , unit]) => from === node && isWanted(unit))
      .map(([, to, unit]) => [unit.replace('@', ''), { target: to, reenter: true }] as const);
  return setup({
    actions: Object.fromEntries(nodes.map((node) => [node, emit({ type: node })])),
  }).createMachine({
    id: 'graph',
    initial: nodes[0]!,
    states: Object.fromEntries(
      nodes.map((node) => [
        node,
        {
          entry: node as never,
          tags: rest.includes(node) ? ['rest'] : [],
          on: Object.fromEntries(leaving(node, (unit) => !isTimer(unit))),
          after: Object.fromEntries(leaving(node, isTimer)),
        },
      ]),
    ),
  });
}

function facts(messages: readonly string[]): AnyStateMachine {
  const actions = messages.map((type) =>
    sendTo(({ system }) => system.get('graph') as never, { type } as never),
  );
  return createMachine({
    id: 'facts',
    initial: 'told',
    entry: actions as never,
    states: { told: { type: 'final' } },
  });
}

/** A monitor that is where the graph is, and pending in some nodes. */
function mirror(nodes: readonly string[], pending: readonly string[]): AnyStateMachine {
  return createMachine({
    id: 'mirror',
    initial: nodes[0]!,
    on: Object.fromEntries(nodes.map((node) => [node, `.${node}`])),
    states: Object.fromEntries(
      nodes.map((node) => [node, pending.includes(node) ? { tags: ['pending'] } : {}]),
    ),
  });
}
