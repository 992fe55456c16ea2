// Where things lie in the one memory that the core and its host share. The host writes tables (cells, sources, nodes, code); the core writes states.

/** Addresses of what the host lays out; see `src/core/memory-map.ts`. */
export let cellsAt: usize = 0;
export let cellCount: u32 = 0;
export let furtherAt: usize = 0;
export let furtherCount: u32 = 0;
export let vectorAt: usize = 0;
export let rowBytes: u32 = 4;
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
): void {
  cellsAt = cells;
  cellCount = count;
  furtherAt = further;
  furtherCount = furtherFields;
  vectorAt = vector;
  rowBytes = bytes;
}

export function layNodes(nodes: usize, overflow: usize, mask: u32): void {
  nodesAt = nodes;
  overflowAt = overflow;
  overflowMask = mask;
}

/** What stands in a cell of a packed row. A cell: offset of its word, shift, largest value of its first field, whether it has further ones. */
// @ts-ignore: decorator
@inline
export function field(row: usize, cell: u32): u32 {
  const at = cellsAt + (cell << 4);
  const value = (load<u32>(row + load<u32>(at)) >>> load<u32>(at, 4)) & load<u32>(at, 8);
  return load<u32>(at, 12) == 0 ? value : value | furtherBits(row, cell);
}

/** Changes a cell of a packed row by the bits in which its value differs from what it was. */
// @ts-ignore: decorator
@inline
export function change(row: usize, cell: u32, difference: u32): void {
  const at = cellsAt + (cell << 4);
  const word = row + load<u32>(at);
  store<u32>(word, load<u32>(word) ^ ((difference & load<u32>(at, 8)) << load<u32>(at, 4)));
  if (load<u32>(at, 12) != 0) changeFurther(row, cell, difference);
}

/** A further field: cell, offset of its word, shift, largest value, lowest bit of the cell's value that it has. */
const FURTHER_BYTES: u32 = 20;

function furtherBits(row: usize, cell: u32): u32 {
  let bits: u32 = 0;
  const end = furtherAt + furtherCount * FURTHER_BYTES;
  for (let at = furtherAt; at < end; at += FURTHER_BYTES) {
    if (load<u32>(at) != cell) continue;
    bits |= ((load<u32>(row + load<u32>(at, 4)) >>> load<u32>(at, 8)) & load<u32>(at, 12)) << load<u32>(at, 16);
  }
  return bits;
}

function changeFurther(row: usize, cell: u32, difference: u32): void {
  const end = furtherAt + furtherCount * FURTHER_BYTES;
  for (let at = furtherAt; at < end; at += FURTHER_BYTES) {
    if (load<u32>(at) != cell) continue;
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
