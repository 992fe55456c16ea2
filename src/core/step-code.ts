import { FULL, type EdgeTables, UNKNOWN } from './edge-tables.js';
import type { Footprints } from './footprints.js';
import { FAILURES, type FailureKind, type Place, type StepEvent, type StepTrace } from './step-trace.js';
import type { TableMemory } from './table-memory.js';

/** Operations of code, and how code ends; see `assembly/performing.ts`. */
const END = 0;
const XOR = 1;
const MAP = 2;
const READ = 3;
const JUMP = 4;
const MARK = 5;
const BLOCKED = 6;
const OPEN = 7;
/** The first of those that fail, one for each kind. */
const FAILED = 9;

const failing = (kind: FailureKind): number => FAILED + FAILURES.indexOf(kind);

/** What the core need not stop for, as bits: deadlocks, and steps that fail by each kind of failure. */
export function settledBits(isSettled: (property: 'deadlock-freedom' | FailureKind) => boolean): number {
  return (['deadlock-freedom', ...FAILURES] as const).reduce(
    (bits, property, bit) => (isSettled(property) ? bits | (1 << bit) : bits),
    0,
  );
}

/** Flags of a step. */
export const IS_HEALTHY = 1;
export const IS_OWED = 2;
const IS_IDLE = 4;
/** A delivery that is owed. */
export const IS_DUE_DELIVERY = 8;
/** In the head of a program: its component is at rest; some of its steps that are not idle are healthy, and owed. */
const IS_AT_REST = 0x8000_0000;
const HAS_HEALTHY = 0x4000_0000;
const HAS_OWED = 0x2000_0000;

/** Instead of a program: no steps; whoever it is about is at rest, or is not. */
const NOTHING = 0;
const WAITING = 1;

/** Integers of a program before its steps: how many they are, and the address of its footprint. */
const HEAD_INTS = 2;

/** Integers of a piece of memory for code. */
const CHUNK_INTS = 1 << 12;

/**
 * Writes steps down as code that the core performs. A step is a tree: where it reads a cell it branches by the value, and each way through it that was taken
 * once is there from then on.
 */
export class StepCode {
  private at = 0;
  private end = 0;

  constructor(
    private readonly memory: TableMemory,
    private readonly edges: EdgeTables,
    private readonly footprints: Footprints,
  ) {}

  /**
   * A program for the steps of a source, each with one way through it. Returns its address.
   *
   * @param places what the source itself depends on
   */
  program(steps: readonly StepTrace[], isAtRest: boolean, places: readonly Place[]): number {
    if (steps.length === 0) return isAtRest ? NOTHING : WAITING;
    let busy = 0;
    const entries = steps.flatMap((step) => {
      const isIdle = step.ended === 'done' && step.events.every(({ does }) => does === 'mark');
      const flags = isIdle ? step.flags | IS_IDLE : step.flags;
      if (!isIdle) busy |= step.flags;
      return [flags, this.write(step, 0)];
    });
    const has = (busy & IS_HEALTHY ? HAS_HEALTHY : 0) | (busy & IS_OWED ? HAS_OWED : 0);
    const head = (isAtRest ? -IS_AT_REST : 0) + has + steps.length;
    const footprint = this.put(this.footprints.of(steps, places, 0));
    return this.put([head, footprint, ...entries]);
  }

  /** Adds one way through each of the steps of a program. */
  extend(program: number, steps: readonly StepTrace[]): void {
    if (program <= WAITING) return;
    steps.forEach((step, index) => {
      this.add(this.memory.ints[(program >> 2) + HEAD_INTS + 2 * index + 1]!, step);
    });
    const { ints } = this.memory;
    const at = (program >> 2) + 1;
    const before = ints[at]!;
    const footprint = this.footprints.of(steps, [], before);
    if (footprint.some((value, index) => value !== ints[(before >> 2) + index]))
      ints[at] = this.put(footprint);
  }

  private add(entry: number, step: StepTrace): void {
    const { ints } = this.memory;
    const { events } = step;
    let at = entry;
    for (let index = 0; ;) {
      const code = at >> 2;
      switch (ints[code]) {
        case JUMP:
          at = ints[code + 1]!;
          continue;
        case OPEN: {
          const rest = this.write(step, index);
          ints[code + 1] = rest;
          ints[code] = JUMP;
          return;
        }
        case XOR:
          at += 12;
          break;
        case MARK:
          at += 4;
          break;
        case MAP: {
          const event = events[index]! as StepEvent & { does: 'map' };
          if (this.edges.get(event.node, event.before) === UNKNOWN)
            this.edges.set(event.node, event.before, event.after);
          if (event.after === FULL) return;
          at += 16;
          break;
        }
        case READ: {
          const { value } = events[index]! as StepEvent & { does: 'read' };
          const node = ints[code + 2]!;
          const to = this.edges.get(node, value);
          if (to === UNKNOWN) {
            this.edges.set(node, value, this.write(step, index + 1));
            return;
          }
          at = to;
          break;
        }
        default:
          return;
      }
      index++;
    }
  }

  /** Writes a step from its event with this index on. Returns the address. */
  private write({ events, ended }: StepTrace, from: number): number {
    const code: number[] = [];
    /** Where in the code edges of nodes lead. */
    const branches: { node: number; value: number; at: number }[] = [];
    let isOpen = false;
    for (const event of events.slice(from)) {
      switch (event.does) {
        case 'set':
          code.push(XOR, event.cell, event.before ^ event.after);
          break;
        case 'map':
          code.push(
            ...[MAP, event.cell, event.node],
            event.isBlockedWhenFull ? BLOCKED : failing('channel-capacity'),
          );
          if (this.edges.get(event.node, event.before) === UNKNOWN)
            this.edges.set(event.node, event.before, event.after);
          // What the step does where the channel is not full is not known yet.
          isOpen = event.after === FULL;
          break;
        case 'read': {
          const node = this.edges.add(event.cell);
          code.push(READ, event.cell, node);
          branches.push({ node, value: event.value, at: code.length });
          break;
        }
        case 'mark':
          code.push(MARK);
      }
    }
    if (isOpen) code.push(OPEN, 0);
    else code.push(ended === 'done' ? END : ended === 'blocked' ? BLOCKED : failing(ended));
    const address = this.put(code);
    for (const { node, value, at } of branches) this.edges.set(node, value, address + 4 * at);
    return address;
  }

  private put(code: readonly number[]): number {
    if (this.at + 4 * code.length > this.end) {
      const room = Math.max(CHUNK_INTS, code.length);
      this.at = this.memory.allocateSparing(room);
      this.end = this.at + 4 * room;
    }
    const address = this.at;
    this.memory.ints.set(code, address >> 2);
    this.at += 4 * code.length;
    return address;
  }
}
