import type { AnyEventObject } from 'xstate';
import { inspectEvent } from '../network/canonical.js';
import type { ResolvedChannelSpec } from '../network/channel.js';
import { componentLabel } from '../network/quoted.js';
import { inspectValue, type LocalState } from './local-state.js';

/** How a step failed instead of leading to a state. */
export interface StepFailure {
  readonly property: 'specified-reception' | 'channel-capacity' | 'no-exception';
  readonly message: string;
  /** Monitors that entered a state tagged `violation` before the step failed, by name: what they heard did happen. */
  readonly violated?: readonly { readonly monitor: string; readonly local: LocalState }[];
}

/** A message arrives and its receiver does not handle it. */
export function unspecifiedReception(
  from: string,
  to: string,
  local: LocalState,
  event: AnyEventObject,
): StepFailure {
  const message = `${componentLabel(to)} in ${inspectValue(local.snapshot)} does not handle ${inspectEvent(event)} from ${componentLabel(from)}`;
  return { property: 'specified-reception', message };
}

/** A message is sent into a full channel that does not block. */
export function overflow(
  from: string,
  to: string,
  spec: ResolvedChannelSpec,
  event: AnyEventObject,
): StepFailure {
  const message = `${componentLabel(from)} sends ${inspectEvent(event)} to ${componentLabel(to)}, but the channel is full: ${spec.capacity === 1 ? '1 message waits' : `${spec.capacity} messages wait`} in it already`;
  return { property: 'channel-capacity', message };
}

/** A function of a component's machine throws. @param thrown when and how */
export function exception(component: string, thrown: string): StepFailure {
  return { property: 'no-exception', message: `${component} throws ${thrown}` };
}
