import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt } from './checkout.js';
import { CHECK_ITEM } from './items/checks.js';
import { COMMAND_ITEMS } from './items/commands.js';
import { GRAPH_ITEM } from './items/graph.js';
import { MEMORY_ITEM } from './items/memory.js';
import { QUESTIONS_ITEM } from './items/questions.js';
import { RANDOM_ITEM } from './items/random-networks.js';
import { REDUCTIONS_ITEM } from './items/reductions.js';
import { SEARCH_ITEMS } from './items/searches.js';
import { WALKS_ITEM } from './items/walks.js';
import type { Outcome } from './outcome.js';
import type { Item, Setting } from './setting.js';

/** All parts, in the order in which they run. */
export const ITEMS: readonly Item[] = [
  ...SEARCH_ITEMS,
  REDUCTIONS_ITEM,
  GRAPH_ITEM,
  MEMORY_ITEM,
  RANDOM_ITEM,
  CHECK_ITEM,
  ...COMMAND_ITEMS,
  WALKS_ITEM,
  QUESTIONS_ITEM,
];

/** What a part came to, or why it did not. */
export interface Part extends Outcome {
  readonly id: string;
  readonly title: string;
  /** A wrong count, or something that could not be run. */
  readonly failure?: string;
}

export interface BesideOptions {
  readonly runs: number;
  /** Folder of a built checkout. */
  readonly against?: string;
  readonly threads: readonly number[];
  readonly isLong: boolean;
  readonly seed: number;
}

/** Runs the parts one after another, each contender in a process of its own. */
export async function runBeside(
  items: readonly Item[],
  { against, ...options }: BesideOptions,
  onBegin: (title: string) => void,
  onEnd: (part: Part) => void,
): Promise<readonly Part[]> {
  const temporary = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const setting: Setting = {
      ...options,
      against: against === undefined ? undefined : await checkoutAt(against, temporary),
      folder: () => mkdtempSync(join(temporary, 'peer-')),
    };
    const parts: Part[] = [];
    for (const item of items) {
      onBegin(item.title);
      const part = await partOf(item, setting);
      onEnd(part);
      parts.push(part);
    }
    return parts;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Those with these ids; all if there is none. */
export function itemsOf(ids: readonly string[]): readonly Item[] {
  return ids.length === 0 ? ITEMS : ITEMS.filter(({ id }) => ids.includes(id));
}

async function partOf({ id, title, run }: Item, setting: Setting): Promise<Part> {
  try {
    return { id, title, ...(await run(setting)) };
  } catch (error) {
    return { id, title, rows: [], ratios: [], remarks: [], failure: (error as Error).message };
  }
}
