import type { AnyStateNode } from 'xstate';
import { type ChartAction, isBuiltIn } from '../../network/chart-names.js';
import { stateNodes } from '../../network/state-nodes.js';
import type { ChartUse } from '../../interpreter/chart/use.js';
import type { ComponentTable } from './component-table.js';

/** What components of one machine may emit. */
export interface Emissions {
  /** Types that were emitted, or that an action names. */
  readonly types: ReadonlySet<string>;
  /** Whether these are all: false when some action that was not performed may emit any type. */
  readonly isComplete: boolean;
}

/** What each component may emit, by its position. Components of one machine are looked at together. */
export function emissionsOf(components: readonly ComponentTable[]): readonly Emissions[] {
  const byChart = new Map<ChartUse, Emissions>();
  return components.map(({ interpreter: { chart, machine } }) => {
    let found = byChart.get(chart);
    if (found === undefined) {
      const types = new Set(
        components
          .filter(({ interpreter }) => interpreter.chart === chart)
          .flatMap(({ emittedTypes }) => [...emittedTypes]),
      );
      const nodes = [...stateNodes(machine)];
      const hasRegions = nodes.some((node) => node.type === 'parallel');
      const implemented = machine.implementations.actions as Readonly<
        Record<string, ChartAction | undefined>
      >;
      const resolve = (action: ChartAction) => {
        if (typeof action === 'function') return action;
        return implemented[typeof action === 'string' ? action : action.type];
      };
      let isComplete = true;
      const look = (actions: readonly unknown[], isPerformed: boolean) => {
        for (const action of (actions as readonly ChartAction[]).map(resolve)) {
          if (isBuiltIn(action, 'enqueueActions')) isComplete = false;
          if (!isBuiltIn(action, 'emit')) continue;
          const event = action.event as { readonly type?: unknown } | (() => unknown) | undefined;
          if (typeof event === 'object' && typeof event.type === 'string') types.add(event.type);
          else if (!isPerformed) isComplete = false;
        }
      };
      for (const node of nodes) {
        look(node.entry, chart.hasEntered(node));
        // A transition out of a region may be given up for another one: what XState names as taken is then not performed.
        for (const transition of transitionsOf(node)) {
          look(transition.actions, !hasRegions && chart.hasTaken(transition));
        }
        // Leaving a state, and entering its first one, are not noted.
        look([...node.exit, ...initialActions(node)], false);
      }
      found = { types, isComplete };
      byChart.set(chart, found);
    }
    return found;
  });
}

function initialActions(node: AnyStateNode): readonly unknown[] {
  return node.type === 'compound' ? node.initial.actions : [];
}

function transitionsOf(node: AnyStateNode) {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}
