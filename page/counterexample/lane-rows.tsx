import { useMemo, useState } from 'preact/hooks';
import type { Explanation } from '../../src/counterexample/explain/explanation.js';
import { useNarrow } from '../common/narrow.js';
import { LaneHead } from './lane-head.js';
import { LanePicture } from './lane-picture.js';
import { lanesOf } from './lanes.js';
import { type Row, rowsOf } from './rows.js';
import type { View } from './view.js';

interface Props {
  readonly explanation: Explanation;
  readonly view: View;
}

/** The steps, a row each or a row for several, with who acts in them and what goes from whom to whom. */
export function LaneRows({ explanation, view }: Props) {
  const isNarrow = useNarrow();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const lanes = useMemo(() => lanesOf(explanation, isNarrow, open), [explanation, isNarrow, open]);
  const { filter } = view;
  const rows = useMemo(
    () => rowsOf(explanation, view.open, matching(explanation, filter)),
    [explanation, [...view.open].join(), filter],
  );
  const toggleGroup = (name: string) => {
    const next = new Set(open);
    if (!next.delete(name)) next.add(name);
    setOpen(next);
  };
  const { loop, steps, why } = explanation;
  const selected = steps[view.step - 1];
  const causes = new Set(selected?.causes);
  const wrong = new Set(why.lines.flatMap(({ n }) => (n === null ? [] : [n])));
  return (
    <div class="lanes" style={{ '--lanes': lanes.lanes.length }}>
      <LaneHead lanes={lanes} onToggle={toggleGroup} />
      <ol class="rows" aria-label="Steps">
        {rows.map((row) => (
          <StepRow
            key={`${row.first}-${row.last}-${row.level}`}
            row={row}
            explanation={explanation}
            view={view}
            isWrong={
              row.first === row.last && (wrong.has(row.first) || steps[row.first - 1]!.kind === 'drop')
            }
            isCause={has(causes, row)}
            isInCycle={loop !== null && row.first > loop}
            picture={<LanePicture row={row} explanation={explanation} lanes={lanes} />}
          />
        ))}
        {loop !== null && (
          <li class="row back">
            <button type="button" class="go" onClick={() => view.goTo(loop + 1, view.round + 1)}>
              back to {loop + 1}, for ever
            </button>
          </li>
        )}
        {rows.length === 0 && <li class="row back">No step speaks of “{filter}”.</li>}
      </ol>
    </div>
  );
}

/** Whether a row has one of these steps. */
function has(steps: ReadonlySet<number>, { first, last }: Row): boolean {
  for (let n = first; n <= last; n++) if (steps.has(n)) return true;
  return false;
}

/** Whether a step speaks of all of some words. */
function matching({ steps }: Explanation, filter: string): (n: number) => boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return (n) => {
    const { label, words: told } = steps[n - 1]!;
    const text = `${label} ${told}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

interface RowProps extends Props {
  readonly row: Row;
  readonly isWrong: boolean;
  readonly isCause: boolean;
  readonly isInCycle: boolean;
  readonly picture: preact.JSX.Element;
}

function StepRow({ row, view, isWrong, isCause, isInCycle, picture }: RowProps) {
  const { first, last, words, isKey, fold, isOpen, level } = row;
  const isPresent = view.step >= first && view.step <= last && !isOpen;
  const classes = [
    'row',
    isPresent ? 'present' : '',
    isKey ? 'key' : '',
    isWrong ? 'wrong' : '',
    isCause ? 'cause' : '',
    first > view.step ? 'later' : '',
    isInCycle ? 'cycle' : '',
  ].filter(Boolean);
  const numbers = first === last ? `${first}` : `${first}–${last}`;
  const at = isPresent && first !== last ? view.step : undefined;
  return (
    <li class={classes.join(' ')} aria-current={isPresent ? 'step' : undefined}>
      <div class="what" style={{ paddingLeft: `${8 + 14 * level}px` }}>
        {fold !== undefined && (
          <button type="button" class="fold" aria-expanded={isOpen} onClick={() => view.toggle(fold)}>
            <span aria-hidden="true">{isOpen ? '▾ ' : '▸ '}</span>
            {numbers}
          </button>
        )}
        <button type="button" class="go" onClick={() => view.goTo(isOpen ? first : last)}>
          {fold === undefined && <span class="n">{numbers}</span>} {words}
          {at !== undefined && <span class="muted"> (at {at})</span>}
          {isCause && <span class="unseen"> (needed by the selected step)</span>}
        </button>
      </div>
      {picture}
    </li>
  );
}
