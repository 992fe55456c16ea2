import { RecordShapes } from './record-shapes.js';
import { ARRAY, BARE_RECORD, GROUP, type SequenceTable } from './sequence-table.js';

/** A negative number stands for a key that is an array index. */
export const INDEX_BASE = 2 ** 31;

/** One frozen object for each number of an object: made when it is asked for first, of nothing but what the number stands for. */
export class CanonicalForms {
  /** Numbers of the forms that have been made. */
  readonly known = new Map<object, number>();
  /** By half the number of a value without parts. */
  readonly leaves: unknown[] = [];
  /** By half the number of an object. */
  private readonly forms: (object | undefined)[] = [];
  private readonly shapes = new RecordShapes();

  constructor(private readonly sequences: SequenceTable) {}

  /** The canonical form of what has a number: even for values without parts, odd for objects. */
  of(number: number): unknown {
    if ((number & 1) === 0) return this.leaves[number >> 1];
    return this.forms[number >> 1] ?? this.make(number);
  }

  private make(number: number): object {
    const sequence = number >> 1;
    const parts: number[] = [];
    this.unfold(sequence, parts);
    const kind = this.sequences.kindOf(sequence);
    const form = Object.freeze(kind === ARRAY ? this.array(parts) : this.record(parts, kind));
    while (this.forms.length <= sequence) this.forms.push(undefined);
    this.forms[sequence] = form;
    this.known.set(form, number);
    return form;
  }

  private array(parts: readonly number[]): unknown[] {
    const form = new Array<unknown>(parts.length);
    for (let at = 0; at < parts.length; at++) form[at] = this.of(parts[at]!);
    return form;
  }

  /** @param parts numbers of keys and values, alternating */
  private record(parts: readonly number[], kind: number): object {
    const numbers: number[] = [];
    for (let at = 0; at < parts.length; at += 2) numbers.push(parts[at]!);
    const { canonical } = this.shapes.of(numbers, (index) => this.key(numbers[index]!));
    const form: Record<string | number, unknown> = {};
    for (let at = 0; at < numbers.length; at++) {
      const index = canonical === undefined ? at : canonical[at]!;
      const number = numbers[index]!;
      const value = this.of(parts[2 * index + 1]!);
      if (number < 0) {
        form[number + INDEX_BASE] = value;
        continue;
      }
      const key = this.leaves[number >> 1] as string;
      if (key === '__proto__') Object.defineProperty(form, key, { value, enumerable: true });
      else form[key] = value;
    }
    return kind === BARE_RECORD ? (Object.setPrototypeOf(form, null) as object) : form;
  }

  private key(number: number): string {
    return number < 0 ? String(number + INDEX_BASE) : (this.leaves[number >> 1] as string);
  }

  private unfold(sequence: number, parts: number[]): void {
    const { ints } = this.sequences;
    const from = this.sequences.startOf(sequence);
    const to = from + this.sequences.lengthOf(sequence);
    for (let at = from; at < to; at++) {
      const part = ints[at]!;
      if (part > 0 && (part & 1) === 1 && this.sequences.kindOf(part >> 1) === GROUP)
        this.unfold(part >> 1, parts);
      else parts.push(part);
    }
  }
}
