import { type AnyStateMachine, type AnyStateNode, initialTransition } from 'xstate';

/**
 * The states that a machine starts in, before anything else happens. XState says so, of a chart with the same states in which nothing can happen: an initial
 * state may be a history, and that leads elsewhere.
 */
export function initialStates(machine: AnyStateMachine): AnyStateNode[] {
  const still = Reflect.construct(machine.constructor, [stillOf(machine.config)]) as AnyStateMachine;
  return initialTransition(still)[0]._nodes.map(({ path }: AnyStateNode) =>
    path.reduce((node: AnyStateNode, key) => node.states[key]!, machine.root),
  );
}

/** What of the description of a state says where it begins. */
interface Begin {
  readonly id?: unknown;
  readonly type?: unknown;
  readonly history?: unknown;
  /** Of a history: where it leads to if there is none yet. */
  readonly target?: unknown;
  readonly initial?: string | { readonly target?: unknown } | undefined;
  readonly states?: Readonly<Record<string, Begin>> | undefined;
}

function stillOf(config: Begin): Begin {
  const { id, type, history, target, initial, states } = config;
  return {
    id,
    type,
    history,
    target,
    initial: typeof initial === 'object' ? { target: initial.target } : initial,
    states: Object.fromEntries(Object.entries(states ?? {}).map(([key, state]) => [key, stillOf(state)])),
  };
}
