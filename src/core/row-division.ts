import { CellGroups, type StateSample } from './cell-groups.js';

/** Which part each cell of a row belongs to. */
export interface RowDivision {
  readonly partOfCell: readonly number[];
  readonly parts: number;
}

const WORD_BITS = 32;
const WORD_BYTES = 4;
/** Bytes of a row's slots in a part's index. */
const INDEX_BYTES = 6;
/** What a state takes besides its row. */
const BESIDE_ROW_BYTES = 6;
/** Rows are divided where states are expected to take this share of what they did, or less. */
const SHARE_MAX = 0.7;
const PARTS_MAX = 3;
const PARTS_MIN = 2;

/** States that are looked at until there are few groups of cells, groups, and states that are looked at then. */
const FEW_STATES = 512;
const GROUPS = 24;
export const SAMPLE_STATES = 4_096;
/** Cells are looked at one by one where there are no more of them. */
const SINGLE_CELLS_MAX = 160;

/**
 * Divides the cells of rows into two or three parts, so that the rows of each part are few; `undefined` where that saves too little.
 *
 * @param widths bits by cell
 * @param words of a row
 * @param stateCount states that the sample is from, at equal distances
 */
function divisionFor(
  widths: readonly number[],
  words: number,
  sample: StateSample,
  stateCount: number,
): RowDivision | undefined {
  let bytesMax = SHARE_MAX * (WORD_BYTES * words + BESIDE_ROW_BYTES) - BESIDE_ROW_BYTES;
  // Before anything is counted: the tables take something, too.
  if (WORD_BYTES * PARTS_MIN >= bytesMax) return undefined;
  const groups = groupsOf(widths, sample);
  let best: RowDivision | undefined;
  for (let parts = PARTS_MAX; parts >= PARTS_MIN; parts--) {
    groups.uniteTo(parts);
    const bytes = expectedBytes(groups, sample.count, stateCount);
    // There may be fewer cells than parts.
    if (groups.cells.length < parts || bytes > bytesMax) continue;
    bytesMax = bytes;
    // Cells that have only been 0 are the first part's, if they ever come to have bits.
    const partOfCell = new Array<number>(widths.length).fill(0);
    groups.cells.forEach((cells, part) => {
      for (const cell of cells) partOfCell[cell] = part;
    });
    best = { partOfCell, parts };
  }
  return best;
}

/** From how many states on rows are divided, and how. Tests set it otherwise. */
export const DIVISION = { from: 1 << 17, divisionFor };

/** In many states there are more different values of a group than in a sample: as many more as the whole sample has than half of it, for each doubling. */
function expectedBytes({ sizes }: CellGroups, sampleCount: number, stateCount: number): number {
  const doublings = Math.log2(Math.max(1, stateCount / sampleCount));
  const tables = sizes.map(({ bits, distinct, inHalf }) => {
    const rows = distinct * (distinct / inHalf) ** doublings;
    return rows * (WORD_BYTES * Math.ceil(bits / WORD_BITS) + INDEX_BYTES);
  });
  return WORD_BYTES * sizes.length + tables.reduce((sum, bytes) => sum + bytes, 0) / stateCount;
}

function groupsOf(widths: readonly number[], sample: StateSample): CellGroups {
  const cells = [...widths.keys()].filter((cell) => widths[cell]! > 0);
  const together = Math.ceil(cells.length / SINGLE_CELLS_MAX);
  const neighbours = Array.from({ length: Math.ceil(cells.length / together) }, (_, at) =>
    cells.slice(at * together, (at + 1) * together),
  );
  const rough = new CellGroups(neighbours, widths, thinned(sample, FEW_STATES));
  rough.uniteTo(GROUPS);
  return new CellGroups(rough.cells, widths, sample);
}

/** Fewer states of a sample, at equal distances. */
function thinned({ count, cellCount, vectors }: StateSample, most: number): StateSample {
  if (count <= most) return { count, cellCount, vectors };
  const few = new Int32Array(most * cellCount);
  for (let at = 0; at < most; at++) {
    const from = Math.floor((at * count) / most) * cellCount;
    few.set(vectors.subarray(from, from + cellCount), at * cellCount);
  }
  return { count: most, cellCount, vectors: few };
}
