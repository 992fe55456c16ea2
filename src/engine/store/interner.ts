import {
  nestedTooDeeply,
  NESTING_MAX,
  notPlain,
  oddityOf,
  oddityOfProperty,
  refuseUnlessPlain,
} from '../../network/plain-data.js';
import type { Canon } from '../../interpreter/canon.js';
import { type ActorReference, referenceOf } from '../../network/actor-reference.js';
import { CanonicalForms, INDEX_BASE } from './canonical-forms.js';
import { LastingObjects } from './lasting-objects.js';
import { RecordShapes } from './record-shapes.js';
import { ARRAY, BARE_RECORD, GROUP, RECORD, SequenceTable } from './sequence-table.js';

/** Objects with more parts than this are numbered in groups, so that a change of one part makes a short new sequence only. */
const PARTS_MAX = 32;
const GROUP_SIZE = 16;

/** Arrays up to this length are looked at part by part. */
const SHORT_LENGTH_MAX = 16;

/** Stands for -0, which a Map takes for 0. */
const MINUS_ZERO = Symbol('-0');

/** Thrown on the way to a sentence. */
const NOT_PLAIN = new Error('not plain');

/**
 * Numbers plain data: equal numbers exactly for equal data (hash-consing). An object is the sequence of its parts' numbers. The canonical
 * form of a value is one object for each number, which is looked at no more: a context that shares nearly all parts with the one before
 * costs what differs.
 */
export class Interner implements Canon {
  /** Even numbers are those of values without parts, odd ones those of sequences, and negative ones those of array indices as keys. */
  private readonly leaves = new Map<unknown, number>();
  private readonly sequences = new SequenceTable();
  private readonly forms = new CanonicalForms(this.sequences);
  private readonly objects = new LastingObjects();
  /** By sequence: levels of objects within objects, itself included. */
  private readonly heights: number[] = [];
  private readonly shapes = new RecordShapes();
  /** Parts of the objects that are being numbered, each above those of the object that it is in. */
  private stack = new Int32Array(256);
  private top = 0;
  /** Whether what is being numbered need not be plain data. */
  private isChecking = false;

  canonical<T>(value: T, where: string, like?: unknown): T {
    if (typeof value === 'function' || typeof value === 'symbol') throw notPlain(where, `a ${typeof value}`);
    if (typeof value !== 'object' || value === null || this.forms.known.has(value)) return value;
    this.top = 0;
    this.isChecking = true;
    try {
      const number = this.numberOf(value, like, 0);
      if (isSequence(number) && this.heights[number >> 1]! > NESTING_MAX) throw NOT_PLAIN;
      const form = this.forms.of(number) as T;
      this.objects.noteParts(form as object, value);
      return form;
    } catch (thrown) {
      if (thrown !== NOT_PLAIN) throw thrown;
      refuseUnlessPlain(value, where);
      throw nestedTooDeeply(where);
    } finally {
      this.isChecking = false;
    }
  }

  /** Whether `asMade` gives whatever it is given. */
  get knowsNoObjects(): boolean {
    return this.objects.isEmpty;
  }

  noteGiven(form: unknown, value: unknown): void {
    this.objects.note(form, value, true);
  }

  asMade<T>(form: T): T {
    return this.objects.isEmpty ? form : this.objects.of(form);
  }

  forgetMade(): void {
    this.objects.forget();
  }

  /**
   * @param value plain data: of what a user gave, the canonical form
   * @param like a value that probably has many parts in common with this one: they need not be looked up
   */
  number(value: unknown, like?: unknown): number {
    this.top = 0;
    return this.numberOf(value, like, 0);
  }

  private numberOf(value: unknown, like: unknown, level: number): number {
    if (typeof value !== 'object' || value === null) {
      if (this.isChecking && (typeof value === 'function' || typeof value === 'symbol')) throw NOT_PLAIN;
      return this.leafNumber(value);
    }
    const known = this.forms.known.get(value);
    if (known !== undefined) return known;
    if (this.isChecking && (level >= NESTING_MAX || oddityOf(value) !== undefined)) {
      const reference = referenceOf(value);
      if (reference === undefined) throw NOT_PLAIN;
      return this.referenceNumber(reference);
    }
    const base = this.top;
    let number: number;
    if (Array.isArray(value)) {
      this.pushParts(value, Array.isArray(like) ? like : [], level);
      number = this.fold(ARRAY, base, value.length);
    } else {
      const count = this.pushEntries(
        value as Record<string | number, unknown>,
        isRecord(like) ? like : {},
        level,
      );
      number = this.fold(Object.getPrototypeOf(value) === null ? BARE_RECORD : RECORD, base, count);
    }
    this.top = base;
    return number;
  }

  private leafNumber(value: unknown): number {
    const leaf = Object.is(value, -0) ? MINUS_ZERO : value;
    let number = this.leaves.get(leaf);
    if (number === undefined) {
      number = 2 * this.leaves.size;
      this.leaves.set(leaf, number);
      this.forms.leaves.push(value);
    }
    return number;
  }

  /** An actor has no parts. */
  private referenceNumber(reference: ActorReference): number {
    const number = this.leafNumber(reference);
    this.forms.known.set(reference, number);
    return number;
  }

