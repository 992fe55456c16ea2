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

/** Where the present address leads to. It opens on the last step. */
function positionAt({ steps: { length: count } }: Explanation) {
  const { parts, query } = route.value;
  const given = Number(parts[2] ?? count);
  return {
    step: Number.isInteger(given) ? Math.min(Math.max(0, given), count) : count,
    round: Number(query.get('round') ?? 1) || 1,
    open: new Set((query.get('open') ?? '').split(',').filter(Boolean)) as ReadonlySet<string>,
    filter: query.get('words') ?? '',
  };
}

/** The view of a counterexample. Keys may come faster than it is drawn, so each looks where the reader is by then. */
export function viewOf(id: string, explanation: Explanation): View {
  const { steps, loop, key, folds } = explanation;
  const count = steps.length;
  const here = () => positionAt(explanation);
  const show = (changes: Partial<ReturnType<typeof positionAt>>) => {
    const { step, round, open, filter } = { ...here(), ...changes };
    const query = new URLSearchParams();
    if (open.size > 0) query.set('open', [...open].join(','));
    if (round > 1) query.set('round', String(round));
    if (filter !== '') query.set('words', filter);
    replaceRoute(['x', id, step], query);
  };
  const goTo = (to: number, round = 1) => show({ step: Math.min(Math.max(0, to), count), round });
  return {
    ...here(),
    goTo,
    next: () => {
      const { step, round } = here();
      // The last step of a cycle leads to the state before its first.
      if (step === count && loop !== null) goTo(loop + 1, round + 1);
      else goTo(step + 1, round);
    },
    previous: () => {
      const { step, round } = here();
      if (loop !== null && step === loop + 1 && round > 1) goTo(count, round - 1);
      else goTo(step - 1, round);
    },
    nextKey: () => goTo(key.find((n) => n > here().step) ?? count),
    previousKey: () => goTo(key.findLast((n) => n < here().step) ?? 0),
    toggle: (fold) => {
      const open = new Set(here().open);
      if (!open.delete(fold)) open.add(fold);
      show({ open });
    },
    toggleAll: () => show({ open: new Set(here().open.size > 0 ? [] : foldNames(folds)) }),
    setFilter: (words) => show({ filter: words }),
  };
}
