import type { Explanation } from '../../src/counterexample/explain/explanation.js';
import { replaceRoute, route } from '../route.js';
import { foldNames } from './rows.js';

/** Where a reader of a counterexample is, and where he can go. All of it stands in the address. */
export interface View {
  /** The selected step; 0 is the initial state. */
  readonly step: number;
  /** Of a run that never ends: how often its cycle has been gone round. */
  readonly round: number;
  readonly open: ReadonlySet<string>;
  readonly filter: string;
  readonly goTo: (step: number, round?: number) => void;
  readonly next: () => void;
  readonly previous: () => void;
  readonly nextKey: () => void;
  readonly previousKey: () => void;
  readonly toggle: (fold: string) => void;
  readonly toggleAll: () => void;
  readonly setFilter: (words: string) => void;
}

/** The view of a counterexample at the present address. It opens on the last step. */
export function viewOf(id: string, explanation: Explanation): View {
  const { parts, query } = route.value;
  const { steps, loop, key, folds } = explanation;
  const count = steps.length;
  const given = Number(parts[2] ?? count);
  const step = Number.isInteger(given) ? Math.min(Math.max(0, given), count) : count;
  const round = Number(query.get('round') ?? 1) || 1;
  const open = new Set((query.get('open') ?? '').split(',').filter(Boolean));
  const filter = query.get('words') ?? '';

  const show = (changes: { step?: number; round?: number; open?: ReadonlySet<string>; filter?: string }) => {
    const now = { step, round, open, filter, ...changes };
    const next = new URLSearchParams();
    if (now.open.size > 0) next.set('open', [...now.open].join(','));
    if (now.round > 1) next.set('round', String(now.round));
    if (now.filter !== '') next.set('words', now.filter);
    replaceRoute(['x', id, now.step], next);
  };
  const goTo = (to: number, inRound = 1) => show({ step: Math.min(Math.max(0, to), count), round: inRound });
  return {
    step,
    round,
    open,
    filter,
    goTo,
    // The last step of a cycle leads to the state before its first.
    next: () => (step === count && loop !== null ? goTo(loop + 1, round + 1) : goTo(step + 1, round)),
    previous: () =>
      loop !== null && step === loop + 1 && round > 1 ? goTo(count, round - 1) : goTo(step - 1, round),
    nextKey: () => goTo(key.find((n) => n > step) ?? count),
    previousKey: () => goTo(key.findLast((n) => n < step) ?? 0),
    toggle: (fold) => {
      const next = new Set(open);
      if (!next.delete(fold)) next.add(fold);
      show({ open: next });
    },
    toggleAll: () => show({ open: open.size > 0 ? new Set() : new Set(foldNames(folds)) }),
    setFilter: (words) => show({ filter: words }),
  };
}
