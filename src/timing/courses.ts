import { Cast, type CastSend } from './casts.js';
import type { KnownChannels } from './known-channels.js';
import type { KnownReactions } from './known-reactions.js';
import type { KnownState, TimedReaction } from './timed-reaction.js';

/** A step is remembered when its first reaction has been performed so often: most networks are small, and run once. */
const USES_MIN = 8;

/** So many courses of one first reaction are remembered; what then goes yet another way is performed reaction for reaction. */
const COURSES_MAX = 8;

/** Reactions of a step that is remembered as a whole, at most. */
const ACTS_MAX = 16;

/** All that a step does, from its first reaction on, where those that take part are in the same states: components put no message into a channel in it. */
export interface Course {
  readonly cast: Cast;
  /** By role: id of the local state before the step. */
  readonly before: readonly number[];
  /** By role: the state after it. */
  readonly after: readonly KnownState[];
  /** Of the reactions, in order: those that do something to timers, or emit; and the roles whose they are. */
  readonly reactions: readonly TimedReaction[];
  readonly roles: readonly number[];
  readonly next: Course | undefined;
}

/** The courses of a network, by their first reactions. */
export class Courses {
  /** By what they are told by. */
  private readonly casts = new Map<string, Cast>();

  constructor(
    private readonly known: KnownReactions,
    private readonly channels: KnownChannels,
    private readonly components: number,
  ) {}

  /**
   * Notes a step that was performed reaction for reaction.
   *
   * @param acted, reactions the components that reacted, in order, and how: the first `acts` of these
   * @param beforeOf id of a component's local state before the step
   */
  note(
    acted: readonly number[],
    reactions: readonly TimedReaction[],
    acts: number,
    beforeOf: (component: number) => number,
  ): void {
    const first = reactions[0]!;
    if (++first.uses < USES_MIN || first.courseCount < 0 || acts > ACTS_MAX) return;
    if (first.courseCount === COURSES_MAX) {
      first.course = undefined;
      first.courseCount = -1;
      return;
    }
    const members = [acted[0]!];
    const sends = this.sendsOf(members, acted, reactions, acts);
    if (sends === undefined) return;
    const after: KnownState[] = [];
    const followed: TimedReaction[] = [];
    const roles: number[] = [];
    for (let at = 0; at < acts; at++) {
      const role = members.indexOf(acted[at]!);
      after[role] = reactions[at]!.state;
      if (!reactions[at]!.isFollowed) continue;
      followed.push(reactions[at]!);
      roles.push(role);
    }
    first.courseCount++;
    first.course = {
      cast: this.castOf(members, sends),
      before: members.map(beforeOf),
      after,
      reactions: followed,
      roles,
      next: first.course,
    };
  }

  /** The messages of a step, and by role its members, which are added; `undefined` where one goes into a channel. */
  private sendsOf(
    members: number[],
    acted: readonly number[],
    reactions: readonly TimedReaction[],
    acts: number,
  ): CastSend[] | undefined {
    const { channels } = this;
    const { sendings } = this.known;
    const sends: CastSend[] = [];
    for (let at = 0; at < acts; at++) {
      const sender = acted[at]!;
      for (const sending of reactions[at]!.sendings) {
        const channel = sendings.channelOf(sender, sending);
        if (channels.cellOf(channel) >= 0) return undefined;
        const receiver = channels.receiverOf(channel);
        if (!members.includes(receiver)) members.push(receiver);
        const event = sendings.eventOf(sender, sending);
        sends.push({ from: members.indexOf(sender), sending, to: members.indexOf(receiver), event });
      }
    }
    return sends;
  }

  private castOf(members: readonly number[], sends: readonly CastSend[]): Cast {
    const machines = members.map((member) => this.known.machineOf(member));
    const numbers = machines.map(({ number }) => number);
    const told = [numbers, sends.map(({ from, sending, to, event }) => [from, sending, to, event])].join(';');
    let cast = this.casts.get(told);
    if (cast === undefined) {
      cast = new Cast(machines, sends, this.components);
      this.casts.set(told, cast);
    }
    return cast;
  }
}

