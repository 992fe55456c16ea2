/** How close a claim comes to what physics, or counting, allows: above 1 it cannot be. */
export interface BoundRatio {
  readonly name: string;
  readonly ratio: number;
  readonly meaning: string;
}

/** What a figure may be off by, for sums of floating-point numbers in another order. */
const TOLERANCE = 1e-9;

/** How close a figure comes to the least that it can be. */
export const atLeast = (found: number, least: number): number => least / found / (1 + TOLERANCE);

/** How far a count is from what it must be. */
export const exactly = (found: number, due: number): number => Math.abs(found / due - 1) / TOLERANCE;
