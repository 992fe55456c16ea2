import { expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { matrixOf } from '../../../src/cloudmatrix/int8/matrix.js';
import { levelsOf } from '../../../src/cloudmatrix/int8/quantised.js';

const arithmetic = new Int8Arithmetic();

it('divides each copy of a token by the factors of its expert, and quantises it with a scale of its own', () => {
  const factors = [Float32Array.of(1, 1), Float32Array.of(2, 1), Float32Array.of(1, 2)];
  const payloads = arithmetic.expertPayloads(matrixOf([[254, 127]]), [2, 0, 1], factors);
  expect(payloads).toMatchObject({ rows: 3, columns: 2 });
  expect([0, 1, 2].map((choice) => [...levelsOf(payloads, choice)])).toEqual([
    [127, 32],
    [127, 64],
    [127, 127],
  ]);
  expect([...payloads.scales]).toEqual([2, 2, 1]);
});

it('sends nothing of a token that is sent to nobody', () => {
  expect(arithmetic.expertPayloads(matrixOf([[1, 2]]), [], [])).toMatchObject({ rows: 0, columns: 2 });
});
