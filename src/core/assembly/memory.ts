// Where things lie in the one memory that the core and its host share. The host writes tables (cells, sources, nodes, code); the core writes states.

/** Addresses of what the host lays out; see `src/core/memory-map.ts`. */
export let cellsAt: usize = 0;
export let cellCount: u32 = 0;
export let furtherAt: usize = 0;
export let furtherCount: u32 = 0;
export let vectorAt: usize = 0;
export let rowBytes: u32 = 4;
/** By word of a row: where the list of its cells begins; then the lists. */
let cellsOfWordsAt: usize = 0;
/** By cell: where the list of sources begins that depend on it; then the lists. */
let dependentsAt: usize = 0;
/** By cell: the bits of what is judged by it. */
let judgedByAt: usize = 0;
/** By source: its program in the state that was looked at last. */
export let programsAt: usize = 0;
/** A bit for each source: what it depends on has changed since; it has steps; somebody who is not at rest is its component. */
export let outdatedAt: usize = 0;
export let activeAt: usize = 0;
export let unrestedAt: usize = 0;
/** By cell: bits of the sources that depend on it; see `sourceBit`. */
export let dependentBitsAt: usize = 0;
export let nodesAt: usize = 0;
export let overflowAt: usize = 0;
export let overflowMask: u32 = 0;

export function layCells(
  cells: usize,
  count: u32,
  further: usize,
  furtherFields: u32,
  vector: usize,
  bytes: u32,
  cellsOfWords: usize,
): void {
  cellsOfWordsAt = cellsOfWords;
  cellsAt = cells;
  cellCount = count;
  furtherAt = further;
  furtherCount = furtherFields;
  vectorAt = vector;
  rowBytes = bytes;
}

export function layDependents(
  dependents: usize,
  programs: usize,
  outdated: usize,
  active: usize,
  unrested: usize,
  dependentBits: usize,
): void {
  dependentsAt = dependents;
  programsAt = programs;
  outdatedAt = outdated;
  activeAt = active;
  unrestedAt = unrested;
  dependentBitsAt = dependentBits;
}

export function layJudgedBy(bits: usize): void {
  judgedByAt = bits;
}

export function layNodes(nodes: usize, overflow: usize, mask: u32): void {
  nodesAt = nodes;
  overflowAt = overflow;
  overflowMask = mask;
}

/** Writes down where everything is, for the cores of other threads. Returns the end of what it wrote; `takeOver` reads it. */
export function share(at: usize): usize {
  store<usize>(at, cellsAt);
  store<u32>(at, cellCount, 4);
  store<usize>(at, furtherAt, 8);
  store<u32>(at, furtherCount, 12);
  store<u32>(at, rowBytes, 16);
  store<usize>(at, cellsOfWordsAt, 20);
  store<usize>(at, dependentsAt, 24);
  store<usize>(at, judgedByAt, 28);
  store<usize>(at, nodesAt, 32);
  store<usize>(at, overflowAt, 36);
  store<u32>(at, overflowMask, 40);
  store<usize>(at, dependentBitsAt, 44);
  return at + 48;
}

export function takeOver(at: usize): usize {
  cellsAt = load<usize>(at);
  cellCount = load<u32>(at, 4);
  furtherAt = load<usize>(at, 8);
  furtherCount = load<u32>(at, 12);
  rowBytes = load<u32>(at, 16);
  cellsOfWordsAt = load<usize>(at, 20);
  dependentsAt = load<usize>(at, 24);
  judgedByAt = load<usize>(at, 28);
  nodesAt = load<usize>(at, 32);
  overflowAt = load<usize>(at, 36);
  overflowMask = load<u32>(at, 40);
  dependentBitsAt = load<usize>(at, 44);
  return at + 48;
}

/** Bytes of what each thread has of its own, besides what it stages: the vector, and programs and bits of sources. */
export function privateBytes(sources: u32): u32 {
  return alignedBytes(cellCount) + alignedBytes(sources) + 3 * bitBytes(sources);
}

export function layPrivate(at: usize, sources: u32): void {
  vectorAt = at;
  programsAt = vectorAt + alignedBytes(cellCount);
  outdatedAt = programsAt + alignedBytes(sources);
  activeAt = outdatedAt + bitBytes(sources);
  unrestedAt = activeAt + bitBytes(sources);
}

/** Takes all bits of sources back: what a thread's own memory held before may have been anything. */
export function clearBits(sources: u32): void {
  memory.fill(outdatedAt, 0, bitBytes(sources));
  memory.fill(activeAt, 0, bitBytes(sources));
  memory.fill(unrestedAt, 0, bitBytes(sources));
}

function alignedBytes(ints: u32): u32 {
  return (ints + 1) >>> 1 << 3;
}

function bitBytes(sources: u32): u32 {
  return (sources + 63) >>> 6 << 3;
}

/** What stands in a cell of a packed row. A cell: offset of its word, shift, largest value of its first field, address of its first further one or 0. */
// @ts-ignore: decorator
@inline
export function field(row: usize, cell: u32): u32 {
  const at = cellsAt + (cell << 4);
  const value = (load<u32>(row + load<u32>(at)) >>> load<u32>(at, 4)) & load<u32>(at, 8);
  const further = load<u32>(at, 12);
  return further == 0 ? value : value | furtherBits(row, further);
}

