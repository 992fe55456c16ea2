import { replaceRoute, route } from '../route.js';
import type { Space } from './space.js';

/** The steps that were taken: the state before the first, and for each step its position among those that could be taken. */
export interface Walk {
  readonly initial: number;
  readonly positions: readonly number[];
  /** The states on the way, the first included. */
  readonly states: readonly number[];
  /** Indices of the labels of the steps. */
  readonly labels: readonly number[];
}

/** The walk of the present address, as far as it can be taken: `#/step/NETWORK/0.3.1` begins in initial state 0. */
export function walkAt(space: Space): Walk {
  const [first = 0, ...wanted] = (route.value.parts[2] ?? '0').split('.').map(Number);
  const initial = first < space.data.initial ? first : 0;
  const states = [initial];
  const positions: number[] = [];
  const labels: number[] = [];
  for (const position of wanted) {
    const edge = space.edges(states.at(-1)!)[position];
    if (edge === undefined) break;
    positions.push(position);
    labels.push(edge.label);
    states.push(edge.target);
  }
  return { initial, positions, states, labels };
}

/** Goes on from the present walk. */
export function take(space: Space, positions: readonly number[]): void {
  const walk = walkAt(space);
  goTo(space, walk.initial, [...walk.positions, ...positions]);
}

/** Takes back all steps behind the first ones. */
export function backTo(space: Space, count: number): void {
  const walk = walkAt(space);
  goTo(space, walk.initial, walk.positions.slice(0, Math.max(0, count)));
}

export function goTo({ data }: Space, initial: number, positions: readonly number[]): void {
  replaceRoute(['step', data.network, [initial, ...positions].join('.')]);
}
