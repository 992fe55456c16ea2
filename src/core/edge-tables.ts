import type { CoreExports } from './core-module.js';
import type { TableMemory } from './table-memory.js';

/** No edge is known. */
export const UNKNOWN = -1;
/** Where an edge leads when a channel is full. */
export const FULL = -2;

/** Integers of a node: address of its row of edges, length of the row, cell of the state vector that it is about. */
const NODE_INTS = 4;
/** Integers that rows may occupy for each edge, and at the start: what would need more stands in the hash table. */
const INTS_PER_EDGE = 16;
const INTS_AT_START = 1 << 16;
const ROW_INTS_MIN = 4;

/**
 * Nodes with an edge for each value of a cell, as far as they are known. An edge leads to whatever its node is for: another node, a piece of code, a content.
 * Nodes are numbered from 0.
 */
export class EdgeTables {
  private nodes: number;
  private nodesMax = 1 << 10;
  private count = 0;
  private edges = 0;
  private ints = 0;
  private overflow: number;
  private overflowMask = 0;
  private overflowCount = 0;

  constructor(
    private readonly core: CoreExports,
    private readonly memory: TableMemory,
  ) {
    this.nodes = memory.allocateSparing(NODE_INTS * this.nodesMax);
    this.overflow = 0;
    this.lay();
  }

  /** A new node about a cell of the state vector. */
  add(cell: number): number {
    const { memory } = this;
    if (this.count === this.nodesMax) {
      this.nodes = memory.enlargeSparing(
        this.nodes,
        NODE_INTS * this.nodesMax,
        2 * NODE_INTS * this.nodesMax,
      );
      this.nodesMax *= 2;
      this.lay();
    }
    const at = (this.nodes >> 2) + NODE_INTS * this.count;
    memory.ints[at] = 0;
    memory.ints[at + 1] = 0;
    memory.ints[at + 2] = cell;
    return this.count++;
  }

  cellOf(node: number): number {
    return this.memory.ints[(this.nodes >> 2) + NODE_INTS * node + 2]!;
  }

  setCell(node: number, cell: number): void {
    this.memory.ints[(this.nodes >> 2) + NODE_INTS * node + 2] = cell;
  }

  get(node: number, value: number): number {
    const { ints } = this.memory;
    const at = (this.nodes >> 2) + NODE_INTS * node;
    if (value < ints[at + 1]!) {
      const to = ints[(ints[at]! >>> 2) + value]!;
      if (to !== UNKNOWN) return to;
    }
    if (this.overflowMask === 0) return UNKNOWN;
    const probe = this.probe(node, value);
    return ints[probe] === 0 ? UNKNOWN : ints[probe + 2]!;
  }

  set(node: number, value: number, to: number): void {
    const { memory } = this;
    const at = (this.nodes >> 2) + NODE_INTS * node;
    const length = memory.ints[at + 1]!;
    this.edges++;
    if (value >= length) {
      const longer = Math.max(ROW_INTS_MIN, 2 ** Math.ceil(Math.log2(value + 1)));
      if (this.ints + longer - length > INTS_AT_START + INTS_PER_EDGE * this.edges) {
        this.setOverflow(node, value, to);
        return;
      }
      const row = memory.enlargeSparing(memory.ints[at]!, length, longer);
      memory.ints.fill(UNKNOWN, (row >> 2) + length, (row >> 2) + longer);
      memory.ints[at] = row;
      memory.ints[at + 1] = longer;
      this.ints += longer - length;
    }
    memory.ints[(memory.ints[at]! >> 2) + value] = to;
  }

  private setOverflow(node: number, value: number, to: number): void {
    if (2 * (this.overflowCount + 1) > this.overflowMask + (this.overflowMask === 0 ? 0 : 1))
      this.growOverflow();
    const { ints } = this.memory;
    const probe = this.probe(node, value);
    if (ints[probe] === 0) this.overflowCount++;
    ints[probe] = node + 1;
    ints[probe + 1] = value;
    ints[probe + 2] = to;
  }

  private growOverflow(): void {
    const { memory } = this;
    const before = this.overflow >> 2;
    const slots = this.overflowMask === 0 ? 0 : this.overflowMask + 1;
    const more = Math.max(1 << 8, 2 * slots);
    this.overflow = memory.allocateSparing(4 * more);
    this.overflowMask = more - 1;
    memory.ints.fill(0, this.overflow >> 2, (this.overflow >> 2) + 4 * more);
    for (let slot = 0; slot < slots; slot++) {
      const at = before + 4 * slot;
      if (memory.ints[at] === 0) continue;
      const probe = this.probe(memory.ints[at]! - 1, memory.ints[at + 1]!);
      memory.ints.copyWithin(probe, at, at + 3);
    }
    if (slots > 0) memory.release(before << 2, 4 * slots);
    this.lay();
  }

  /** As the core does it. */
  private probe(node: number, value: number): number {
    const { ints } = this.memory;
    let hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(value, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & this.overflowMask; ; slot = (slot + 1) & this.overflowMask) {
      const at = (this.overflow >> 2) + 4 * slot;
      if (ints[at] === 0 || (ints[at] === node + 1 && ints[at + 1] === value)) return at;
    }
  }

  private lay(): void {
    this.core.layNodes(this.nodes, this.overflow, this.overflowMask);
  }
}
