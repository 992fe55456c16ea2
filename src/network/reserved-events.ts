/** Types of events that XState takes as something else than an event to react to. */
const RESERVED = ['xstate.init', 'xstate.stop', 'xstate.error'];

/**
 * Why an event of this type can be no message and no stimulus; `undefined` where it can. All others, `xstate.done.actor.*` and
 * `xstate.error.actor.*` included, are events like any other.
 */
export function reservedEvent(type: string): string | undefined {
  if (type === '*')
    return "'*' stands for all types, and XState throws on an event that is called so; give the event another type";
  return RESERVED.includes(type)
    ? `'${type}' is XState's own way to start, stop or fail an actor; give the event another type`
    : undefined;
}
