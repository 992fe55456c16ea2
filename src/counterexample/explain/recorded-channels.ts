import type { Step } from '../../network/step.js';
import { canonicalKey } from '../../network/canonical.js';
import { componentLabel, quotedWhereNeeded } from '../../network/quoted.js';
import type { ChannelContents } from '../../interpreter/contents.js';
import type { PlainState } from '../../reference/plain-state.js';
import type { ExplainedChannel, ExplainedMessage } from './explanation.js';
import { eventToJson } from './json.js';

type Message = { -readonly [Key in keyof ExplainedMessage]: ExplainedMessage[Key] };

/** What became of messages in one step: numbers of messages. */
export interface MessagesOfStep {
  readonly sends: readonly number[];
  readonly receives: number | null;
}

/** The channels of a run and every message in them, each with a number, which it keeps from its sending to its receipt. */
export class RecordedChannels {
  readonly channels: ExplainedChannel[] = [];
  readonly messages: Message[] = [];
  /** By the key that states have: its number here. */
  private readonly numbers = new Map<string, number>();
  /** By number of the channel: numbers of the messages that wait in it. */
  readonly waiting: (readonly number[])[] = [];
  private before: PlainState['channels'] = new Map();

  constructor(private readonly indexOf: (component: string) => number) {}

  /**
   * @param taken the step to this state; `undefined` for the initial one
   * @param n number of the step
   */
  see({ channels }: PlainState, taken: Step | undefined, n: number): MessagesOfStep {
    const sends: number[] = [];
    let receives: number | null = null;
    for (const key of new Set([...this.before.keys(), ...channels.keys()])) {
      const [old, now] = [this.before.get(key), channels.get(key)];
      const isOfStep = taken !== undefined && old !== undefined && isChannelOf(taken, old);
      if (old === now && !isOfStep) continue;
      const number = this.numberOf(key, now ?? old!);
      if (isOfStep) receives = this.take(number, taken, old, n);
      const waiting = [...this.waiting[number]!];
      // What is sent stands behind what is left.
      for (const event of (now?.messages ?? []).slice(waiting.length)) {
        sends.push(this.messages.length);
        waiting.push(this.messages.length);
        const message = { channel: number, event: eventToJson(event), sent: n, taken: null, isLost: false };
        this.messages.push(message);
      }
      this.waiting[number] = waiting;
    }
    this.before = channels;
    return { sends, receives };
  }

  /** A step takes its message out of a channel, or leaves it there. Returns its number. */
  private take(channel: number, step: MessageStep, before: ChannelContents, n: number): number | null {
    const at = positionOf(step, before);
    const number = this.waiting[channel]![at] ?? null;
    if (number === null || !isTakenOut(step, before)) return number;
    this.waiting[channel] = this.waiting[channel]!.toSpliced(at, 1);
    const message = this.messages[number]!;
    message.taken = n;
    message.isLost = step.kind === 'drop';
    return number;
  }

  /** The message that a step that fails is about, which leads to no state. */
  receivedBy(taken: Step): number | null {
    for (const [key, contents] of this.before) {
      if (isChannelOf(taken, contents))
        return this.waiting[this.numbers.get(key)!]![positionOf(taken, contents)] ?? null;
    }
    return null;
  }

  private numberOf(key: string, { from, to, spec }: ChannelContents): number {
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.channels.length;
      this.numbers.set(key, number);
      this.waiting.push([]);
      const lane = spec.lane === '' ? '' : ` (${quotedWhereNeeded(spec.lane)})`;
      this.channels.push({
        from: this.indexOf(from),
        to: this.indexOf(to),
        lane: spec.lane,
        kind: spec.kind as ExplainedChannel['kind'],
        label: `${componentLabel(from)} ⇒ ${componentLabel(to)}${lane}`,
      });
    }
    return number;
  }
}

/** What is received of a set stays in it, and a duplicate leaves what it is made of. */
function isTakenOut({ kind }: Step, { spec }: ChannelContents): boolean {
  return kind === 'drop' || (kind === 'deliver' && spec.kind !== 'set');
}

type MessageStep = Extract<Step, { readonly from: string }>;

function isChannelOf(step: Step, { from, to, spec, messages }: ChannelContents): step is MessageStep {
  if (!('from' in step) || step.from !== from || step.to !== to || step.lane !== spec.lane) return false;
  return positionIn(step, messages) >= 0;
}

/** Where in a channel the message of a step stands. */
function positionOf(step: MessageStep, { spec, messages }: ChannelContents): number {
  return spec.kind === 'fifo' && step.kind !== 'drop' ? 0 : positionIn(step, messages);
}

/** Of equal messages the first, or the one that the step names. */
function positionIn({ event, nth = 1 }: MessageStep, messages: ChannelContents['messages']): number {
  const key = canonicalKey(event, 'message');
  let left = nth;
  return messages.findIndex((message) => canonicalKey(message, 'message') === key && --left === 0);
}
