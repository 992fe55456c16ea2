import { readFileSync } from 'node:fs';
import { Draw } from '../draw.js';

const BITS_OF_BYTE = 8;
const WORD_BYTES = 4;
/** A byte chooses among so many experts at most. */
const BYTE_VALUES = 256;

/** Told of each choice: the rank and number of the token, and the expert. */
export type OnChoice = (rank: number, token: number, expert: number) => void;

/** Experts that are drawn for the tokens of each rank: each token chooses `topK` different ones, all of them alike. */
export interface ExpertDraw {
  /**
   * @param tokensOf a rank, a whole number
   * @returns how many tokens have chosen an expert, by the turn of their rank (rank modulo turns) and the expert; the same array each time
   */
  next(ranks: number, tokensOf: (rank: number) => number): Int32Array;
}

/**
 * @param isEven whether each rank has as many tokens as any other
 * @param turns senders take turns in so many ways of reaching experts, for which it is counted apart
 * @param seed any 32-bit integer
 */
export function drawExperts(
  experts: number,
  topK: number,
  turns: number,
  seed: number,
  isEven: boolean,
): ExpertDraw {
  return isEven && topK === EIGHT && isByteWise(experts)
    ? new EightOfBytes(experts, turns, seed)
    : new OneAfterOther(experts, topK, turns, seed);
}

/** Where the experts are a power of two up to 256, a random word is good for four of them. */
const isByteWise = (experts: number): boolean => experts <= BYTE_VALUES && (experts & (experts - 1)) === 0;

/** Any numbers of experts. */
export class OneAfterOther implements ExpertDraw {
  private readonly draw: Draw;
  private readonly counts: Int32Array;
  /** By expert: the token that chose it last. */
  private readonly chosenBy: Int32Array;
  private token = 0;

  /** Parameters as of `drawExperts`. */
  constructor(
    private readonly experts: number,
    private readonly topK: number,
    private readonly turns: number,
    seed: number,
  ) {
    this.draw = new Draw(seed);
    this.counts = new Int32Array(turns * experts);
    this.chosenBy = new Int32Array(experts).fill(-1);
  }

  next(ranks: number, tokensOf: (rank: number) => number, onChoice?: OnChoice): Int32Array {
    const { draw, counts, chosenBy, experts, topK, turns } = this;
    const fromByte = isByteWise(experts);
    counts.fill(0);
    let word = 0;
    let bytes = 0;
    for (let rank = 0; rank < ranks; rank++) {
      const row = (rank % turns) * experts;
      const tokens = tokensOf(rank);
      for (let each = 0; each < tokens; each++) {
        const token = this.token++ & 0x7fffffff;
        for (let left = topK; left > 0;) {
          let expert: number;
          if (fromByte) {
            if (bytes === 0) {
              word = draw.word();
              bytes = WORD_BYTES;
            }
            expert = word & (experts - 1);
            word >>>= BITS_OF_BYTE;
            bytes--;
          } else expert = draw.below(experts);
          if (chosenBy[expert] === token) continue;
          chosenBy[expert] = token;
          left--;
          counts[row + expert]!++;
          onChoice?.(rank, each, expert);
        }
      }
    }
    return counts;
  }
}

const EIGHT = 8;
const PAGE_BYTES = 65_536;

/** See `assembly/index.ts`. */
interface EightExports {
  start(s0High: number, s0Low: number, s1High: number, s1Low: number): void;
  countsAt(): number;
  draw(ranks: number, tokens: number, experts: number, turns: number): void;
}

/** Node.js has it; its types do not. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (descriptor: { initial: number }) => {
    readonly buffer: ArrayBuffer;
    grow(pages: number): void;
  };
  readonly Instance: new (
    module: object,
    imports: { env: { memory: object } },
  ) => { readonly exports: object };
};

let compiled: object | undefined;

/** The same draws where each rank has as many tokens, and each token chooses eight experts by a byte each, as most models have it: a fifth of the time, and for many layers that is most of a run. */
class EightOfBytes implements ExpertDraw {
  private readonly exports: EightExports;
  private readonly counts: Int32Array;

  constructor(
    private readonly experts: number,
    private readonly turns: number,
    seed: number,
  ) {
    compiled ??= new WebAssembly.Module(readFileSync(new URL('./expert-draw.wasm', import.meta.url)));
    const memory = new WebAssembly.Memory({ initial: 1 });
    this.exports = new WebAssembly.Instance(compiled, { env: { memory } }).exports as EightExports;
    const at = this.exports.countsAt();
    const bytes = turns * experts * Int32Array.BYTES_PER_ELEMENT;
    memory.grow(Math.ceil((at + bytes) / PAGE_BYTES) - 1);
    this.counts = new Int32Array(memory.buffer, at, turns * experts);
    this.exports.start(...new Draw(seed).state());
  }

  next(ranks: number, tokensOf: (rank: number) => number): Int32Array {
    this.exports.draw(ranks, tokensOf(0), this.experts, this.turns);
    return this.counts;
  }
}