/** Changes a cell of a packed row by the bits in which its value differs from what it was. */
// @ts-ignore: decorator
@inline
export function change(row: usize, cell: u32, difference: u32): void {
  const at = cellsAt + (cell << 4);
  const word = row + load<u32>(at);
  store<u32>(word, load<u32>(word) ^ ((difference & load<u32>(at, 8)) << load<u32>(at, 4)));
  const further = load<u32>(at, 12);
  if (further != 0) changeFurther(row, further, difference);
}

/** A further field: cell, offset of its word, shift, largest value, lowest bit of the cell's value that it has, address of the cell's next one or 0. */
const FURTHER_BYTES: u32 = 24;

function furtherBits(row: usize, first: usize): u32 {
  let bits: u32 = 0;
  for (let at = first; at != 0; at = load<u32>(at, 20))
    bits |= ((load<u32>(row + load<u32>(at, 4)) >>> load<u32>(at, 8)) & load<u32>(at, 12)) << load<u32>(at, 16);
  return bits;
}

function changeFurther(row: usize, first: usize, difference: u32): void {
  for (let at = first; at != 0; at = load<u32>(at, 20)) {
    const word = row + load<u32>(at, 4);
    const bits = (difference >>> load<u32>(at, 16)) & load<u32>(at, 12);
    store<u32>(word, load<u32>(word) ^ (bits << load<u32>(at, 8)));
  }
}

/** Writes a packed row into the vector. */
export function unpack(row: usize): void {
  let at = cellsAt;
  const end = vectorAt + (cellCount << 2);
  for (let to = vectorAt; to < end; to += 4) {
    store<u32>(to, (load<u32>(row + load<u32>(at)) >>> load<u32>(at, 4)) & load<u32>(at, 8));
    at += 16;
  }
  const furtherEnd = furtherAt + furtherCount * FURTHER_BYTES;
  for (let at = furtherAt; at < furtherEnd; at += FURTHER_BYTES) {
    const to = vectorAt + (load<u32>(at) << 2);
    const bits = (load<u32>(row + load<u32>(at, 4)) >>> load<u32>(at, 8)) & load<u32>(at, 12);
    store<u32>(to, load<u32>(to) | (bits << load<u32>(at, 16)));
  }
}

/**
 * Writes a packed row into the vector, which has another one; looks at words that differ only. Programs of sources that depend on a cell that has changed
 * are out of date from then on. Returns the bits of what is judged by such cells.
 */
export function unpackChanges(row: usize, before: usize): u64 {
  let judged: u64 = 0;
  let word = cellsOfWordsAt;
  for (let at: u32 = 0; at < rowBytes; at += 4) {
    if (load<u32>(row + at) != load<u32>(before + at)) {
      const end = cellsOfWordsAt + (load<u32>(word, 4) << 2);
      for (let item = cellsOfWordsAt + (load<u32>(word) << 2); item < end; item += 4) {
        const cell = load<u32>(item);
        const value = field(row, cell);
        const place = vectorAt + (cell << 2);
        if (load<u32>(place) == value) continue;
        store<u32>(place, value);
        judged |= load<u64>(judgedByAt + (cell << 3));
        const last = dependentsAt + (load<u32>(dependentsAt + (cell << 2), 4) << 2);
        for (let source = dependentsAt + (load<u32>(dependentsAt + (cell << 2)) << 2); source < last; source += 4) {
          const place = outdatedAt + (load<u32>(source) >>> 6 << 3);
          store<u64>(place, load<u64>(place) | (<u64>1 << (load<u32>(source) & 63)));
        }
      }
    }
    word += 4;
  }
  return judged;
}

/** Packs the vector into a row. */
export function pack(row: usize): void {
  memory.fill(row, 0, rowBytes);
  for (let cell: u32 = 0; cell < cellCount; cell++) change(row, cell, load<u32>(vectorAt + (cell << 2)));
}

/** No edge is known. */
// @ts-ignore: decorator
@inline
export const UNKNOWN: i32 = -1;

/** Where an edge leads from a node for a value, `UNKNOWN` if the host has not said so yet. A node: its row of edges, the row's length, a cell. */
// @ts-ignore: decorator
@inline
export function edge(node: u32, value: u32): i32 {
  const at = nodesAt + (node << 4);
  let to = UNKNOWN;
  if (value < load<u32>(at, 4)) to = load<i32>(load<u32>(at) + (value << 2));
  return to == UNKNOWN && overflowMask != 0 ? overflowEdge(node, value) : to;
}

/** Edges for values far beyond a node's row stand in a hash table: node + 1, value, where to. */
function overflowEdge(node: u32, value: u32): i32 {
  let hash = (node * 0x9e3779b1) ^ (value * 0x85ebca6b);
  hash ^= hash >>> 15;
  let probe = hash & overflowMask;
  while (true) {
    const at = overflowAt + (probe << 4);
    const key = load<u32>(at);
    if (key == 0) return UNKNOWN;
    if (key == node + 1 && load<u32>(at, 4) == value) return load<i32>(at, 8);
    probe = (probe + 1) & overflowMask;
  }
}

// @ts-ignore: decorator
@inline
export function cellOf(node: u32): u32 {
  return load<u32>(nodesAt + (node << 4), 8);
}
