import { canonicalKey } from '../network/canonical.js';
import type { Step } from '../network/step.js';
import type { ChannelContents } from '../interpreter/contents.js';
import { channelKey } from './plain-state.js';
import type { Rules } from './rules.js';

/** Any waiting message may be lost. Losses that leave the same queue behind are one. */
export function lossesOf(
  channel: ChannelContents,
  rules: Rules,
): { readonly step: Step; readonly after: ChannelContents }[] {
  const { from, to, spec, messages } = channel;
  const left = new Set<string>();
  return messages.flatMap((event, at) => {
    if (spec.kind === 'fifo' && at > 0) {
      rules.onCase?.('a loss behind the head');
      if (rules.loss === 'head') return [];
    }
    const after = without(channel, at);
    const text = channelKey(after);
    if (left.has(text)) return [];
    left.add(text);
    const same = canonicalKey(event, 'message');
    const nth = messages.slice(0, at + 1).filter((other) => canonicalKey(other, 'message') === same).length;
    const isFirst = nth === 1 || spec.kind !== 'fifo';
    const step = { kind: 'drop' as const, from, to, lane: spec.lane, event, ...(isFirst ? {} : { nth }) };
    return [{ step, after }];
  });
}

/** A channel without one of its messages. */
export function without(channel: ChannelContents, at: number): ChannelContents {
  return { ...channel, messages: channel.messages.toSpliced(at, 1) };
}
