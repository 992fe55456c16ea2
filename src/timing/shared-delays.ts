import { inspectPlain } from '../network/canonical.js';
import { CheckError } from '../network/errors.js';

/**
 * A delay that gets longer while other work of the same owner is done: bytes over a link that several use. It is `ns` where nothing else of the owner runs,
 * and how it goes on beside others is what `speedsOf` says.
 */
export interface SharedDelay {
  readonly ns: number;
  /** Who has what is shared: work of different owners does not meet. */
  readonly owner: number;
  /** What `speedsOf` is told of it. */
  readonly work: unknown;
}

/**
 * How fast works of one owner go on beside each other, each above 0 and 1 at most, which is as fast as by itself. It is asked where one of them begins or ends,
 * and the answer holds up to the next time.
 */
export type SpeedsOf = (works: readonly unknown[]) => readonly number[];

/** Work is counted in so many units for each nanosecond that it takes by itself: a whole number, however long it is, so that none of it is lost. */
const UNITS_PER_NS = 1_024;

const areSpeeds = (speeds: unknown, count: number): boolean =>
  Array.isArray(speeds) &&
  speeds.length === count &&
  speeds.every((speed) => typeof speed === 'number' && speed > 0 && speed <= 1);

interface Running {
  timer: number;
  dueNs: number;
  left: bigint;
  /** Units in a nanosecond. */
  speed: bigint;
  readonly work: unknown;
}

interface Owner {
  running: Running[];
  /** Up to when the work that is left has been worked out. */
  knownNs: number;
}

/** Delays that others slow. Speeds change only where a work begins or ends; what is left is in whole units, so that all of it is done. */
export class SharedDelays {
  private readonly owners = new Map<number, Owner>();
  private readonly ownerOf = new Map<number, Owner>();

  /** @param move brings a timer to another time, and tells its new number */
  constructor(
    private readonly speedsOf: SpeedsOf,
    private readonly move: (timer: number, dueNs: number) => number,
  ) {}

  /** Whether none runs. */
  get isEmpty(): boolean {
    return this.ownerOf.size === 0;
  }

  /** A timer has been started, that is due `ns` after now if nothing slows it. */
  begin(timer: number, { ns, owner: id, work }: SharedDelay, nowNs: number): void {
    let owner = this.owners.get(id);
    if (owner === undefined) this.owners.set(id, (owner = { running: [], knownNs: nowNs }));
    this.advance(owner, nowNs);
    const speed = BigInt(UNITS_PER_NS);
    owner.running.push({ timer, dueNs: nowNs + ns, left: BigInt(ns) * speed, speed, work });
    this.ownerOf.set(timer, owner);
    this.setSpeeds(owner);
  }

  /** The time of a timer has come: all of its work must be done. */
  end(timer: number, nowNs: number): void {
    const left = this.takeOut(timer, nowNs);
    if (left > 0n) throw new Error(`A timer was due with ${left} units of its work left`);
  }

  /** A timer has been cancelled: the rest of its work is not done. */
  cancel(timer: number, nowNs: number): void {
    this.takeOut(timer, nowNs);
  }

  /** @returns units that were left; none of a timer that nothing slows */
  private takeOut(timer: number, nowNs: number): bigint {
    const owner = this.ownerOf.get(timer);
    if (owner === undefined) return 0n;
    this.ownerOf.delete(timer);
    this.advance(owner, nowNs);
    const at = owner.running.findIndex((each) => each.timer === timer);
    const [{ left }] = owner.running.splice(at, 1) as [Running];
    this.setSpeeds(owner);
    return left;
  }

  private advance(owner: Owner, nowNs: number): void {
    const passedNs = BigInt(nowNs - owner.knownNs);
    owner.knownNs = nowNs;
    for (const running of owner.running) {
      const done = passedNs * running.speed;
      running.left = done < running.left ? running.left - done : 0n;
    }
  }

  /** What is done already, and due at this very time, uses nothing any more. */
  private setSpeeds({ running, knownNs }: Owner): void {
    const active = running.filter(({ left }) => left > 0n);
    const speeds = active.length === 0 ? [] : this.speedsOf(active.map(({ work }) => work));
    if (!areSpeeds(speeds, active.length)) {
      throw new CheckError(
        `speedsOf of simulate gave ${inspectPlain(speeds)} for ${active.length} works; give a list with a speed for each, above 0 and 1 at most.`,
      );
    }
    for (const [index, each] of active.entries()) {
      const speed = speeds[index]!;
      // Rounded down, so that all together never use more than there is.
      each.speed = BigInt(Math.max(1, Math.floor(speed * UNITS_PER_NS)));
      const leftNs = (each.left + each.speed - 1n) / each.speed;
      this.setTime(each, knownNs + Number(leftNs));
    }
  }

  private setTime(running: Running, dueNs: number): void {
    if (dueNs === running.dueNs) return;
    const owner = this.ownerOf.get(running.timer)!;
    this.ownerOf.delete(running.timer);
    running.dueNs = dueNs;
    running.timer = this.move(running.timer, dueNs);
    this.ownerOf.set(running.timer, owner);
  }
}
