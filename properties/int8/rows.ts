import * as fc from 'fast-check';
import { Draw } from '../../src/cloudmatrix/draw.js';
import { exponentOf, toBf16 } from '../../src/cloudmatrix/int8/float-bits.js';
import { type Matrix, matrixOf } from '../../src/cloudmatrix/int8/matrix.js';
import { BF16_UNIT } from '../../src/cloudmatrix/int8/rounding.js';

/** The numbers that activations and weights are made of: what the type can hold, and no more. */
export type DtypeRange = 'bf16' | 'fp16' | 'fp32';

/** Powers of two that scale rows, by type, so that the largest numbers stay finite and their scales normal. */
const EXPONENTS: Readonly<Record<DtypeRange, { readonly min: number; readonly max: number }>> = {
  bf16: { min: -60, max: 50 },
  fp16: { min: -10, max: 6 },
  fp32: { min: -60, max: 50 },
};

/** How a row is made. What is first is what fast-check shrinks to. */
const KINDS = [
  'gaussian',
  'uniform',
  'heavy tails',
  'one outlier',
  'half-integers',
  'near half-integers',
  'powers of two',
  'all extremes',
  'one number',
  'pinned',
  'just above 1',
  'ones beside 255',
  'any bits',
  'zero',
] as const;

export type RowKind = (typeof KINDS)[number];

/** Everything that makes a row, so that it can be printed in a line and made again. */
export interface RowRecipe {
  readonly kind: RowKind;
  readonly length: number;
  /** Power of two that the row is multiplied by. */
  readonly exponent: number;
  /** Of what is drawn at random in it. */
  readonly seed: number;
}

/** Weight of most kinds' outlier over the rest, as a power of two. */
const OUTLIER_EXPONENT_MAX = 10;

/** The tight input of docs/paper/int8-bounds.md for a dot product: the scale is 1, and all but the pinned first element are ties. */
export const PINNED_REST = 126.5;

const makers: Readonly<Record<RowKind, (draw: Draw) => (at: number) => number>> = {
  gaussian: (draw) => () => draw.gaussian(),
  uniform: (draw) => () => 2 * draw.unit() - 1,
  'heavy tails': (draw) => () => draw.gaussian() / Math.max(0.01, Math.abs(draw.gaussian())),
  'one outlier': (draw) => {
    const outlier = 2 ** draw.below(OUTLIER_EXPONENT_MAX);
    return (at) => (at === 0 ? outlier * draw.sign() : draw.gaussian());
  },
  'half-integers': (draw) => (at) => (at === 0 ? 127 : (draw.below(127) + 0.5) * draw.sign()),
  'near half-integers': (draw) => {
    const largest = 1 + draw.unit();
    const step = largest / 127;
    // Within a few units in the last place of a half-integer multiple of the scale.
    return (at) =>
      at === 0
        ? largest
        : (draw.below(127) + 0.5) * step * (1 + (draw.below(5) - 2) * 2 ** -23) * draw.sign();
  },
  'powers of two': (draw) => () => 2 ** -draw.below(16) * draw.sign(),
  'all extremes': (draw) => () => 127 * draw.sign(),
  'one number': (draw) => (at) => (at === 0 ? draw.gaussian() : 0),
  // Below 255/254, so that the outlier erases them.
  'ones beside 255': () => (at) => (at === 0 ? 255 : 1),
  // The tight input of BF16: half-way between 1 and the number after it.
  'just above 1': () => () => 1 + BF16_UNIT,
  pinned: () => (at) => (at === 0 ? 127 : PINNED_REST),
  // Fractions of any bits, exponents within 40 powers of two.
  'any bits': (draw) => () => anyFraction(draw),
  zero: () => () => 0,
};

function anyFraction(draw: Draw): number {
  const fraction = 1 + (draw.word() >>> 9) * 2 ** -23;
  return fraction * 2 ** -draw.below(40) * draw.sign();
}

/** The row of a recipe, in numbers of the type; those near half-integers are of FP32, as no coarser type has them. */
export function rowFrom({ kind, length, exponent, seed }: RowRecipe, given: DtypeRange): Float32Array {
  const make = makers[kind](new Draw(seed));
  const dtype = kind === 'near half-integers' ? 'fp32' : given;
  const scale = 2 ** exponent;
  const row = new Float32Array(length);
  // Written out: `from` takes several times as long as all the rest.
  for (let at = 0; at < length; at++) row[at] = rounded(make(at) * scale, dtype);
  return row;
}

function rounded(x: number, dtype: DtypeRange): number {
  switch (dtype) {
    case 'bf16':
      return toBf16(x);
    case 'fp16':
      return toFp16(x);
    case 'fp32':
      return Math.fround(x);
  }
}

/** Spacing and range of FP16: 11 digits, exponents from -14 to 15. */
const FP16 = { digits: 11, exponentMin: -14, max: 65_504 } as const;

function toFp16(x: number): number {
  if (x === 0) return x;
  const exponent = Math.max(FP16.exponentMin, exponentOf(x));
  const spacing = 2 ** (exponent - FP16.digits + 1);
  return Math.max(-FP16.max, Math.min(FP16.max, Math.round(x / spacing) * spacing));
}

/** What recipes are drawn from. */
export interface RowOptions {
  readonly dtype: DtypeRange;
  /** The longest row: most are far shorter. */
  readonly lengthMax: number;
  readonly kinds?: readonly RowKind[];
  readonly exponents?: { readonly min: number; readonly max: number };
}

/** Shares of lengths: most rows are short, some long, a few the longest. */
export function lengths(max: number): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 90, arbitrary: fc.integer({ min: 1, max: Math.min(64, max) }) },
    { weight: 9, arbitrary: fc.integer({ min: 1, max: Math.min(1_024, max) }) },
    { weight: 1, arbitrary: fc.constant(max) },
  );
}

export const seeds = (): fc.Arbitrary<number> => fc.integer({ min: 0, max: 0x7fffffff });

/** Recipes of rows. */
export function rows({ dtype, lengthMax, kinds = KINDS, exponents }: RowOptions): fc.Arbitrary<RowRecipe> {
  return fc.record({
    kind: fc.constantFrom(...kinds),
    length: lengths(lengthMax),
    exponent: fc.integer(exponents ?? EXPONENTS[dtype]),
    seed: seeds(),
  });
}

/** Rows of one length, each of a kind of its own. */
export interface MatrixRecipe {
  readonly length: number;
  readonly rows: readonly Omit<RowRecipe, 'length'>[];
}

export function matrices(options: RowOptions, rowsMax: number): fc.Arbitrary<MatrixRecipe> {
  const { dtype, kinds = KINDS, exponents } = options;
  return fc.record({
    length: lengths(options.lengthMax),
    rows: fc.array(
      fc.record({
        kind: fc.constantFrom(...kinds),
        exponent: fc.integer(exponents ?? EXPONENTS[dtype]),
        seed: seeds(),
      }),
      { minLength: 1, maxLength: rowsMax },
    ),
  });
}

export function matrixFrom({ length, rows }: MatrixRecipe, dtype: DtypeRange): Matrix {
  return matrixOf(rows.map((row) => rowFrom({ ...row, length }, dtype)));
}

/** All kinds but those named. */
export const kindsWithout = (...left: readonly RowKind[]): RowKind[] =>
  KINDS.filter((kind) => !left.includes(kind));
