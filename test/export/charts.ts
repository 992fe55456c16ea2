import { type AnyStateMachine, type AnyStateNode, type AnyTransitionDefinition, createMachine } from 'xstate';
import { catalogue } from '../../properties/catalogue.js';

/** A chart with all that charts have, and names that mean something in every format. */
const everything = createMachine({
  id: 'every "thing": {odd}; # % names',
  initial: 'a "b"; [c]',
  on: { HALT: { target: '.ended' }, IGNORED: {} },
  states: {
    'a "b"; [c]': { on: { 'GO: on; --> x': 'both' }, after: { 10: 'ended' } },
    both: {
      type: 'parallel',
      onDone: 'ended',
      states: {
        left: { initial: 'one', states: { one: { on: { NEXT: 'two' } }, two: { type: 'final' } } },
        right: {
          initial: 'one',
          states: {
            one: { always: 'two' },
            two: { type: 'final' },
            back: { type: 'history', target: 'two' },
          },
        },
      },
      on: { SPLIT: { target: ['both.left.two', 'both.right.two'].map((path) => `.${path.slice(5)}`) } },
    },
    end: { on: { 'set direction LR': '[[fork]]' } },
    '[[fork]]': { on: { 'the Direction  tb': 'R&amp;D' } },
    'R&amp;D': {},
    ended: { type: 'final' },
  },
} as never) as unknown as AnyStateMachine;

/** States in states, with arrows back and forth between them, one of which comes to a state around the one that it leaves. */
const nested = createMachine({
  id: 'nested',
  initial: 'first',
  states: {
    first: { initial: 'only', on: { ON: '#deep', ASIDE: '#aside' }, states: { only: { id: 'only' } } },
    second: {
      initial: 'outer',
      on: { BACK: '#only' },
      states: {
        outer: {
          initial: 'inner',
          states: {
            inner: { initial: 'deep', on: { AGAIN: '#nested.second' }, states: { deep: { id: 'deep' } } },
          },
        },
        aside: { id: 'aside' },
      },
    },
    third: {
      initial: 'outer',
      states: {
        outer: {
          initial: 'left',
          states: {
            left: { initial: 'one', states: { one: {}, two: {} } },
            right: { initial: 'one', states: { one: { on: { BACK: '#deep' } }, two: {} } },
          },
        },
      },
    },
  },
} as never) as unknown as AnyStateMachine;

/** All charts of the catalogue, and those. */
export const machines = [
  ...Object.entries(catalogue.machines),
  ['with everything', everything] as const,
  ['nested', nested] as const,
];

/** A state and all states in it. */
export function nodesWithin(node: AnyStateNode): AnyStateNode[] {
  const children = Object.values(node.states) as AnyStateNode[];
  return [node, ...children.flatMap(nodesWithin)];
}

/** Transitions that leave their state, and where history states say that they lead to at first, once for each target. */
export function arrows(machine: AnyStateMachine): number {
  const isInternal = ({ source, target, reenter }: AnyTransitionDefinition) =>
    target?.length === 1 && target[0] === source && !reenter;
  const nodes = nodesWithin(machine.root);
  const defaults = nodes.filter(({ type, config }) => type === 'history' && 'target' in config);
  const transitions = nodes
    .flatMap(({ transitions, always }) => [...[...transitions.values()].flat(), ...(always ?? [])])
    .filter((transition) => !isInternal(transition))
    .reduce((sum, { target }) => sum + (target?.length ?? 0), 0);
  return transitions + defaults.length;
}

/** States that say where they begin. */
export const initials = (machine: AnyStateMachine) =>
  nodesWithin(machine.root).filter(({ type }) => type === 'compound').length;
