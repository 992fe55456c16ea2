import { GEMM_TILE } from '../paper/operators.js';

/** Matrices that the rows of several experts are multiplied with: the same size for each. */
export interface TiledShape {
  readonly groups: number;
  /** Rows of all groups together. */
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/**
 * Seconds that a product takes on so many cores: a core computes whole tiles of 128 x 152 results (docs/paper/facts.md 11.5), and all wait for the one that
 * has most of them.
 */
export function tiledSeconds(
  { groups, rows, columns, depth }: TiledShape,
  cores: number,
  opsPerSecondOfCore: number,
): number {
  const tiles = groups * Math.ceil(rows / groups / GEMM_TILE.rows) * Math.ceil(columns / GEMM_TILE.columns);
  const opsOfTile = 2 * GEMM_TILE.rows * GEMM_TILE.columns * depth;
  return (Math.ceil(tiles / cores) * opsOfTile) / opsPerSecondOfCore;
}
