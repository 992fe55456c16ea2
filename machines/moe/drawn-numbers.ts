import { Draw } from '../../src/cloudmatrix/draw.js';
import { gaussianMatrix } from '../../src/cloudmatrix/int8/gaussian-matrix.js';
import type { Matrix } from '../../src/cloudmatrix/int8/matrix.js';
import type { RealExpertWeights } from '../../src/cloudmatrix/int8/real.js';
import type { Copy } from '../die/window-protocol.js';
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

/** The hidden state of a token: BF16 numbers, normally distributed. */
export function tokenRow(numbers: Numbers, { item, source, token }: TokenId): Matrix {
  return gaussianMatrix(new Draw(seedOf(numbers, 'token', item, source, token)), 1, numbers.hidden, 1);
}

/** How much the gate makes of an expert for a token, before its shares are made to sum to anything: in [1, 2). */
export function gateShare(numbers: Numbers, { item, source, token }: TokenId, expert: number): number {
  // Two that cancel have the same weight, or they would not.
  const { key } = placeInGroup(numbers, expert);
  return 1 + new Draw(seedOf(numbers, 'gate', item, source, token, key)).unit();
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

/** Seeds of different things, apart from each other. */
function seedOf({ seed }: Numbers, what: string, ...numbers: readonly number[]): number {
  return [...numbers, what.charCodeAt(0)].reduce(
    (hash, number) => Math.imul(hash ^ number, HASH_PRIME),
    seed,
  );
}

/** Of the hash FNV-1a. */
const HASH_PRIME = 0x01000193;
