import type { Channels } from '../../network/channel.js';

/** Which rules of a channel table have decided about a message. */
export class ChannelRules {
  private readonly used = new Set<string>();

  constructor(private readonly channels: Channels) {}

  /** A message of this type goes from one component to another. */
  record(from: string, to: string, type: string): void {
    if (typeof this.channels === 'function') return;
    const { pairs, events } = this.channels;
    const pair = pairs === undefined ? '' : `${from} -> ${to}`;
    if (pairs !== undefined && Object.hasOwn(pairs, pair)) this.used.add(pairRule(pair));
    else if (events !== undefined && Object.hasOwn(events, type)) this.used.add(eventRule(type));
  }

  /** The rules that have decided about none, as phrases. */
  unused(): string[] {
    if (typeof this.channels === 'function') return [];
    const rules = [
      ...Object.keys(this.channels.pairs ?? {}).map(pairRule),
      ...Object.keys(this.channels.events ?? {}).map(eventRule),
    ];
    return rules.filter((rule) => !this.used.has(rule));
  }
}

const pairRule = (pair: string) => `the channel rule for the pair '${pair}'`;
const eventRule = (type: string) => `the channel rule for the event '${type}'`;
