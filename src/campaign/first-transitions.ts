import { Engine } from '../engine/engine.js';
import type { BreadthFirst } from '../explore/breadth-first.js';
import type { Coverage } from '../interpreter/chart/coverage.js';
import type { Network } from '../network/network.js';
import type { Witness } from '../property/violation.js';

/** A transition of a chart, with the shortest way to where it is taken. */
export interface UnseenTransition extends Pick<Witness, 'initial' | 'steps'> {
  /** The machine's id. */
  readonly machine: string;
  /** As coverage names it: `sending --after postCopies--> waiting`. */
  readonly transition: string;
}

/** Notes in which state, of those that an exploration expands, each transition of a chart is taken first. */
export class FirstTransitions {
  private readonly firstState = new Map<string, { machine: string; transition: string; state: number }>();
  private taken = 0;

  constructor(private readonly search: BreadthFirst) {}

  /** To be called after each state that is expanded. */
  note(): void {
    const { engine, expandedLast } = this.search;
    const taken = engine.transitionsTaken();
    if (taken === this.taken) return;
    this.taken = taken;
    for (const { machine, transitions } of engine.coverage().machines) {
      for (const transition of transitions.visited) {
        const key = JSON.stringify([machine, transition]);
        if (!this.firstState.has(key)) this.firstState.set(key, { machine, transition, state: expandedLast });
      }
    }
  }

  /** Those that are not among what was covered elsewhere, those with the shortest ways first. */
  without(network: Network, { machines }: Coverage): UnseenTransition[] {
    const seen = new Set(
      machines.flatMap(({ machine, transitions }) =>
        transitions.visited.map((transition) => JSON.stringify([machine, transition])),
      ),
    );
    return [...this.firstState]
      .filter(([key]) => !seen.has(key))
      .map(([, { machine, transition, state }]) => {
        const way = state < 0 ? { initial: 0, steps: [] } : this.search.shortestWay(state);
        const last = state < 0 ? undefined : lastStep(network, way, machine, transition);
        return {
          machine,
          transition,
          initial: way.initial,
          steps: last === undefined ? way.steps : [...way.steps, last],
        };
      })
      .sort((one, other) => one.steps.length - other.steps.length);
  }
}

/** The step after some others in which a transition is taken, tried in an engine that has seen nothing else. */
function lastStep(
  network: Network,
  { initial, steps }: Pick<Witness, 'initial' | 'steps'>,
  machine: string,
  transition: string,
): string | undefined {
  const engine = new Engine(network);
  const { vector } = engine.initialStates()[initial]!;
  const cursor = engine.cursor();
  cursor.start(vector);
  const components = engine.components.map((_, index) => index);
  for (const label of steps) {
    const acts = components.some((component) => {
      for (let k = cursor.list(component) - 1; k >= 0; k--) {
        if (cursor.candidateLabel(k) === label && cursor.attempt(k)) return true;
      }
      return false;
    });
    if (!acts) return undefined;
    cursor.take();
  }
  const isTaken = () =>
    engine
      .coverage()
      .machines.some((chart) => chart.machine === machine && chart.transitions.visited.includes(transition));
  for (const component of components) {
    const count = cursor.list(component);
    // What a component may do by itself is asked for as it is listed: which it was is told by the trigger.
    const isOwn = isTaken();
    for (let k = 0; k < count; k++) {
      const label = cursor.candidateLabel(k);
      if (cursor.attempt(k) && (isOwn ? names(label, transition) : isTaken())) return label;
    }
    if (isOwn) return undefined;
  }
  return undefined;
}

/** Whether a step's label names what triggers a transition. */
function names(label: string, transition: string): boolean {
  const trigger = /--(?:after )?([^ ]+?)(?: \[.*\])?--> /.exec(transition)?.[1] ?? '';
  return label.includes(trigger);
}
