import type { AnyStateMachine, AnyStateNode } from 'xstate';

/** Every state of a chart, in document order, the root first. */
export function* stateNodes(machine: AnyStateMachine): Generator<AnyStateNode> {
  yield* within(machine.root);
}

function* within(node: AnyStateNode): Generator<AnyStateNode> {
  yield node;
  for (const child of Object.values(node.states) as AnyStateNode[]) yield* within(child);
}

/** Whether a machine has a state in which it may stay for ever: a final one, or one tagged `rest`. */
export function canRest(machine: AnyStateMachine): boolean {
  return [...stateNodes(machine)].some(({ type, tags }) => type === 'final' || tags.includes('rest'));
}
