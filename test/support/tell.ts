import { type AnyActorRef, type AnyEventObject, type MachineContext, sendTo } from 'xstate';

type Expression = (args: {
  readonly context: MachineContext;
  readonly event: AnyEventObject;
}) => AnyEventObject;

/** An action that sends `event` to the component `to`, at once or after a delay in milliseconds. */
export function tell(
  to: string,
  event: AnyEventObject | Expression,
  options: { readonly id?: string; readonly delay?: number } = {},
) {
  return sendTo(({ system }) => system.get(to) as AnyActorRef, event, options);
}
