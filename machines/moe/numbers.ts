import { Draw } from '../../src/cloudmatrix/draw.js';
import { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import type { ExpertWeights } from '../../src/cloudmatrix/int8/expert-ffn.js';
import { gaussianMatrix } from '../../src/cloudmatrix/int8/gaussian-matrix.js';
import { type Matrix, rowOf } from '../../src/cloudmatrix/int8/matrix.js';
import { bf16Bytes, bf16From, tokenBytes, tokenFrom } from '../../src/cloudmatrix/int8/message.js';
import type { RealExpertWeights } from '../../src/cloudmatrix/int8/real.js';
import { ROUTED_SCALING } from '../../src/cloudmatrix/paper/model.js';
import type { Copy, Payload } from '../die/window-protocol.js';
import { SHARED_EXPERT } from './placement.js';

/**
 * The numbers that tokens carry, where a network computes with them: everything is drawn from a seed, so that messages are the
 * same in every run, and nothing but the protocol decides what becomes of them.
 */
export interface Numbers {
  /** Elements of a token. */
  readonly hidden: number;
  /** Elements of an expert's inner layer. */
  readonly intermediate: number;
  /**
   * Results of all experts are of one size; or of each three experts two give the same large result with opposite signs, beside
   * which the third's is lost if it is added between them: the order of such a sum shows.
   */
  readonly experts: 'alike' | 'cancelling';
  readonly seed: number;
}

/** A token of a die in one item. */
export type TokenId = Pick<Copy, 'item' | 'source' | 'token'>;

/** How much larger cancelling results are than others: FP32's digits leave three of the small one's. */
const CANCELLING_EXPONENT = 20;

/** Experts of which two cancel. */
const GROUP = 3;

/** What an expert's weights are drawn by, and how large and of which sign its results are. */
function placeInGroup({ experts }: Numbers, expert: number): { key: number; factor: number } {
  const place = expert % GROUP;
  if (experts === 'alike' || expert === SHARED_EXPERT || place === 0) return { key: expert, factor: 1 };
  const size = 2 ** CANCELLING_EXPONENT;
  return { key: expert - place + 1, factor: place === 1 ? size : -size };
}

const arithmetic = new Int8Arithmetic();

/** The hidden state of a token: BF16 numbers, normally distributed. */
export function tokenRow(numbers: Numbers, { item, source, token }: TokenId): Matrix {
  return gaussianMatrix(new Draw(seedOf(numbers, 'token', item, source, token)), 1, numbers.hidden, 1);
}

/** What the gate multiplies each of a token's results with, by key offset: those of chosen experts sum to the model's 2.5. */
export function gateWeights(numbers: Numbers, id: TokenId, experts: readonly number[]): number[] {
  const { item, source, token } = id;
  // Two that cancel have the same weight, or they would not.
  const shares = experts.map((expert) => {
    const { key } = placeInGroup(numbers, expert);
    return 1 + new Draw(seedOf(numbers, 'gate', item, source, token, key)).unit();
  });
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

/** The weights of an expert, as they are before they are quantised. */
export function weightsOf(numbers: Numbers, expert: number): RealExpertWeights {
  const { hidden, intermediate } = numbers;
  const { key, factor } = placeInGroup(numbers, expert);
  const draw = new Draw(seedOf(numbers, 'expert', key));
  return {
    gate: gaussianMatrix(draw, intermediate, hidden, 1 / Math.sqrt(hidden)),
    up: gaussianMatrix(draw, intermediate, hidden, 1 / Math.sqrt(hidden)),
    down: gaussianMatrix(draw, hidden, intermediate, factor / Math.sqrt(intermediate)),
  };
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

/** Seeds of different things, apart from each other. */
function seedOf({ seed }: Numbers, what: string, ...numbers: readonly number[]): number {
  return [...numbers, what.charCodeAt(0)].reduce(
    (hash, number) => Math.imul(hash ^ number, HASH_PRIME),
    seed,
  );
}

/** Of the hash FNV-1a. */
const HASH_PRIME = 0x01000193;
