import type { AnyActorRef } from 'xstate';

/** What of XState's actor system addressing a component needs. */
interface Addressing {
  get(id: string): AnyActorRef | undefined;
}

/**
 * The component with this id, as a target of `sendTo`.
 *
 * XState types the answer as possibly missing, because actors come and go while a system runs; the components of a
 * network are fixed, and the checker refuses a target that does not exist.
 */
export function componentRef(system: Addressing, id: string): AnyActorRef {
  return system.get(id) as AnyActorRef;
}
