import type { Network } from '../../network/network.js';
import type { BuiltInProperty } from '../../network/property.js';

/** What the properties say that every network has. */
const BUILT_IN: Readonly<Record<BuiltInProperty, string>> = {
  'deadlock-freedom': 'No reachable state is stuck: something can happen, or everything rests.',
  'specified-reception': 'Whoever receives a message has a transition for it.',
  'channel-capacity': 'No message is sent into a channel that is full.',
  'no-exception': 'No function of a chart throws.',
  'no-stuck-component':
    'While others go on, nobody is stuck for ever: something can still happen to it, or it rests.',
};

/** What a property says, and where that stands, if it tells. */
export function sentenceOf({ properties }: Network, name: string) {
  const property = properties.find((each) => each.name === name);
  if (property === undefined) return { sentence: BUILT_IN[name as BuiltInProperty] ?? null, section: null };
  return { sentence: property.sentence ?? null, section: property.section ?? null };
}
