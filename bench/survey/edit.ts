import type { Patch } from '../../src/index.js';

/** One small change of a chart, as a mistake could make it. */
export interface Edit {
  /** What is changed, where: the same from run to run, and told apart from every other edit of the machine. */
  readonly name: string;
  readonly machine: string;
  /** The path of the state that it changes, empty for the whole chart: where that is never entered, it changes nothing. */
  readonly state: string;
  /** How coverage names begin of the transitions that it changes, if it changes them when they are taken only. */
  readonly transition?: string;
  readonly patch: Pick<Patch, 'chart' | 'provide'>;
}

/** Names that tell apart what they name: one that was there before gets a number. */
export function numbered<Named extends { readonly name: string }>(all: readonly Named[]): Named[] {
  const seen = new Map<string, number>();
  return all.map((one) => {
    const times = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, times);
    return times === 1 ? one : { ...one, name: `${one.name} (${times})` };
  });
}
