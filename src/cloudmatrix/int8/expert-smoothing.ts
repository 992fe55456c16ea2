import { matrix, type Matrix, rowOf } from './matrix.js';
import type { Quantised } from './quantised.js';
import type { Factors } from './smoothing.js';

/** Smoothing factors of the input channels, by expert. */
export type ExpertFactors = readonly Factors[];

/** One of the experts that the gate has chosen for a token. */
export interface ChosenExpert {
  readonly expert: number;
  /** Key offset: which of the token's choices it is. */
  readonly choice: number;
}

/** What the payloads of a token are made of: see `Int8Arithmetic`. */
interface Parts {
  factorsFor(factors: ExpertFactors, chosen: ChosenExpert): Factors;
  smoothRow(row: Float32Array, factors: Factors): Float32Array;
  quantiseByProduct(whole: Matrix): Quantised;
}

/**
 * What FusedDispatch sends of a token where layers are smoothed (docs/paper/facts.md 4.3 and 11.1; the public dispatch kernels index
 * their smooth scales by expert, docs/paper/int8-bounds.md): the factors are part of an expert's weights, so that each copy is
 * divided by those of its own expert and has a scale of its own. The copies of a token are as many payloads.
 *
 * @param token a row of K numbers
 * @param experts the experts that it is sent to, by key offset
 * @returns a row for each of them
 */
export function expertPayloads(
  token: Matrix,
  experts: readonly number[],
  factors: ExpertFactors,
  parts: Parts,
): Quantised {
  const smoothed = matrix(experts.length, token.columns);
  experts.forEach((expert, choice) => {
    const own = parts.factorsFor(factors, { expert, choice });
    smoothed.values.set(parts.smoothRow(rowOf(token, 0), own), choice * token.columns);
  });
  return parts.quantiseByProduct(smoothed);
}
