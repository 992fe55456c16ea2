import { LEVEL_MAX } from '../../src/cloudmatrix/int8/accumulator.js';
import { Draw } from '../../src/cloudmatrix/draw.js';
import type { Levels } from '../../src/cloudmatrix/int8/quantised.js';

/** Shape of a product: tokens x length times length x channels. */
export interface GemmSize {
  readonly tokens: number;
  readonly length: number;
  readonly channels: number;
}

/** Both factors by rows: a row of x is a token, a row of w an output channel. */
export interface GemmProblem {
  readonly x: Levels;
  readonly w: Levels;
}

const SEED = 1;

/**
 * Levels at random, the same ones for a size. The first token and the first two channels are the largest and the smallest
 * levels throughout, so that an accumulator too narrow for them shows.
 */
export function drawProblem({ tokens, length, channels }: GemmSize): GemmProblem {
  const draw = new Draw(SEED);
  const x = drawLevels(draw, tokens, length);
  const w = drawLevels(draw, channels, length);
  x.levels.fill(LEVEL_MAX, 0, length);
  w.levels.fill(LEVEL_MAX, 0, length);
  w.levels.fill(-LEVEL_MAX, length, 2 * length);
  return { x, w };
}

function drawLevels(draw: Draw, rows: number, columns: number): Levels {
  const levels = new Int8Array(rows * columns);
  for (let at = 0; at < levels.length; at++) levels[at] = draw.below(2 * LEVEL_MAX + 1) - LEVEL_MAX;
  return { rows, columns, levels };
}
