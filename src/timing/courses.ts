import { Cast, type CastNetwork, type CastSend } from './casts.js';
import type { Course, KnownState, TimedReaction } from './timed-reaction.js';

/** A step is remembered when its first reaction has been performed so often: most networks are small, and run once. */
const USES_MIN = 8;

/** So many courses of one first reaction are remembered; what then goes yet another way is performed reaction for reaction. */
const COURSES_MAX = 8;

/** In place of the number of courses. */
const TOO_MANY = -1;

/** Reactions of a step that is remembered as a whole, at most. */
const ACTS_MAX = 16;

/** The courses of a network, by their first reactions. */
export class Courses {
  /** By what they are told by. */
  private readonly casts = new Map<string, Cast>();

  constructor(private readonly network: CastNetwork) {}

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
    if (++first.uses < USES_MIN || first.courseCount === TOO_MANY || acts > ACTS_MAX) return;
    const members = [...new Set(acted.slice(0, acts))];
    const sends = this.sendsOf(members, acted, reactions, acts);
    if (sends === undefined) {
      this.forget(first);
      return;
    }
    const cast = this.castOf(members, sends);
    const before = members.map(beforeOf);
    for (let course = first.course; course !== undefined; course = course.next) {
      // Until now it was not known that this component has the same cast.
      if (course.cast === cast && before.every((local, role) => local === course!.before[role])) return;
    }
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
    this.keep(first, { cast, before, after, reactions: followed, roles, next: first.course });
  }

  private keep(first: TimedReaction, course: Course): void {
    if (first.courseCount === COURSES_MAX) this.forget(first);
    else {
      first.courseCount++;
      first.course = course;
    }
  }

  /** Steps that begin with a reaction are not remembered. */
  private forget(first: TimedReaction): void {
    first.courseCount = TOO_MANY;
    first.course = undefined;
  }

  /** The messages of a step; `undefined` where one goes into a channel. */
  private sendsOf(
    members: readonly number[],
    acted: readonly number[],
    reactions: readonly TimedReaction[],
    acts: number,
  ): CastSend[] | undefined {
    const { sendings, channels } = this.network;
    const sends: CastSend[] = [];
    for (let at = 0; at < acts; at++) {
      const sender = acted[at]!;
      for (const sending of reactions[at]!.sendings) {
        const { cell, receiver: to } = channels[sendings.channelOf(sender, sending)]!;
        if (cell >= 0) return undefined;
        const event = sendings.eventOf(sender, sending);
        sends.push({ from: members.indexOf(sender), sending, to: members.indexOf(to.cell), event });
      }
    }
    return sends;
  }

  private castOf(members: readonly number[], sends: readonly CastSend[]): Cast {
    const machines = members.map((member) => this.network.machineOf(member));
    const told = [machines, sends.map(({ from, sending, to, event }) => [from, sending, to, event])].join(
      ';',
    );
    let cast = this.casts.get(told);
    if (cast === undefined) {
      cast = new Cast(machines, sends, this.network);
      this.casts.set(told, cast);
    }
    return cast;
  }
}
