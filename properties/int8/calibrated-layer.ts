import * as fc from 'fast-check';
import type { Matrix } from '../../src/cloudmatrix/int8/matrix.js';
import { exponentsOf } from './products.js';
import { kindsWithout, lengths, matrixFrom, type MatrixRecipe, seeds } from './rows.js';
import type { Subject } from './subject.js';

/** Calibration data of one layer: tokens, and output channels. */
export interface LayerRecipe {
  readonly length: number;
  readonly x: MatrixRecipe['rows'];
  readonly w: MatrixRecipe['rows'];
  /** Of the factors. */
  readonly seed: number;
}

/** Channels of a layer that is calibrated. */
const CHANNELS_MAX = 4;

/** The length of most rows: what is said here does not depend on it. */
const LENGTH_MAX = 256;

export function layers(subject: Subject): fc.Arbitrary<LayerRecipe> {
  const row = fc.record({
    kind: fc.constantFrom(...kindsWithout()),
    exponent: fc.integer(exponentsOf(subject)),
    seed: seeds(),
  });
  return fc.record({
    length: lengths(Math.min(subject.hidden, LENGTH_MAX)),
    x: fc.array(row, { minLength: 1, maxLength: subject.tokens }),
    w: fc.array(row, { minLength: 1, maxLength: CHANNELS_MAX }),
    seed: seeds(),
  });
}

export function layerFrom(
  { length, x, w }: LayerRecipe,
  { dtype }: Pick<Subject, 'dtype'>,
): { x: Matrix; w: Matrix } {
  return { x: matrixFrom({ length, rows: x }, dtype), w: matrixFrom({ length, rows: w }, dtype) };
}

const isNotZero = ({ x, w }: LayerRecipe) => [x, w].every((side) => side.some(({ kind }) => kind !== 'zero'));

export const witness = { title: 'a layer that is not zero', isMet: isNotZero };
