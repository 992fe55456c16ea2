import type { Content } from '../../machines/cache/cache-protocol.js';
import type { Slot } from '../../machines/cache/dram-tier.js';
import type { EvsContext } from '../../machines/cache/evs-tier.js';
import type { ServerContext } from '../../machines/cache/server-context.js';
import type { MemoryContext } from '../../machines/cache/server-memory.js';
import type { View } from '../../src/index.js';

/** The slots of a server's memory, as the server knows them. */
export const slotsOf = (view: View, server: string): readonly Slot[] =>
  view.context<ServerContext>(server).tier.slots;

/** What is in the slots. */
export const contentsOf = (view: View, memory: string): readonly (Content | null)[] =>
  view.context<MemoryContext>(memory).contents;

export const isServing = (view: View, server: string): boolean => view.matches(server, 'serving');

/** Whether EVS has a block. */
export const isInEvs = (view: View, evs: string, key: string): boolean =>
  view.context<EvsContext>(evs).entries.some((entry) => entry.key === key);
