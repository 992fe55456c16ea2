import { type Levels, levelsOf } from '../../src/cloudmatrix/int8/quantised.js';

export type NumberRows = readonly (readonly number[])[];

/** x times w transposed as one would write it at first: arrays of arrays of numbers. */
export function multiplyNumberArrays(x: NumberRows, w: NumberRows): NumberRows {
  return x.map((token) =>
    w.map((channel) => {
      let sum = 0;
      for (let k = 0; k < token.length; k++) sum += token[k]! * channel[k]!;
      return sum;
    }),
  );
}

export function numberRows(levels: Levels): NumberRows {
  return Array.from({ length: levels.rows }, (_, row) => Array.from(levelsOf(levels, row)));
}
