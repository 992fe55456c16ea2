const MIB = 2 ** 20;

/** WebAssembly's pages of a whole memory: all that 32-bit addresses reach. Only what is written takes room in the machine. */
export const PAGES = 65_536;

/** Where everything begins in the memory of a core, in bytes. */
export const TABLES_AT = 64 * 1024;
export const INDEX_AT = 768 * MIB;
export const SCRATCH_AT = INDEX_AT + 1024 * MIB;
export const PARENT_BITS_AT = SCRATCH_AT + 4 * MIB;
export const PARENT_SAMPLES_AT = PARENT_BITS_AT + 64 * MIB;
export const AWAKE_AT = PARENT_SAMPLES_AT + 64 * MIB;
export const ROWS_AT = AWAKE_AT + 32 * MIB;

/**
 * Where tables and rows end, what of the tables' room is left for what a search cannot do without, of how many states it is kept
 * which of their sources are awake, until there are many, and up to how many the index is one. Tests make the room small.
 */
export const ROOM = {
  tablesEnd: INDEX_AT,
  tablesReserve: 64 * MIB,
  rowsEnd: 4096 * MIB - 64 * 1024,
  awakeSlots: 1 << 19,
  oneShardMax: 1 << 15,
};
