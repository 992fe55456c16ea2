import type { PartSurvey } from './survey.js';

/** Edits that no claim of a network sees, by why: a sentence that says why each is no defect, or one that begins with `open: `. */
export type Survivors = Readonly<Record<string, readonly string[]>>;

/** A hole that is known and not closed. */
const OPEN = 'open: ';

/** What came of the edits of a network, or of some of its parts. */
export interface Tally {
  readonly network: string;
  readonly edits: number;
  readonly killed: number;
  readonly unused: number;
  /** Survivors that are no defect. */
  readonly equivalent: number;
  readonly open: number;
  /** Sentences on what the list of survivors does not say, or says wrongly. */
  readonly faults: readonly string[];
}

/** Compares what survived with what is known to. @param parts all parts of a network: an edit that is in none of them is gone */
export function tallyOf(network: string, parts: readonly PartSurvey[], known: Survivors): Tally {
  const reasons = new Map(
    Object.entries(known).flatMap(([reason, names]) => names.map((name) => [name, reason] as const)),
  );
  const trials = parts.flatMap((part) => part.trials);
  const survivors = trials.filter(({ outcome }) => outcome.killed === undefined).map(({ name }) => name);
  const killed = new Map(
    trials.flatMap(({ name, outcome }) => (outcome.killed === undefined ? [] : [[name, outcome.killed.by]])),
  );
  const listed = survivors.filter((name) => reasons.has(name));
  const open = listed.filter((name) => reasons.get(name)!.startsWith(OPEN));
  const unused = parts.reduce((sum, part) => sum + part.unused, 0);
  const faults = [
    ...survivors
      .filter((name) => !reasons.has(name))
      .map(
        (name) => `no claim of ${network} sees '${name}'; state one that does, or list why it is no defect`,
      ),
    ...[...reasons.keys()]
      .filter((name) => !survivors.includes(name))
      .map((name) =>
        killed.has(name)
          ? `'${name}' of ${network} is listed as a survivor, and ${killed.get(name)} sees it; take it off the list`
          : `'${name}' of ${network} is listed as a survivor, and there is no such edit; take it off the list`,
      ),
  ];
  return {
    network,
    edits: trials.length + unused,
    killed: killed.size,
    unused,
    equivalent: listed.length - open.length,
    open: open.length,
    faults,
  };
}
