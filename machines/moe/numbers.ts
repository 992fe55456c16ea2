import { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import type { ExpertWeights } from '../../src/cloudmatrix/int8/expert-ffn.js';
import { rowOf } from '../../src/cloudmatrix/int8/matrix.js';
import { bf16Bytes, bf16From, tokenBytes, tokenFrom } from '../../src/cloudmatrix/int8/message.js';
import { ROUTED_SCALING } from '../../src/cloudmatrix/paper/model.js';
import type { Copy, Payload } from '../die/window-protocol.js';
import { gateShare, type Numbers, type TokenId, tokenRow, weightsOf } from './drawn-numbers.js';
import { SHARED_EXPERT } from './placement.js';

/** What the operators and experts make of the numbers that tokens carry (docs/paper/facts.md 4.3 and 11.1). */

const arithmetic = new Int8Arithmetic();

/** What the gate multiplies each of a token's results with, by key offset: those of chosen experts sum to the model's 2.5. */
function gateWeights(numbers: Numbers, id: TokenId, experts: readonly number[]): number[] {
  const shares = experts.map((expert) => gateShare(numbers, id, expert));
  const total = shares.reduce((sum, share, at) => (experts[at] === SHARED_EXPERT ? sum : sum + share), 0);
  return shares.map((share, at) =>
    experts[at] === SHARED_EXPERT ? 1 : Math.fround((ROUTED_SCALING * share) / total),
  );
}

/** FusedDispatch, stage 2 of its send pipeline: the token in INT8, by the product form. */
export function quantisedToken(numbers: Numbers, id: TokenId): Payload {
  const quantised = arithmetic.quantiseByProduct(tokenRow(numbers, id));
  return { of: 'token', bytes: tokenBytes(quantised, 0) };
}

/** The expert's FFN: the result for one token, in BF16. */
export function expertResult(numbers: Numbers, { expert, payload }: Copy): Payload {
  if (payload?.of !== 'token') return { of: 'result', bytes: '' };
  const { output } = arithmetic.expert(
    tokenFrom(payload.bytes, 'product'),
    quantisedWeightsOf(numbers, expert),
  );
  return { of: 'result', bytes: bf16Bytes(rowOf(output, 0)) };
}

/** A token's results, added up. */
export interface CombinedToken {
  readonly token: number;
  /** Experts that the gate chose, and the shared one, by key offset. */
  readonly experts: readonly number[];
  /** In BF16: see `bf16Bytes`. */
  readonly output: string;
}

/**
 * FusedCombine, step 3: the weighted sum of a token's results.
 *
 * @param arrived in the order of arrival
 */
export function combinedToken(
  numbers: Numbers,
  id: TokenId,
  experts: readonly number[],
  arrived: readonly Copy[],
): CombinedToken {
  const weights = gateWeights(numbers, id, experts);
  const contributions = arrived.map(({ choice, payload }) => ({
    slot: choice,
    row: bf16From(payload?.of === 'result' ? payload.bytes : ''),
    weight: weights[choice]!,
  }));
  const { output } = arithmetic.combine(contributions);
  return { token: id.token, experts, output: bf16Bytes(output) };
}

/** They are quantised once, as a model's are: by expert, and what the numbers are drawn by. */
const quantisedWeights = new Map<string, ExpertWeights>();

function quantisedWeightsOf(numbers: Numbers, expert: number): ExpertWeights {
  const key = JSON.stringify([numbers, expert]);
  const known = quantisedWeights.get(key);
  if (known !== undefined) return known;
  const { gate, up, down } = weightsOf(numbers, expert);
  const quantised = {
    gate: arithmetic.quantise(gate),
    up: arithmetic.quantise(up),
    down: arithmetic.quantise(down),
  };
  quantisedWeights.set(key, quantised);
  return quantised;
}
