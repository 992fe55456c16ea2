import type { ActorSystem, AnyActorRef } from 'xstate';

/** The component with this id, to send messages to: an actor of the system when the machines run live. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- XState's own bound on what a system knows of its actors
export function componentRef(system: ActorSystem<any>, id: string): AnyActorRef {
  return system.get(id);
}
