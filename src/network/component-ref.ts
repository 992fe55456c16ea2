import type { ActorSystem, AnyActorRef } from 'xstate';
import { CheckError } from './errors.js';
import { described } from './described.js';

/** What a chart's functions are given, as far as the address of another component needs it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- XState's own bound on what a system knows of its actors
type InSystem = { readonly system: ActorSystem<any> };

/**
 * The component with this id, as the addressee of a message: `sendTo(componentRef('link.0'), { type: 'SENT' })`; or the one that the context
 * or the event tells: `sendTo(componentRef(({ context }) => context.next), { type: 'SENT' })`. To XState it is the actor that the system has
 * under this id, so that the same chart runs live, where its actors were started with a `systemId`.
 *
 * @throws CheckError for what is neither an id nor a function
 */
export function componentRef<TArgs extends InSystem>(
  id: string | ((args: TArgs) => string),
): (args: TArgs) => AnyActorRef {
  if (typeof id !== 'string' && typeof id !== 'function') {
    throw new CheckError(
      `\`componentRef\` is given ${described(id)}; give the id of a component, or a function of context and event that gives one.`,
    );
  }
  return (args) => args.system.get(typeof id === 'string' ? id : id(args));
}