  /** Puts down the numbers of an array's parts. */
  private pushParts(value: readonly unknown[], like: readonly unknown[], level: number): void {
    const base = this.push(value.length);
    const likeBase = this.top;
    const likeCount = this.pushKnown(like);
    // How many indices further on a part stood before, as others came or went.
    let shift = 0;
    for (let at = 0; at < value.length; at++) {
      const part = value[at];
      if (part !== like[at + shift]) {
        if (part === like[at + shift - 1]) shift--;
        else if (part === like[at + shift + 1]) shift++;
      }
      const index = at + shift;
      const isShared = index >= 0 && index < likeCount && Object.is(part, like[index]) && part !== undefined;
      if (!isShared && this.isChecking) this.checkPlace(value, at);
      const number = isShared ? this.stack[likeBase + index]! : this.numberOf(part, like[index], level + 1);
      this.stack[base + at] = number;
    }
  }

  /**
   * Of a long array this finds holes only: to look for accessors takes longer than all the rest. What one gave is data from now on.
   */
  private checkPlace(value: readonly unknown[], at: number): void {
    const isFine = value.length > SHORT_LENGTH_MAX ? at in value : oddityOfProperty(value, at) === undefined;
    if (!isFine) throw NOT_PLAIN;
  }

  /**
   * Puts down the numbers of keys and values, alternating, the keys in the order of their numbers: it is the same in every object with these
   * keys. Returns how many.
   */
  private pushEntries(
    record: Record<string | number, unknown>,
    like: Record<string | number, unknown>,
    level: number,
  ): number {
    const keys = Object.keys(record);
    const numbers = keys.map((key) => indexNumber(key) ?? this.leafNumber(key));
    const { ascending } = this.shapes.of(numbers, (index) => keys[index]!);
    const base = this.push(2 * keys.length);
    const likeBase = this.top;
    const likeEnd = likeBase + this.pushKnown(like);
    let likeAt = likeBase;
    for (let at = 0; at < keys.length; at++) {
      const index = ascending === undefined ? at : ascending[at]!;
      const number = numbers[index]!;
      // An index is found faster by the number than by its digits.
      const key = number < 0 ? number + INDEX_BASE : keys[index]!;
      const part = record[key];
      const likePart = like[key];
      while (likeAt < likeEnd && this.stack[likeAt]! < number) likeAt += 2;
      const isKnown = likeAt < likeEnd && this.stack[likeAt] === number && Object.is(part, likePart);
      const ofPart = isKnown ? this.stack[likeAt + 1]! : this.numberOf(part, likePart, level + 1);
      this.stack[base + 2 * at] = number;
      this.stack[base + 2 * at + 1] = ofPart;
    }
    return 2 * keys.length;
  }

  /** Puts down the parts of an object that has been numbered. Returns how many, 0 for one that has not been. */
  private pushKnown(value: object): number {
    const known = this.forms.known.get(value);
    if (known === undefined || !isSequence(known)) return 0;
    const base = this.top;
    this.unfold(known);
    return this.top - base;
  }

  private unfold(number: number): void {
    const sequence = number >> 1;
    const from = this.sequences.startOf(sequence);
    const to = from + this.sequences.lengthOf(sequence);
    for (let at = from; at < to; at++) {
      const part = this.sequences.ints[at]!;
      if (part > 0 && (part & 1) === 1 && this.sequences.kindOf(part >> 1) === GROUP) this.unfold(part);
      else {
        // Worked out before the stack is read: it may need a longer stack, which replaces this one.
        const top = this.push(1);
        this.stack[top] = part;
      }
    }
  }

  /** The number of the sequence that stands on the stack from `base` on, which it overwrites. */
  private fold(kind: number, base: number, length: number): number {
    const { stack } = this;
    let count = length;
    while (count > PARTS_MAX) {
      let groups = 0;
      for (let from = 0; from < count; from += GROUP_SIZE) {
        const to = Math.min(count, from + GROUP_SIZE);
        stack[base + groups++] = this.sequence(GROUP, base + from, base + to);
      }
      count = groups;
    }
    return this.sequence(kind, base, base + count);
  }

  /** The number of what stands on the stack from one index to before another. */
  private sequence(kind: number, from: number, to: number): number {
    const { stack, heights } = this;
    const sequence = this.sequences.number(kind, stack, from, to);
    if (sequence === heights.length) {
      let height = 0;
      for (let at = from; at < to; at++) {
        const part = stack[at]!;
        if (part > 0 && (part & 1) === 1) height = Math.max(height, heights[part >> 1]!);
      }
      heights.push(kind === GROUP ? height : height + 1);
    }
    return 2 * sequence + 1;
  }

  /** Makes room on the stack. Returns where it begins. */
  private push(count: number): number {
    const base = this.top;
    this.top += count;
    if (this.top > this.stack.length) {
      const longer = new Int32Array(2 * this.top);
      longer.set(this.stack);
      this.stack = longer;
    }
    return base;
  }
}

/**
 * A negative number for a key that is an array index. JavaScript lists such keys first, in ascending order, which that of their numbers
 * is, too: they need no sorting and no looking up.
 */
function indexNumber(key: string): number | undefined {
  const first = key.charCodeAt(0);
  const isIndex = first >= ZERO && first <= NINE && key.length <= INDEX_DIGITS_MAX;
  if (!isIndex || (first === ZERO && key.length > 1)) return undefined;
  let index = 0;
  for (let at = 0; at < key.length; at++) {
    const digit = key.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    index = 10 * index + digit;
  }
  return index - INDEX_BASE;
}

const ZERO = '0'.charCodeAt(0);
const NINE = '9'.charCodeAt(0);
/** Indices of so many digits stay below 2^31. */
const INDEX_DIGITS_MAX = 9;

/** Whether a number is that of an object with parts. */
const isSequence = (number: number): boolean => (number & 1) === 1;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
