import { type Numbers, type TokenId, tokenRow, weightsOf } from '../../machines/moe/drawn-numbers.js';
import type { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import type { Combined } from '../../src/cloudmatrix/int8/combine.js';
import type { ExpertResult, ExpertWeights } from '../../src/cloudmatrix/int8/expert-ffn.js';
import { bf16From, tokenBytes, tokenFrom } from '../../src/cloudmatrix/int8/message.js';
import type { Quantised } from '../../src/cloudmatrix/int8/quantised.js';
import { gateWeights } from './gate.js';

/** A result on its way into a token's sum. */
export interface ArrivedResult {
  readonly choice: number;
  readonly bytes: string;
}

/**
 * What an arithmetic makes of the tokens and weights that a network's numbers are: the right one, to judge by; or a wrong one, for a
 * fault. Nothing of what the charts compute goes into it.
 */
export class Computed {
  /** By expert: quantised once, as a model's are. */
  private readonly weights = new Map<number, ExpertWeights>();

  constructor(
    readonly arithmetic: Int8Arithmetic,
    private readonly numbers: Numbers,
  ) {}

  /** A token as it is sent, in hexadecimal. */
  tokenBytes(id: TokenId): string {
    return tokenBytes(this.arithmetic.quantiseByProduct(tokenRow(this.numbers, id)), 0);
  }

  /** What a receiver makes of such bytes. */
  received(bytes: string): Quantised {
    return tokenFrom(bytes, 'product');
  }

  /** What an expert makes of a token that it has received. */
  result(expert: number, bytes: string): ExpertResult {
    return this.arithmetic.expert(this.received(bytes), this.weightsOf(expert));
  }

  private weightsOf(expert: number): ExpertWeights {
    const known = this.weights.get(expert);
    if (known !== undefined) return known;
    const { gate, up, down } = weightsOf(this.numbers, expert);
    const quantised = {
      gate: this.arithmetic.quantise(gate),
      up: this.arithmetic.quantise(up),
      down: this.arithmetic.quantise(down),
    };
    this.weights.set(expert, quantised);
    return quantised;
  }

  /** A token's results, added up. @param experts by key offset @param arrived in the order of arrival */
  sum(id: TokenId, experts: readonly number[], arrived: readonly ArrivedResult[]): Combined {
    const weights = gateWeights(this.numbers, id, experts);
    return this.arithmetic.combine(
      arrived.map(({ choice, bytes }) => ({ slot: choice, row: bf16From(bytes), weight: weights[choice]! })),
    );
  }
}
