import { type AnyStateMachine, enqueueActions, not } from 'xstate';
import { candidatesOf, type Chart, listOf, type Named, nameOf, statesOf, triggersOf } from './chart.js';
import type { Edit } from './edit.js';

/** What an action that does several things may do. What it emits is no effect: nobody but claims hears it. */
const EFFECTS = ['assign', 'sendTo', 'raise'] as const;
type Effect = (typeof EFFECTS)[number];

/** The insides of an action made by `enqueueActions`. */
interface Enqueued {
  readonly type: 'xstate.enqueueActions';
  readonly collect: (args: { readonly enqueue: object }, params: unknown) => void;
}

/**
 * What a chart's data do not show of a machine's named implementations: actions and guards that only other implementations refer to, each
 * taken away or negated; and of actions that do several things, those of each kind left out.
 */
export function implementationEditsOf(machine: AnyStateMachine): Edit[] {
  const { id, implementations } = machine;
  const { actions, guards } = implementations as unknown as Record<
    'actions' | 'guards',
    Readonly<Record<string, unknown>>
  >;
  const used = namesIn(machine.config as Chart);
  const edit = (kind: 'actions' | 'guards', name: string, what: string, by: unknown): Edit => ({
    name: `${id} ${kind.slice(0, -1)} ${name}: ${what}`,
    machine: id,
    state: '',
    patch: { provide: { [id]: { [kind]: { [name]: by } } } },
  });
  return [
    ...Object.entries(guards).flatMap(([name, guard]) =>
      used.has(name)
        ? []
        : [
            edit('guards', name, 'negated', not(guard as never)),
            edit('guards', name, 'always true', () => true),
          ],
    ),
    ...Object.entries(actions).flatMap(([name, action]) => [
      ...(used.has(name) ? [] : [edit('actions', name, 'does nothing', () => {})]),
      ...effectsOf(action).map((effect) =>
        edit('actions', name, `without ${effect}`, withoutEffect(action as Enqueued, effect)),
      ),
    ]),
  ];
}

/** Names of actions and guards that the chart's data refer to. */
function namesIn(chart: Chart): Set<string> {
  const named = [...statesOf(chart)].flatMap(([, state]): Named[] => [
    ...listOf(state.entry),
    ...listOf(state.exit),
    ...triggersOf(state).flatMap((trigger) =>
      candidatesOf(state, trigger).flatMap(({ guard, actions }) => [
        ...listOf(actions),
        ...(guard === undefined ? [] : [guard]),
      ]),
    ),
  ]);
  return new Set(named.map((each) => (typeof each === 'object' ? each.type : nameOf(each))));
}

/** The effects of an action, if it may have other ones, too: one that has a single kind is taken away as a whole. */
function effectsOf(action: unknown): Effect[] {
  if (!isEnqueued(action)) return [];
  const text = String(action.collect);
  const effects = EFFECTS.filter((effect) => text.includes(`enqueue.${effect}(`));
  return effects.length > 1 || text.includes('enqueue.emit(') || text.includes('enqueue(') ? effects : [];
}

const isEnqueued = (action: unknown): action is Enqueued =>
  typeof action === 'function' && (action as Partial<Enqueued>).type === 'xstate.enqueueActions';

function withoutEffect({ collect }: Enqueued, effect: Effect): unknown {
  return enqueueActions((args, params) => {
    const { enqueue } = args;
    const all = (action: never) => enqueue(action);
    collect({ ...args, enqueue: Object.assign(all, enqueue, { [effect]: () => {} }) }, params);
  });
}
