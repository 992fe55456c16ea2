import { type AnyStateMachine, not } from 'xstate';
import type { ChartDraft } from '../../src/index.js';
import {
  candidatesOf,
  type Chart,
  listOf,
  type Named,
  nameOf,
  setCandidates,
  stateAt,
  statesOf,
  type Transition,
  type Trigger,
  triggersOf,
} from './chart.js';
import type { Edit } from './edit.js';

/**
 * Every edit of a chart's data: each action and each transition taken away, two neighbouring actions swapped, each guard negated and
 * taken away, and each target left out or replaced by each state beside it.
 */
export function chartEditsOf({ id, config }: AnyStateMachine): Edit[] {
  const chart = config as Chart;
  return [...statesOf(chart)].flatMap(([path, state]) => {
    const where = [id, ...path].join('.');
    const edit = (what: string, change: (state: Chart) => void, transition?: string): Edit => ({
      name: `${where} ${what}`,
      machine: id,
      state: path.join('.'),
      ...(transition === undefined ? {} : { transition }),
      patch: { chart: { [id]: (draft: ChartDraft) => change(stateAt(draft as Chart, path)) } },
    });
    const lists = (['entry', 'exit'] as const).flatMap((when) =>
      changesOf(listOf(state[when])).map(({ what, changed }) =>
        edit(`${when}: ${what}`, (draft) => {
          draft[when] = changed;
        }),
      ),
    );
    const transitions = triggersOf(state).flatMap((trigger) =>
      candidatesOf(state, trigger).flatMap((transition, at) =>
        changesOfTransition(chart, path, transition).map(({ what, change, isOfGuard }) =>
          edit(
            `${labelOf(trigger, transition)}: ${what}`,
            (draft) => {
              const candidates = candidatesOf(draft, trigger).flatMap((each, index) =>
                index === at ? (change({ ...each }) ?? []) : each,
              );
              setCandidates(draft, trigger, candidates);
            },
            isOfGuard === true ? undefined : takenAs(path.join('.') || id, trigger, transition),
          ),
        ),
      ),
    );
    return [...lists, ...transitions];
  });
}

function labelOf({ kind, key }: Trigger, { guard, target }: Transition): string {
  return [
    kind,
    ...(key === '' ? [] : [key]),
    ...(guard === undefined ? [] : [`[${nameOf(guard)}]`]),
    ...(target === undefined ? [] : [`to ${target}`]),
  ].join(' ');
}

/** How the name begins that coverage has for the transition; with a guard that has no name, for all those of the trigger. */
function takenAs(source: string, { kind, key }: Trigger, { guard }: Transition): string {
  const trigger = `${source} --${kind === 'on' ? key : [kind, key].join(' ').trim()}`;
  if (typeof guard === 'function') return trigger;
  return guard === undefined ? `${trigger}-->` : `${trigger} [${nameOf(guard)}]-->`;
}

interface Change {
  readonly what: string;
  /** `undefined` takes the transition away. */
  readonly change: (transition: Transition) => Transition | undefined;
  /** It may take the transition where the healthy chart does not. */
  readonly isOfGuard?: true;
}

function changesOfTransition(
  chart: Chart,
  path: readonly string[],
  { target, guard, actions }: Transition,
): Change[] {
  const found: Change[] = [{ what: 'without it', change: () => undefined }];
  if (guard !== undefined) {
    const negated = not(guard as never) as unknown as Named;
    found.push({ what: 'guard negated', change: (one) => ({ ...one, guard: negated }), isOfGuard: true });
    found.push({ what: 'without guard', change: ({ guard: _, ...one }) => one, isOfGuard: true });
  }
  if (target !== undefined) {
    found.push({ what: 'without target', change: ({ target: _, ...one }) => one });
    for (const other of targetsBeside(chart, path, target)) {
      found.push({ what: `to ${other} instead`, change: (one) => ({ ...one, target: other }) });
    }
  }
  for (const { what, changed } of changesOf(listOf(actions))) {
    found.push({ what, change: (one) => ({ ...one, actions: changed }) });
  }
  return found;
}

/** Each action taken away, and each swapped with the next. */
function changesOf(actions: readonly Named[]): { readonly what: string; readonly changed: Named[] }[] {
  return actions.flatMap((action, at) => {
    const next = actions[at + 1];
    const without = { what: `without ${nameOf(action)}`, changed: actions.toSpliced(at, 1) };
    if (next === undefined) return [without];
    const swapped = {
      what: `${nameOf(next)} before ${nameOf(action)}`,
      changed: actions.toSpliced(at, 2, next, action),
    };
    return [without, swapped];
  });
}

/** The targets that stand for the other states of the target's parent. */
function targetsBeside(chart: Chart, path: readonly string[], target: string): string[] {
  const last = target.split('.').at(-1)!;
  const leading = target.slice(0, target.length - last.length);
  const names = Object.keys(parentOf(chart, path, leading, last)?.states ?? {});
  return names.filter((name) => name !== last).map((name) => `${leading}${name}`);
}

function parentOf(chart: Chart, path: readonly string[], leading: string, last: string): Chart | undefined {
  // A name without a dot is that of a state beside the source, one with a dot first that of a state within it.
  if (leading === '') return stateAt(chart, path.slice(0, -1));
  if (leading === '.') return stateAt(chart, path);
  return [...statesOf(chart)].find(([, { states = {} }]) => Object.hasOwn(states, last))?.[1];
}
